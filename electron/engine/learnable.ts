/** The library comes in; what an embedder could learn from it goes out: photos, how they are divided, pairs by source, examples to show. */
import type { ExamplePair, ExampleSource } from "../contract/learning.ts";
import { type Division, divide } from "./learn/division.ts";
import type { Parts } from "./parts.ts";
import type { ContentId } from "./photo.ts";
import type { StoredPhoto } from "./store/photos.ts";

export interface Learnable {
  readonly division: Division;
  /** One file of each content, the first by path. */
  readonly photos: ReadonlyMap<number, StoredPhoto>;
  readonly hashes: ReadonlyMap<number, Uint8Array>;
  readonly counts: Readonly<Record<ExampleSource, number>>;
}

/** Pairs that the program itself holds for hardly possible are strangers enough to learn from. */
const leastUnknown = 0.02;

export async function learnableOf({ store, recipes, faceModels }: Pick<Parts, "store" | "recipes" | "faceModels">): Promise<Learnable> {
  const photos = new Map<number, StoredPhoto>();
  for (const photo of store.photos.all()) if (!photos.has(photo.content)) photos.set(photo.content, photo);
  const hashes = new Map([...photos.keys()].map((content) => [content, store.contents.hashOf(content as ContentId)]));
  const { match } = await recipes();
  const answers = store.answers.all().flatMap(({ low, high, verdict }) => {
    const [a, b] = [store.contents.find(low), store.contents.find(high)];
    return a === null || b === null ? [] : [{ a, b, verdict }];
  });
  const division = divide(
    [...photos.values()].map(({ content, facts }) => {
      return { content, hash: hashes.get(content) ?? new Uint8Array(32), takenAtMs: facts.takenAtMs, camera: facts.camera };
    }),
    { matches: store.matches.above(match, leastUnknown), answers },
  );
  const faceRecipe = faceModels.recipe();
  const counts = {
    copies: photos.size,
    bursts: division.bursts.length,
    same: division.same.length,
    different: division.different.length,
    people: faceRecipe === null ? 0 : namedFaces(store),
  };
  return { division, photos, hashes, counts };
}

/** Faces of somebody with a name. They say who is seen, not which pictures are copies: they are learned from where faces are told apart. */
function namedFaces({ people }: Parts["store"]): number {
  const named = new Set(people.all().flatMap(({ id, name }) => (name === null ? [] : [id])));
  return [...people.groups().values()].filter(({ person }) => named.has(person)).length;
}

const examplesEach = 6;

/** Some pairs of each source that is made of two photos, spread over the library. */
export function examplesOf({ division, photos }: Learnable): readonly ExamplePair[] {
  const { bursts, same, different } = division;
  const sources: readonly (readonly [ExampleSource, Division["same"]])[] = [
    ["same", same],
    ["different", different],
    ["bursts", bursts],
  ];
  return sources.flatMap(([source, pairs]) => {
    const every = Math.max(1, Math.floor(pairs.length / examplesEach));
    return pairs
      .filter((_, at) => at % every === 0)
      .slice(0, examplesEach)
      .flatMap(([one, other]): ExamplePair[] => {
        const [a, b] = [photos.get(one), photos.get(other)];
        return a && b ? [{ source, a: a.id, b: b.id, pathA: a.path, pathB: b.path }] : [];
      });
  });
}

/** A photo comes in, of the library or any file; more like it goes out: its copies, what was taken around it, what looks like it. */
import type { MorePhoto } from "../contract/browsing.ts";
import { type FilePath, type Params, type Relation, relations } from "../contract.ts";
import { nearestScenes } from "./browse/nearest-scenes.ts";
import { foldsOfCopies } from "./folds.ts";
import { cosine } from "./match/matcher.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, Embedding, Match, PhotoFacts } from "./photo.ts";
import { describe, errorOf } from "./read-photo.ts";
import type { SceneView } from "./scene-view.ts";
import { findSimilar } from "./similar.ts";
import { photoAt } from "./snapshot.ts";
import { summaryOf } from "./store/photos.ts";

/** From here on matching is believed. */
const believed = 0.5;
/** What was taken within this around a photo belongs to its moment in the widest sense. */
const aroundMs = 30 * 60_000;
const copies: ReadonlySet<Relation> = new Set(relations.filter((relation) => relation !== "same-moment" && relation !== "similar"));

/** The photo asked about. */
interface Asked {
  /** null for a file that the library does not hold. */
  readonly index: number | null;
  readonly content: ContentId | null;
  readonly facts: Pick<PhotoFacts, "takenAtMs" | "camera">;
  readonly embedding: Embedding | null;
}

export async function findMore(parts: Parts, view: SceneView, { photo, by, count }: Params<"more">): Promise<readonly MorePhoto[]> {
  const id = typeof photo === "number" ? photo : parts.store.files.at(photo);
  if (by === "copy" && id === null) return copiesOfStranger(parts, photo as FilePath, count);
  const asked = id === null ? await readStranger(parts, photo as FilePath) : await readOwn(parts, view, id);
  const find = { copy: copiesOf, moment: around, scene: scenesLike }[by];
  return (await find(view, asked, parts)).slice(0, count);
}

async function readOwn({ store, recipes }: Parts, view: SceneView, id: Parameters<Parts["store"]["photos"]["stored"]>[0]): Promise<Asked> {
  const { content } = store.photos.stored(id);
  const index = view.photos.findIndex((other) => other.id === id);
  const embedding = store.derived.embedding(content, (await recipes()).embedding);
  // A copy's time is as good as its own.
  const takenAtMs = index === -1 ? null : view.timeOf(index);
  return { index, content, embedding, facts: { takenAtMs, camera: view.photos[index]?.facts.camera ?? null } };
}

async function readStranger(parts: Parts, path: FilePath): Promise<Asked> {
  try {
    const { decoded, embedding } = await describe(parts, await parts.media.open(path, () => {}));
    return { index: null, content: null, facts: decoded.facts, embedding };
  } catch (error) {
    throw errorOf(path, error);
  }
}

async function copiesOfStranger(parts: Parts, photo: FilePath, count: number): Promise<MorePhoto[]> {
  const found = await findSimilar(parts, { photo, count });
  return found
    .filter(({ relation, probability }) => copies.has(relation) && probability >= believed)
    .map((other) => ({ ...other, folded: 0 }));
}

/** What matching says of the photo asked about and others, by content. */
function toldOf(view: SceneView, { content }: Asked): ReadonlyMap<ContentId, Match> {
  return new Map(content === null ? [] : view.matchesOf(content).map((match) => [match.a === content ? match.b : match.a, match]));
}

function shown(
  view: SceneView,
  index: number,
  told: Pick<Match, "relation" | "probability"> | undefined,
  distance: number | null,
): MorePhoto {
  const { relation = null, probability = 0 } = told ?? {};
  return { ...summaryOf(photoAt(view.photos, index)), relation, probability, distance, folded: 0 };
}

async function copiesOf(view: SceneView, asked: Asked, { store, recipes }: Parts): Promise<MorePhoto[]> {
  const { embedding: recipe } = await recipes();
  const told = toldOf(view, asked);
  const found: MorePhoto[] = [];
  for (const [index, { content }] of view.photos.entries()) {
    if (index === asked.index) continue;
    const match = told.get(content);
    if (content === asked.content) found.push(shown(view, index, { relation: "identical", probability: 1 }, 0));
    else if (match && copies.has(match.relation) && match.probability >= believed) {
      const other = store.derived.embedding(content, recipe);
      found.push(shown(view, index, match, asked.embedding && other ? Math.max(0, 1 - cosine(asked.embedding.copy, other.copy)) : null));
    }
  }
  return found.sort((one, other) => other.probability - one.probability || (one.distance ?? 2) - (other.distance ?? 2));
}

function around(view: SceneView, asked: Asked): MorePhoto[] {
  const told = toldOf(view, asked);
  const { takenAtMs, camera } = asked.facts;
  const found: MorePhoto[] = [];
  view.photos.forEach(({ content, facts }, index) => {
    if (index === asked.index || content === asked.content) return;
    const match = told.get(content);
    if (match && match.probability >= believed && copies.has(match.relation)) return;
    const isMoment = match?.relation === "same-moment" && match.probability >= believed;
    const time = view.timeOf(index);
    const apartMs = time === null || takenAtMs === null ? null : Math.abs(time - takenAtMs);
    const isNear = apartMs !== null && apartMs <= aroundMs && (camera === null || facts.camera === null || camera === facts.camera);
    if (isMoment || isNear) found.push(shown(view, index, isMoment ? match : undefined, apartMs === null ? null : apartMs / 1000));
  });
  // The burst itself comes first, whatever its clock says.
  return found.sort(
    (one, other) => Number(other.relation !== null) - Number(one.relation !== null) || (one.distance ?? 0) - (other.distance ?? 0),
  );
}

function scenesLike(view: SceneView, asked: Asked): MorePhoto[] {
  if (!asked.embedding) return [];
  const told = toldOf(view, asked);
  const foldOf = foldsOfCopies(view.snapshot);
  const seen = new Map<number, { place: number; folded: number }>();
  const own = asked.index === null ? null : foldOf(asked.index);
  const found: MorePhoto[] = [];
  for (const { index, distance } of nearestScenes(asked.embedding.scene, view.scenes)) {
    const fold = foldOf(index);
    const { content } = photoAt(view.photos, index);
    const match = told.get(content);
    if (fold === own || content === asked.content || (match && copies.has(match.relation) && match.probability >= believed)) continue;
    const first = seen.get(fold);
    if (first) first.folded += 1;
    else {
      seen.set(fold, { place: found.length, folded: 0 });
      found.push(shown(view, index, match && match.probability >= believed ? match : undefined, distance));
    }
  }
  for (const { place, folded } of seen.values()) found[place] = { ...(found[place] as MorePhoto), folded };
  return found;
}

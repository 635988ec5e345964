/** A photo comes in, of the library or any file; the photos nearest to it go out, nearest first. */
import type { FilePath, Params, SimilarPhoto, Verdict } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import { createFeatures } from "./features.ts";
import { confirmedAs } from "./group/answers.ts";
import { decide, type Matcher, needsAlignment } from "./match/matcher.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, MatchItem, Pixels } from "./photo.ts";
import { describe, errorOf } from "./read-photo.ts";
import { summaryOf } from "./store/photos.ts";

/** A photo that the library does not hold. */
const stranger = -1 as ContentId;

interface Query {
  readonly item: MatchItem;
  /** Working pixels of a stranger; null for a photo of the library, whose features are kept. */
  readonly pixels: Pixels | null;
  /** The file asked about, not to be found again. */
  readonly path: FilePath;
}

export async function findSimilar(parts: Parts, { photo, count }: Params<"similar">): Promise<readonly SimilarPhoto[]> {
  const { store } = parts;
  const query = await resolve(parts, photo);
  const matcher = await parts.matcher();
  const judge = await createJudge(parts, matcher, query);
  const said = saidOf(parts, query.item.content);

  const same = photosOf(query.item.content).map((stored) => ({
    ...summaryOf(stored),
    relation: "identical" as const,
    probability: 1,
    distance: 0,
  }));
  const others: SimilarPhoto[] = [];
  for (const { content, distance } of matcher.nearest(query.item, count + 1)) {
    if (content === query.item.content) continue;
    const verdict = answered(await judge(content), said.get(hexOf(store.contents.hashOf(content))));
    others.push(
      ...photosOf(content).map((stored) => ({
        ...summaryOf(stored),
        ...verdict,
        distance: verdict.relation === "same-pixels" ? 0 : distance,
      })),
    );
  }
  return [...same, ...others].slice(0, count);

  function photosOf(content: ContentId) {
    return content === stranger ? [] : store.photos.all([content]).filter(({ path }) => path !== query.path);
  }
}

async function resolve(parts: Parts, photo: Params<"similar">["photo"]): Promise<Query> {
  const { store } = parts;
  const id = typeof photo === "number" ? photo : store.files.at(photo);
  if (id === null) return readStranger(parts, photo as FilePath);
  const { content, path, facts } = store.photos.stored(id);
  const recipes = await parts.recipes();
  const fingerprint = store.derived.fingerprint(content, recipes.fingerprint);
  const embedding = store.derived.embedding(content, recipes.embedding);
  if (!fingerprint || !embedding) throw new LikenessError("unreadable", `"${path}" was read by an older version. Scan its folder again.`);
  return { item: { content, fingerprint, copy: embedding.copy, facts }, pixels: null, path };
}

async function readStranger(parts: Parts, path: FilePath): Promise<Query> {
  try {
    const source = await parts.media.open(path, () => {});
    const { decoded, fingerprint, embedding } = await describe(parts, source);
    return { item: { content: stranger, fingerprint, copy: embedding.copy, facts: decoded.facts }, pixels: decoded.pixels, path };
  } catch (error) {
    throw errorOf(path, error);
  }
}

type Judgement = Pick<SimilarPhoto, "relation" | "probability">;

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString("hex");

/** What the person said of this content and others, by the others' hashes in hex. */
function saidOf({ store }: Parts, content: ContentId): Map<string, Verdict> {
  if (content === stranger) return new Map();
  const own = hexOf(store.contents.hashOf(content));
  const pairs = store.answers.all().map(({ low, high, verdict }) => ({ low: hexOf(low), high: hexOf(high), verdict }));
  return new Map(pairs.flatMap(({ low, high, verdict }) => (low === own ? [[high, verdict]] : high === own ? [[low, verdict]] : [])));
}

/** As in groups and pairs; what was called different is near all the same, and says so. */
function answered(judgement: Judgement, said: Verdict | undefined): Judgement {
  if (said === undefined) return judgement;
  if (said === "different") return { relation: "similar", probability: 0 };
  return { relation: confirmedAs(judgement.relation), probability: 1 };
}

async function createJudge(parts: Parts, matcher: Matcher, { item, pixels }: Query): Promise<(content: ContentId) => Promise<Judgement>> {
  const aligner = await parts.aligner();
  const features = await createFeatures(parts);
  const own = pixels ? await aligner.features(pixels) : await features(item.content);
  return async (content) => {
    const other = matcher.item(content);
    if (!other) return { relation: "similar", probability: 0 };
    const candidate = matcher.compare(item, other);
    const theirs = needsAlignment(candidate) ? await features(content) : null;
    const alignment = theirs && own ? await aligner.align(own, theirs) : undefined;
    return decide(item, other, candidate, alignment) ?? { relation: "similar", probability: 0 };
  };
}

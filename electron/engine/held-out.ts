/** Photos that nothing was learned from come in; edited copies of them are searched for among the library's, and how well they are found goes out. */
import { calibration } from "../../native-models/evaluation/calibration.ts";
import type { EditFigures, LearningFigures } from "../contract/learning.ts";
import type { FilePath, Problem } from "../contract.ts";
import { fingerprint } from "./hash/fingerprint.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { pooled } from "./learn/figures.ts";
import { createMatcher } from "./match/matcher.ts";
import { MediaError } from "./media/media-error.ts";
import { editPixels, type ViewEdit, viewSeed } from "./media/views.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, MatchItem } from "./photo.ts";
import { problemOf } from "./read-photo.ts";

export interface HeldOutPhoto {
  readonly content: ContentId;
  readonly path: FilePath;
  /** 32 bits, of its content. */
  readonly seed: number;
}

/** An edited copy, as the library would see it were it a file. */
export interface Query {
  readonly source: ContentId;
  readonly edit: ViewEdit;
  readonly item: MatchItem;
  /** float32 [dimensions], unit length: pooled features of the embedder that read it. */
  readonly features: Float32Array;
}

/** Every kind of edit that costs something, crops twice; and each a little harder than usual, so that there is something to tell apart. */
export const trialEdits = [
  ...(["crop", "crop", "resize", "compress", "turn", "quarter-turn", "mirror", "grey"] as const),
  ...(["recolour", "relight", "blur", "text", "stickers", "screenshot", "frame"] as const),
] satisfies readonly ViewEdit[];
const trialStrength = 1.3;
/** Held-out copies are the same whatever a run's seed, so that runs compare. */
const trialSeed = 0x7e57;

/** The copies that a held-out photo is searched with: the same every time. */
export function trialOptions(photo: Pick<HeldOutPhoto, "seed">, place: number): { readonly seed: number; readonly strength: number } {
  return { seed: viewSeed(trialSeed, photo.seed, place), strength: trialStrength };
}

const workingSize = 512;

/** In the order of photos, then of edits. Photos that cannot be read are left out and named. */
export async function collectQueries(
  { media, embedder, inFlight }: Pick<Parts, "media" | "embedder" | "inFlight">,
  photos: readonly HeldOutPhoto[],
  control: JobControl,
): Promise<{ readonly queries: readonly Query[]; readonly unreadable: readonly Problem[] }> {
  const made = new Map<HeldOutPhoto, readonly Query[]>();
  const unreadable: Problem[] = [];
  const { embed } = await embedder();
  await forEachInFlight(inFlight, photos, control, async (photo) => {
    try {
      const pixels = await media.pixelsAt(await media.open(photo.path, () => undefined), workingSize);
      const queries: Query[] = [];
      for (const [place, edit] of trialEdits.entries()) {
        const view = await editPixels(pixels, edit, trialOptions(photo, place));
        const [embedded] = await embed([view]);
        if (!embedded) continue;
        const { width, height } = view;
        const facts = { width, height, format: "jpeg", takenAtMs: null, camera: null, colours: "full" } as const;
        // No content of the library's: it is a photo from outside.
        const item = { content: -1 as ContentId, fingerprint: fingerprint(view, width, height), copy: embedded.copy, facts };
        queries.push({ source: photo.content, edit, item, features: embedded.features });
      }
      made.set(photo, queries);
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      unreadable.push(problemOf(photo.path, error));
    }
    control.advance();
  });
  return { queries: photos.flatMap((photo) => made.get(photo) ?? []), unreadable };
}

export interface JudgedPair {
  /** Place among the queries. */
  readonly query: number;
  readonly other: ContentId;
  /** How far it stands out of the crowd, on the scale of `similarity`. */
  readonly standing: number;
  /** 0..1, by hashes and descriptors. */
  readonly probability: number;
  readonly correct: boolean;
}

export interface Judgement {
  readonly figures: LearningFigures;
  /** Whether each query's own photo came first. */
  readonly right: readonly boolean[];
  readonly pairs: readonly JudgedPair[];
}

export interface JudgeOptions {
  /** Pairs of contents "a,b", both ways, that count neither as right nor as wrong. */
  readonly unknown: ReadonlySet<string>;
  /** How a cosine reads on the scale that matching was fitted on. */
  readonly similarity: (cosine: number) => number;
}

const crowdShare = 0.6;
/** Pairs less likely than this are strangers whom nobody is shown: they would make every calibration look well. */
const leastShown = 0.01;

/** @param gallery photos as the library keeps them, descriptors of the same embedder as the queries'. */
export function judge(gallery: readonly MatchItem[], queries: readonly Query[], { unknown, similarity }: JudgeOptions): Judgement {
  const matcher = createMatcher({ similarity });
  matcher.set(gallery);
  const pairs: JudgedPair[] = [];
  const right: boolean[] = [];
  for (const [query, { item, source }] of queries.entries()) {
    const found = matcher
      .around(item)
      .filter(({ b }) => b === source || !unknown.has(`${source},${b}`))
      .map(({ b, similarity: value, crowding, probability }): JudgedPair => {
        return { query, other: b, standing: value - crowdShare * crowding, probability, correct: b === source };
      });
    const best = found.reduce<JudgedPair | null>((first, pair) => (first === null || pair.standing > first.standing ? pair : first), null);
    right.push(best?.correct ?? false);
    for (const pair of found) pairs.push(pair);
  }
  matcher.dispose();
  return { figures: figuresFor(pairs, right), right, pairs };
}

export function figuresFor(pairs: readonly JudgedPair[], right: readonly boolean[]): LearningFigures {
  const shown = pairs.filter(({ probability }) => probability >= leastShown);
  const { expectedError } = calibration(
    Float64Array.from(shown, ({ probability }) => probability),
    Uint8Array.from(shown, ({ correct }) => Number(correct)),
  );
  const ranked = pooled(
    pairs.map(({ standing, correct }) => ({ score: standing, correct })),
    right.length,
  );
  return { ...ranked, recallAt1: right.filter(Boolean).length / Math.max(1, right.length), calibrationError: expectedError };
}

export function editFigures(queries: readonly Query[], before: Judgement, after: Judgement): readonly EditFigures[] {
  const places = Map.groupBy(queries.keys(), (place) => queries[place]?.edit ?? "");
  const share = (list: readonly number[], { right }: Judgement): number => list.filter((place) => right[place]).length / list.length;
  return [...places].map(([edit, list]) => {
    return { edit, queries: list.length, recallAt1Before: share(list, before), recallAt1After: share(list, after) };
  });
}

/** Vectors of edited copies and of photos come in; how well the copies find their photos goes out. */
import { nearestIn } from "../../../native-models/evaluation/nearest.ts";
import { type Embeddings, visitRows } from "../../../native-models/evaluation/rows.ts";
import type { Trial } from "./plan.ts";

/** All 0..1, larger is better. */
export interface TrialFigures {
  /** µAP, pooled over all queries, of what is among the ten nearest. */
  readonly averagePrecision: number;
  readonly recallAt1: number;
  readonly recallAtPrecision99: number;
}

/** What steps are chosen by, 0..1: average precision alone is soon as high as it goes, and the other moves by single queries. */
export function scoreOf({ averagePrecision, recallAtPrecision99 }: Omit<TrialFigures, "recallAt1">): number {
  return 0.75 * averagePrecision + 0.25 * recallAtPrecision99;
}

/** As the matcher looks at neighbours: ten candidates, and a crowd from the second to the sixth. */
const candidates = 10;
const crowd = { from: 1, to: 6 } as const;
const crowdShare = 0.6;

interface Answer {
  readonly score: number;
  readonly correct: boolean;
}

/**
 * Each similarity is lowered by how crowded it is around both, as in matching.
 * @param queries one row for each of the trial's queries. @param gallery one for each of its photos.
 */
export function figuresOf({ queries: asked, gallery: photos, unknown }: Trial, queries: Embeddings, gallery: Embeddings): TrialFigures {
  const crowding = new Float32Array(photos.length);
  visitRows(gallery, gallery, (row, distances) => {
    crowding[row] = crowdOf(nearestIn(distances, crowd.to, row).distances);
  });
  const left = new Set(unknown.flatMap(([a, b]) => [a * photos.length + b, b * photos.length + a]));
  const answers: Answer[] = [];
  let first = 0;
  visitRows(queries, gallery, (row, distances) => {
    const match = asked[row]?.match ?? -1;
    const near = nearestIn(distances, candidates);
    const own = crowdOf(near.distances.subarray(0, crowd.to));
    const list = [...near.places.keys()].flatMap((at): Answer[] => {
      const place = near.places[at] ?? -1;
      if (left.has(match * photos.length + place)) return [];
      const score = 1 - (near.distances[at] ?? 1) - (crowdShare / 2) * (own + (crowding[place] ?? 0));
      return [{ score, correct: place === match }];
    });
    answers.push(...list);
    if (list.reduce<Answer | null>((best, one) => (best === null || one.score > best.score ? one : best), null)?.correct) first += 1;
  });
  return { ...pooled(answers, asked.length), recallAt1: asked.length === 0 ? 0 : first / asked.length };
}

/** Mean similarity of places 2 to 6. */
function crowdOf(distances: Float32Array): number {
  const part = distances.subarray(crowd.from, crowd.to);
  return part.length === 0 ? 0 : part.reduce((sum, distance) => sum + 1 - distance, 0) / part.length;
}

/** @param wanted copies that have a photo: those among no list count as never found. */
export function pooled(answers: readonly Answer[], wanted: number): Pick<TrialFigures, "averagePrecision" | "recallAtPrecision99"> {
  // Of equal scores the wrong ones first, so that ties never flatter.
  const ranked = [...answers].sort((a, b) => b.score - a.score || Number(a.correct) - Number(b.correct));
  let correct = 0;
  let precisions = 0;
  let most = 0;
  for (const [at, answer] of ranked.entries()) {
    if (answer.correct) {
      correct += 1;
      precisions += correct / (at + 1);
    }
    const isLast = ranked[at + 1]?.score !== answer.score;
    if (isLast && correct / (at + 1) >= 0.99) most = correct;
  }
  const share = (sum: number): number => (wanted === 0 ? 0 : sum / wanted);
  return { averagePrecision: share(precisions), recallAtPrecision99: share(most) };
}

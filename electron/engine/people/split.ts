/** Vectors of faces that were marked as somebody else, and of the others, come in; which of the others go with the marked goes out. Pure. */
import { baseMetric } from "./base-metric.ts";
import type { FaceMetric } from "./faces.ts";
import { project } from "./metric.ts";

export interface SplitSide {
  /** float32 [dimensions] each, as the embedder gives them. */
  readonly marked: readonly Float32Array[];
  /** Said to be the first person: they hold that side and never move. */
  readonly staying: readonly Float32Array[];
  readonly others: readonly Float32Array[];
}

const rounds = 10;

/**
 * For each of `others`, whether it is nearer to the marked than to the rest: two means, seeded by the marked and by whoever stays (else by
 * those least like the marked), moved until nothing changes. A face as near to both stays.
 */
export function goesAlong({ marked, staying, others }: SplitSide, metric: FaceMetric = baseMetric()): boolean[] {
  const vectors = others.map((vector) => project(metric, vector));
  const [fixed, held] = [marked, staying].map((side) => side.map((vector) => project(metric, vector))) as [Float32Array[], Float32Array[]];
  let away = sum(fixed);
  const likeness = vectors.map((vector) => dot(vector, away));
  const least = [...likeness].sort((one, other) => one - other)[Math.floor(likeness.length / 2)] ?? 0;
  let stay = held.length > 0 ? sum(held) : sum(vectors.filter((_, at) => (likeness[at] ?? 0) <= least));
  let goes = vectors.map(() => false);
  for (let round = 0; round < rounds; round++) {
    const [toAway, toStay] = [unit(away), unit(stay)];
    const now = vectors.map((vector) => dot(vector, toAway) > dot(vector, toStay));
    if (round > 0 && now.every((value, at) => value === goes[at])) break;
    goes = now;
    away = sum([...fixed, ...vectors.filter((_, at) => goes[at])]);
    stay = sum([...held, ...vectors.filter((_, at) => !goes[at])]);
  }
  return goes;
}

function sum(vectors: readonly Float32Array[]): Float32Array {
  const total = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [at, value] of vector.entries()) total[at] = (total[at] ?? 0) + value;
  return total;
}

function dot(one: Float32Array, other: Float32Array): number {
  let total = 0;
  for (const [at, value] of one.entries()) total += value * (other[at] ?? 0);
  return total;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

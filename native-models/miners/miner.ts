/** What is known of a batch and how far apart its embeddings are come in, the pairs or triplets worth learning from go out. */
import type { Mined } from "./mined.ts";
import type { Relations } from "./relations.ts";

export interface Candidates {
  /** Embeddings in the batch. */
  readonly count: number;
  /** Numbers in an embedding. */
  readonly dimensions: number;
  readonly relations: Relations;
  /** float32 [count, count], >= 0, smaller is nearer; empty for a miner that needs none. */
  readonly distances: Float32Array;
  /** For embeddings of unit length, the Euclidean distance is (scale x distance) ^ power. */
  readonly asEuclidean: { readonly scale: number; readonly power: number };
  /** Number of the training step. */
  readonly step: number;
}

/** Pure: the same candidates give the same choice. */
export interface Miner {
  readonly name: string;
  /** Reading distances back from a device is slow: miners that need none do without. */
  readonly needsDistances: boolean;
  mine(candidates: Candidates): Mined;
}

/** Places that stand in a relation to the anchor, ascending. */
export function relatives({ count, relations }: Candidates, anchor: number, relation: 1 | -1): number[] {
  const found: number[] = [];
  for (let other = 0; other < count; other += 1) if (relations[anchor * count + other] === relation) found.push(other);
  return found;
}

export function distanceBetween({ count, distances }: Candidates, anchor: number, other: number): number {
  return distances[anchor * count + other] ?? 0;
}

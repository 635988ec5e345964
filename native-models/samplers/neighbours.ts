/**
 * The nearest neighbours of each source come in, batches in which look-alikes meet go out, half of them or as many as asked, among sources drawn at random.
 * Negatives that are near by the frozen embedding: after Xuan, Stylianou, Liu and Pless, Hard negative examples are hard, but useful, 2020.
 */
import { createRandom, type Random, shuffled } from "../random.ts";
import type { Sampler } from "./sampler.ts";

export interface NeighboursOptions {
  /** For each sample its neighbours, nearest first, without itself. */
  readonly neighbours: readonly (readonly number[])[];
  readonly batchSize: number;
  /** Part of a batch that comes as neighbours of the rest, 0..1. Default .5. */
  readonly share?: number;
  readonly seed: number;
}

/**
 * Every sample appears once an epoch; the last batch may be smaller. As samples run out, neighbours that have had their turn are
 * replaced by random ones.
 * @throws RangeError for a batch below 1, a share outside 0..1, or a neighbour that does not exist.
 */
export function neighbourBatches({ neighbours, batchSize, share = 0.5, seed }: NeighboursOptions): Sampler {
  if (!(batchSize >= 1)) throw new RangeError(`Batches of ${batchSize}.`);
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share of ${share}.`);
  const stranger = neighbours.flat().find((place) => !(place >= 0 && place < neighbours.length));
  if (stranger !== undefined) throw new RangeError(`The neighbour ${stranger} is none of ${neighbours.length} samples.`);
  return {
    name: "neighbours",
    batches(epoch) {
      const random = createRandom(seed, epoch);
      const left = new Set(shuffled(neighbours.keys(), random));
      const batches: Int32Array[] = [];
      while (left.size > 0) batches.push(Int32Array.from(fill(left, neighbours, batchSize, share, random)));
      return batches;
    },
  };
}

/** Takes one batch out of what is left. */
function fill(left: Set<number>, neighbours: readonly (readonly number[])[], size: number, share: number, random: Random): number[] {
  const batch: number[] = [];
  const add = (place: number): void => {
    left.delete(place);
    batch.push(place);
  };
  // Owed: how many neighbours the share still asks for, carried over from sample to sample.
  let owed = 0;
  while (batch.length < size) {
    const [next] = left;
    if (next === undefined) break;
    add(next);
    owed += share < 1 ? share / (1 - share) : size;
    for (const neighbour of neighbours[next] ?? []) {
      if (owed < 1 || batch.length >= size) break;
      if (!left.has(neighbour)) continue;
      add(neighbour);
      owed -= 1;
    }
  }
  return shuffled(batch, random);
}

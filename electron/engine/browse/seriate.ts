/** Scene descriptors and the nearest of each come in; an order in which like stands beside like goes out. */
import { type FindNearest, joinFragments } from "./fragments.ts";
import { improve } from "./improve.ts";
import { createVectors, type Vectors, withKeptDistances } from "./vectors.ts";

export interface SeriationOptions {
  /** Nearest rows that are tried as neighbours on the path. */
  readonly reach?: number;
  /** Times that a few rows are exchanged at random to see whether it ends better. */
  readonly kicks?: number;
  readonly seed?: number;
}

const usualReach = 10;
/** More hardly shorten the path: descriptors have so many dimensions that the local search alone comes within a hundredth. */
const kicksPerRow = 5;
const mostKicks = 5_000;
/** Up to here every distance is kept; above, kicks would cost more than they gain. */
const keptUpTo = 1_200;

/**
 * The shortest open path through all rows that greedy edges, 2-opt, Or-opt and an iterated local search find (Johnson and McGeoch, The traveling salesman
 * problem: a case study in local optimization, 1997); its length is the sum of the cosine distances of neighbours. The same input gives the same path.
 * @param scenes int8 [count, dimensions]
 */
export function seriate(scenes: Int8Array, dimensions: number, findNearest: FindNearest, options: SeriationOptions = {}): Int32Array {
  const plain = createVectors(scenes, dimensions);
  const { count } = plain;
  if (count < 3) return Int32Array.from({ length: count }, (_, row) => row);
  const vectors = count <= keptUpTo ? withKeptDistances(plain) : plain;
  const reach = Math.min(options.reach ?? usualReach, count - 1);
  const everyone = Int32Array.from({ length: count }, (_, row) => row);
  const nearest = findNearest(everyone, reach);
  const first = joinFragments(vectors, nearest, reach, findNearest);
  const kicks = options.kicks ?? (count > keptUpTo ? 0 : Math.min(mostKicks, kicksPerRow * count));
  return improve(vectors, first, { nearest, reach }, { kicks, seed: options.seed ?? 1 });
}

/** Mean cosine distance of neighbours in this order of rows; 0 for fewer than two. */
export function meanNeighbourDistance({ distance }: Vectors, order: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 1; at < order.length; at += 1) sum += distance(order[at - 1] as number, order[at] as number);
  return order.length < 2 ? 0 : sum / (order.length - 1);
}

/**
 * A batch comes in; each positive pair with a negative drawn so that all distances are equally likely goes out.
 * P(negative) proportional to min(lambda, 1 / q(d)), q(d) = d^(n - 2) (1 - d^2 / 4)^((n - 3) / 2) the density of distances on the sphere in
 * n dimensions: Wu, Manmatha, Smola and Krähenbühl, Sampling matters in deep embedding learning, 2017, section 4.1.
 */
import { createRandom } from "../random.ts";
import { tripletsFrom } from "./mined.ts";
import { type Candidates, distanceBetween, type Miner, relatives } from "./miner.ts";

export interface DistanceWeightedOptions {
  readonly seed: number;
  /** Euclidean distance, 0..2: nearer negatives weigh as if they were here, which is what lambda is for. Default .5. */
  readonly nearest?: number;
  /** Euclidean distance, 0..2: farther negatives are drawn only where there are no nearer ones. Default 1.4, just short of a right angle. */
  readonly farthest?: number;
}

/** One triplet for each positive pair whose anchor has a negative. For embeddings of unit length. The step seeds the draw. */
export function distanceWeighted({ seed, nearest = 0.5, farthest = 1.4 }: DistanceWeightedOptions): Miner {
  return {
    name: "distance-weighted",
    needsDistances: true,
    mine(candidates) {
      const random = createRandom(seed, candidates.step);
      const triplets: [number, number, number][] = [];
      for (let anchor = 0; anchor < candidates.count; anchor += 1) {
        const negatives = relatives(candidates, anchor, -1);
        const euclidean = negatives.map((other) => toEuclidean(candidates, distanceBetween(candidates, anchor, other)));
        const anyNear = euclidean.some((distance) => distance <= farthest);
        const logs = euclidean.map((distance) =>
          anyNear && distance > farthest ? Number.NEGATIVE_INFINITY : -logDensity(Math.max(nearest, distance), candidates.dimensions),
        );
        const largest = Math.max(...logs);
        const weights = logs.map((log) => Math.exp(log - largest));
        for (const positive of relatives(candidates, anchor, 1)) {
          const negative = negatives[draw(weights, random())];
          if (negative !== undefined) triplets.push([anchor, positive, negative]);
        }
      }
      return tripletsFrom(triplets);
    },
  };
}

function toEuclidean({ asEuclidean: { scale, power } }: Candidates, distance: number): number {
  return (scale * distance) ** power;
}

/** log q(d), up to a constant. */
export function logDensity(distance: number, dimensions: number): number {
  // At 2 the density is 0 and its inverse without bound: no pair lies farther than this.
  const inside = Math.max(1e-6, 1 - distance ** 2 / 4);
  return (dimensions - 2) * Math.log(distance) + ((dimensions - 3) / 2) * Math.log(inside);
}

/** The place whose share of the weights holds the number 0..1; -1 of none. */
function draw(weights: readonly number[], number: number): number {
  let left = number * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return place;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

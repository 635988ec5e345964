/**
 * A batch comes in; each positive pair with the nearest negative that is farther than the positive, but not by the margin, goes out.
 * d(anchor, positive) < d(anchor, negative) < d(anchor, positive) + margin: Schroff, Kalenichenko and Philbin, FaceNet: a unified
 * embedding for face recognition and clustering, 2015, equation 4 and the sentence after it.
 */
import { tripletsFrom } from "./mined.ts";
import { distanceBetween, type Miner, relatives } from "./miner.ts";

/**
 * Positive pairs without such a negative are left out: towards the end of a training many batches give little.
 * @param options.margin in the distance's unit, as in the triplet loss; default .2.
 */
export function semiHard({ margin = 0.2 }: { readonly margin?: number } = {}): Miner {
  return {
    name: "semi-hard",
    needsDistances: true,
    mine(candidates) {
      const triplets: [number, number, number][] = [];
      for (let anchor = 0; anchor < candidates.count; anchor += 1) {
        const distance = (other: number): number => distanceBetween(candidates, anchor, other);
        const negatives = relatives(candidates, anchor, -1).sort((a, b) => distance(a) - distance(b) || a - b);
        for (const positive of relatives(candidates, anchor, 1)) {
          const near = distance(positive);
          const negative = negatives.find((other) => distance(other) > near);
          if (negative !== undefined && distance(negative) < near + margin) triplets.push([anchor, positive, negative]);
        }
      }
      return tripletsFrom(triplets);
    },
  };
}

/**
 * A batch comes in; each anchor with its farthest positive and its nearest negative goes out, as triplets.
 * Hermans, Beyer and Leibe, In defense of the triplet loss for person re-identification, 2017, equation 5 ("batch hard").
 */
import { tripletsFrom } from "./mined.ts";
import { distanceBetween, type Miner, relatives } from "./miner.ts";

/** One triplet for each anchor that has both a positive and a negative; of equals, the first in the batch. */
export function hard(): Miner {
  return {
    name: "hard",
    needsDistances: true,
    mine(candidates) {
      const triplets: [number, number, number][] = [];
      for (let anchor = 0; anchor < candidates.count; anchor += 1) {
        const distance = (other: number): number => distanceBetween(candidates, anchor, other);
        const positive = best(relatives(candidates, anchor, 1), distance);
        const negative = best(relatives(candidates, anchor, -1), (other) => -distance(other));
        if (positive !== null && negative !== null) triplets.push([anchor, positive, negative]);
      }
      return tripletsFrom(triplets);
    },
  };
}

function best(places: readonly number[], worth: (place: number) => number): number | null {
  let found: number | null = null;
  for (const place of places) if (found === null || worth(place) > worth(found)) found = place;
  return found;
}

/**
 * A batch comes in; the negatives nearer than the farthest positive, and the positives farther than the nearest negative, go out.
 * Negative kept: d < max over positives of d + epsilon. Positive kept: d > min over negatives of d - epsilon. Wang, Han, Huang, Dong
 * and Scott, Multi-similarity loss with general pair weighting for deep metric learning, 2019, the pair mining, as distances.
 */
import { pairsFrom } from "./mined.ts";
import { distanceBetween, type Miner, relatives } from "./miner.ts";

/**
 * Anchors without a positive or without a negative have nothing to compare and give no pair.
 * @param options.epsilon in the distance's unit; default .1, the paper's for cosine.
 */
export function multiSimilarityMiner({ epsilon = 0.1 }: { readonly epsilon?: number } = {}): Miner {
  return {
    name: "multi-similarity",
    needsDistances: true,
    mine(candidates) {
      const positivePairs: [number, number][] = [];
      const negativePairs: [number, number][] = [];
      for (let anchor = 0; anchor < candidates.count; anchor += 1) {
        const distance = (other: number): number => distanceBetween(candidates, anchor, other);
        const positives = relatives(candidates, anchor, 1);
        const negatives = relatives(candidates, anchor, -1);
        const farthest = Math.max(...positives.map(distance));
        const nearest = Math.min(...negatives.map(distance));
        if (positives.length === 0 || negatives.length === 0) continue;
        for (const other of positives) if (distance(other) > nearest - epsilon) positivePairs.push([anchor, other]);
        for (const other of negatives) if (distance(other) < farthest + epsilon) negativePairs.push([anchor, other]);
      }
      return { kind: "pairs", positives: pairsFrom(positivePairs), negatives: pairsFrom(negativePairs) };
    },
  };
}

/**
 * Pairs come in; each anchor weighs its positives and its negatives by how they stand to the threshold and to each other.
 * log(1 + sum over positives of exp(alpha (d - threshold))) / alpha + log(1 + sum over negatives of exp(beta (threshold - d))) / beta:
 * Wang, Han, Huang, Dong and Scott, Multi-similarity loss with general pair weighting for deep metric learning, 2019,
 * with the similarity S - lambda written as threshold - d.
 */
import { type Pairs, pairsOf } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { logSumExpRows, maskOf } from "./masked-rows.ts";

export interface MultiSimilarityOptions {
  /** Weight of distant positives, default 2. */
  readonly alpha?: number;
  /** Weight of near negatives, default 50. */
  readonly beta?: number;
  /** As a distance, default .5: the paper's lambda is 1 - this for cosine distance. */
  readonly threshold?: number;
}

/** One value for each embedding of the batch; 0 for one without pairs. */
export function multiSimilarity({ alpha = 2, beta = 50, threshold = 0.5 }: MultiSimilarityOptions = {}): Loss {
  return {
    name: "multi-similarity",
    terms({ mined, labels, distances }) {
      const { positives, negatives } = pairsOf(mined);
      const beyond = tf.sub(distances(), threshold) as tf.Tensor2D;
      const side = (pairs: Pairs, scale: number): tf.Tensor1D => {
        const sums = logSumExpRows(tf.mul(scale, beyond), maskOf(pairs, labels.length));
        return tf.div(tf.softplus(sums), Math.abs(scale));
      };
      const values =
        positives.anchors.length + negatives.anchors.length > 0 ? tf.add(side(positives, alpha), side(negatives, -beta)) : null;
      return [{ elements: { kind: "anchors", anchors: Int32Array.from(labels.keys()) }, values: values as tf.Tensor1D | null }];
    },
  };
}

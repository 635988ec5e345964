/**
 * Pairs come in; each anchor shall pick out all its positives from all others.
 * mean over the positives p of i of -log(exp(-d_ip / t) / sum over all pairs a of i of exp(-d_ia / t)): Khosla et al.,
 * Supervised contrastive learning, 2020, equation 2 (the sum outside the logarithm).
 */
import { pairsOf } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { logSumExpRows, maskOf, sumOfRows } from "./masked-rows.ts";
import { pickPlaces } from "./pick.ts";

/**
 * The paper's similarity is the cosine: 1 - d, where the 1 cancels. One value for each anchor that has a positive.
 * @param options.temperature in the distance's unit, above 0; default .1.
 */
export function supervisedContrastive({ temperature = 0.1 }: { readonly temperature?: number } = {}): Loss {
  return {
    name: "supervised contrastive",
    terms({ mined, distances }) {
      const { positives, negatives } = pairsOf(mined);
      const logits = tf.div(distances(), -temperature) as tf.Tensor2D;
      const positiveMask = maskOf(positives, logits.shape[0]);
      const everyMask = tf.logicalOr(positiveMask, maskOf(negatives, logits.shape[0])) as tf.Tensor2D;
      const counts = tf.sum(tf.cast(positiveMask, "float32"), 1);
      const meanLogit = tf.div(sumOfRows(logits, positiveMask), tf.maximum(counts, 1));
      const perAnchor = tf.sub(logSumExpRows(logits, everyMask), meanLogit) as tf.Tensor1D;
      const anchors = Int32Array.from(new Set(positives.anchors)).sort();
      return [{ elements: { kind: "anchors", anchors }, values: pickPlaces(perAnchor, anchors) }];
    },
  };
}

/**
 * Pairs come in; among its negatives, each anchor shall pick out its positive.
 * -log(exp(-d_ij / t) / (exp(-d_ij / t) + sum over the negatives k of i of exp(-d_ik / t))): Chen, Kornblith, Norouzi and Hinton,
 * A simple framework for contrastive learning of visual representations, 2020, equation 1.
 */
import { pairsOf } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { logSumExpRows, maskOf } from "./masked-rows.ts";
import { pickPairs, pickPlaces } from "./pick.ts";

/**
 * The paper's similarity is the cosine: 1 - d, where the 1 cancels. An anchor's further positives are not in the denominator.
 * @param options.temperature in the distance's unit, above 0; default .1.
 */
export function ntXent({ temperature = 0.1 }: { readonly temperature?: number } = {}): Loss {
  return {
    name: "NT-Xent",
    terms({ mined, distances }) {
      const { positives, negatives } = pairsOf(mined);
      const logits = tf.div(distances(), -temperature) as tf.Tensor2D;
      const positive = pickPairs(logits, positives);
      const crowd = pickPlaces(logSumExpRows(logits, maskOf(negatives, logits.shape[0])), positives.anchors);
      const values = positive && crowd ? tf.softplus(tf.sub(crowd, positive) as tf.Tensor1D) : null;
      return [{ elements: { kind: "positive pairs", anchors: positives.anchors }, values }];
    },
  };
}

/**
 * Pairs come in; each positive pair is held against all negatives of both its ends at once.
 * max(0, J)^2 / 2 with J = log(sum over the negatives k of i of exp(margin - d_ik) + sum over the negatives l of j of
 * exp(margin - d_jl)) + d_ij: Oh Song, Xiang, Jegelka and Savarese, Deep metric learning via lifted structured feature embedding, 2016, equation 4.
 */
import { pairsOf } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { logSumExpRows, maskOf } from "./masked-rows.ts";
import { pickPairs, pickPlaces } from "./pick.ts";

/**
 * The paper's d is the Euclidean distance. Pairs whose two ends have no negative give 0.
 * @param options.margin in the distance's unit, default 1.
 */
export function liftedStructure({ margin = 1 }: { readonly margin?: number } = {}): Loss {
  return {
    name: "lifted structure",
    terms({ mined, distances }) {
      const { positives, negatives } = pairsOf(mined);
      const all = distances();
      const near = pickPairs(all, positives);
      const crowd = logSumExpRows(tf.sub(margin, all), maskOf(negatives, all.shape[0]));
      const ofAnchor = pickPlaces(crowd, positives.anchors);
      const ofOther = pickPlaces(crowd, positives.others);
      const both = ofAnchor && ofOther && tf.logSumExp(tf.stack([ofAnchor, ofOther]), 0);
      const values = near && both ? (tf.div(tf.square(tf.relu(tf.add(both, near))), 2) as tf.Tensor1D) : null;
      return [{ elements: { kind: "positive pairs", anchors: positives.anchors }, values }];
    },
  };
}

/**
 * Triplets come in; the positive shall be nearer to the anchor than the negative is, by a margin.
 * max(0, d(anchor, positive) - d(anchor, negative) + margin): Schroff, Kalenichenko and Philbin, FaceNet: a unified embedding
 * for face recognition and clustering, 2015, equation 3.
 */
import { tripletsOf } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { pickPairs } from "./pick.ts";

/**
 * The paper's d is the squared Euclidean distance.
 * @param options.margin in the distance's unit, default .2.
 */
export function triplet({ margin = 0.2 }: { readonly margin?: number } = {}): Loss {
  return {
    name: "triplet",
    terms({ mined, distances }) {
      const { anchors, positives, negatives } = tripletsOf(mined);
      const near = pickPairs(distances(), { anchors, others: positives });
      const far = pickPairs(distances(), { anchors, others: negatives });
      const values: tf.Tensor1D | null = near && far ? tf.relu(tf.add(tf.sub(near, far), margin)) : null;
      return [{ elements: { kind: "triplets", anchors }, values }];
    },
  };
}

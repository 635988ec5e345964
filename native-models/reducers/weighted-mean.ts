/** Values and a weight for each come in, their weighted mean goes out. */
import { tf } from "../tensorflow.ts";

/**
 * @param values float32 [elements]
 * @param weights float32 [elements], >= 0, without gradient.
 * @returns 0 where all weights are 0.
 */
export function weightedMean(values: tf.Tensor1D, weights: tf.Tensor1D): tf.Scalar {
  const total = tf.sum(weights);
  const nothing = tf.cast(tf.equal(total, 0), "float32");
  return tf.div(tf.sum(tf.mul(values, weights)), tf.add(total, nothing));
}

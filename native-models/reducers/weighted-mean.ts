/** Values and a weight for each come in, their weighted mean goes out. */
import { tf } from "../tensorflow.ts";

/**
 * @param values float32 [elements]
 * @param weights float32 [elements], >= 0; constants, or steps of the values, whose gradient is 0.
 * @returns 0 where all weights are 0.
 */
export function weightedMean(values: tf.Tensor1D, weights: tf.Tensor1D): tf.Scalar {
  const total = tf.sum(weights);
  // A step: comparisons have no gradient in TensorFlow.js, not even 0, and the weights may stem from the values.
  const nothing = tf.sub(1, tf.step(total));
  return tf.div(tf.sum(tf.mul(values, weights)), tf.add(total, nothing));
}

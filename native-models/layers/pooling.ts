/** The output of a block comes in, one number a channel goes out, differentiable. */
import { type PoolingKind, smallestVariance } from "../architectures/pooling.ts";
import { tf } from "../tensorflow.ts";

/** @param features float32 [batch, height, width, channels]; the result float32 [batch, channels]. */
export function pool(features: tf.Tensor4D, kind: PoolingKind): tf.Tensor2D {
  const overPositions = [1, 2];
  if (kind === "mean") return tf.mean(features, overPositions);
  if (kind === "deviation") {
    const centred = tf.sub(features, tf.mean(features, overPositions, true));
    return tf.sqrt(tf.add(tf.mean(tf.square(centred), overPositions), smallestVariance)) as tf.Tensor2D;
  }
  const mean = tf.mean(tf.mul(tf.square(features), features), overPositions);
  return tf.pow(tf.add(mean, smallestVariance ** 1.5), 1 / 3) as tf.Tensor2D;
}

/** float32 [count, n] to unit length; a row of zeros stays one. */
export function unitLength(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-12)));
}

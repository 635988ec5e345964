/** A matrix and a mask come in, one number a row goes out, from the places that the mask names. */
import type { Pairs } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";

/** Stands for minus infinity: its exponential is 0, and its products with 0 are no NaN. */
const absent = 1e9;

/** bool [count, columns]: true at each pair. */
export function maskOf({ anchors, others }: Pairs, count: number, columns: number = count): tf.Tensor2D {
  const mask = new Uint8Array(count * columns);
  for (const [index, anchor] of anchors.entries()) mask[anchor * columns + (others[index] ?? 0)] = 1;
  return tf.tensor2d(mask, [count, columns], "bool");
}

/**
 * log of the sum of exp(value) over the masked places of each row, without overflow.
 * @param values float32 [n, m]
 * @param mask bool [n, m]
 * @returns float32 [n]; about -1e9 for a row without any.
 */
export function logSumExpRows(values: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor1D {
  return tf.logSumExp(tf.where(mask, values, tf.fill(values.shape, -absent)), 1) as tf.Tensor1D;
}

/** The least value at the masked places of each row: float32 [n]; 1e9 for a row without any. */
export function leastOfRows(values: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor1D {
  return tf.min(tf.where(mask, values, tf.fill(values.shape, absent)), 1) as tf.Tensor1D;
}

/** The sum over the masked places of each row: float32 [n]. */
export function sumOfRows(values: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor1D {
  return tf.sum(tf.where(mask, values, tf.zerosLike(values)), 1) as tf.Tensor1D;
}

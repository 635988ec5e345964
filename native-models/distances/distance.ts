/** Two sets of embeddings come in, how far each of the one is from each of the other goes out; smaller is nearer, in every distance. */
import { tf } from "../tensorflow.ts";

export interface Distance {
  readonly name: string;
  /**
   * Differentiable in both, with finite gradients where two rows are equal or a row is zero.
   * @param a float32 [n, dimensions]
   * @param b float32 [m, dimensions]
   * @returns float32 [n, m], >= 0
   */
  pairwise(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D;
  /** For rows of unit length, the Euclidean distance is (scale x this distance) ^ power, 0..2. */
  readonly asEuclidean: { readonly scale: number; readonly power: number };
}

/** Rows shorter than this are lengthened to it and no further, so that a row of zeros stays zeros. */
const shortest = 1e-6;

/** float32 [n, dimensions] -> the same rows at unit length. */
export function toUnitLength(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(rows), 1, true);
    return tf.div(rows, tf.sqrt(tf.maximum(squares, shortest ** 2))) as tf.Tensor2D;
  });
}

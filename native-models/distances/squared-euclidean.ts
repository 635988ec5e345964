/** Embeddings come in, the squared Euclidean distance between them goes out. */
import { tf } from "../tensorflow.ts";
import type { Distance } from "./distance.ts";

/**
 * float32 [n, m], >= 0; for rows of unit length 0..4, twice the cosine distance.
 * |a|^2 + |b|^2 - 2 a b: rounding is about 1e-7 of the squared lengths, so distances below that are noise.
 */
export function squaredEuclidean(): Distance {
  return {
    name: "squared Euclidean",
    asEuclidean: { scale: 1, power: 0.5 },
    pairwise: (a, b) =>
      tf.tidy(() => {
        const squaresA = tf.sum(tf.square(a), 1, true);
        const squaresB = tf.reshape(tf.sum(tf.square(b), 1), [1, -1]);
        const products = tf.matMul(a, b, false, true);
        return tf.relu(tf.sub(tf.add(squaresA, squaresB), tf.mul(2, products))) as tf.Tensor2D;
      }),
  };
}

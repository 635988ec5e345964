/** Embeddings of any length come in, 1 - the cosine of the angle between them goes out: 0 the same direction, 1 at right angles, 2 opposite. */
import { tf } from "../tensorflow.ts";
import { type Distance, toUnitLength } from "./distance.ts";

/** float32 [n, m], 0..2; a row of zeros is at distance 1 from all. */
export function cosine(): Distance {
  return {
    name: "cosine",
    asEuclidean: { scale: 2, power: 0.5 },
    pairwise: (a, b) =>
      tf.tidy(() => {
        const unitA = toUnitLength(a);
        const products = tf.matMul(unitA, a === b ? unitA : toUnitLength(b), false, true);
        // Rounding may leave a cosine of 1.0000001.
        return tf.relu(tf.sub(1, products)) as tf.Tensor2D;
      }),
  };
}

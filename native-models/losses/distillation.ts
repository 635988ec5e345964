/**
 * New and old embeddings of the same rows come in, how far the new have moved goes out: vectors made before stay comparable, and what
 * was known before is not unlearned.
 */
import { tf } from "../tensorflow.ts";

export interface Distillation {
  readonly name: string;
  /** The new embedder must give as many numbers as the old one. */
  readonly sameWidth: boolean;
  /**
   * Differentiable in `embeddings`.
   * @param embeddings float32 [count, dimensions], unit length.
   * @param reference float32 [count, dimensions of the old], unit length.
   */
  loss(embeddings: tf.Tensor2D, reference: tf.Tensor2D): tf.Scalar;
}

/** The mean of 1 - cosine(new, old): feature distillation (Hinton, Vinyals and Dean 2015, on embeddings; Hou et al., Learning a unified classifier incrementally via rebalancing, 2019, equation 6). */
export function holdVectors(): Distillation {
  return {
    name: "hold vectors",
    sameWidth: true,
    loss: (embeddings, reference) => tf.tidy(() => tf.sub(1, tf.mean(tf.sum(tf.mul(embeddings, reference), 1))) as tf.Scalar),
  };
}

/**
 * The mean squared difference between the cosines among the new and among the old vectors (Tung and Mori, Similarity-preserving knowledge
 * distillation, 2019, equation 4, without its row scaling): the space may turn, its neighbourhoods may not. Any width.
 */
export function holdSimilarities(): Distillation {
  return {
    name: "hold similarities",
    sameWidth: false,
    loss: (embeddings, reference) =>
      tf.tidy(() => {
        const among = (rows: tf.Tensor2D): tf.Tensor2D => tf.matMul(rows, rows, false, true);
        return tf.mean(tf.square(tf.sub(among(embeddings), among(reference)))) as tf.Scalar;
      }),
  };
}

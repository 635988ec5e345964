/** What training moves: numbers come in, unit vectors go out, differentiable in named variables. Any network can be one. */
import type { tf } from "../tensorflow.ts";

export interface EmbeddingModel {
  /** What training moves, by the variables' own names. Frozen numbers are not among them. */
  readonly variables: readonly tf.Variable[];
  /**
   * Inside tf.tidy and a gradient's tape.
   * @param inputs [count, …], as the batches bring them.
   * @returns float32 [count, dimensions], unit length.
   */
  embed(inputs: tf.Tensor): tf.Tensor2D;
}

/** Numbers of one shape, row-major, outside of any backend. */
export interface Numbers {
  readonly data: Float32Array | Uint8Array;
  readonly shape: readonly number[];
}

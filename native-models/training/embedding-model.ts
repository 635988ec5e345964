/** What training moves: numbers come in, unit vectors go out, differentiable in named variables. Any network can be one. */
import type { tf } from "../tensorflow.ts";

export interface EmbeddingModel {
  /** What training moves, by names that stay the same from process to process: a checkpoint has them. Frozen numbers are not among them. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** Numbers that steps change without a gradient (running statistics): a checkpoint has them too. */
  readonly running?: ReadonlyMap<string, tf.Variable>;
  /**
   * Inside tf.tidy and, with `training`, a gradient's tape.
   * @param inputs [count, …], as the batches bring them.
   * @returns float32 [count, dimensions], unit length.
   */
  embed(inputs: tf.Tensor, options?: { readonly training?: boolean }): tf.Tensor2D;
}

/** Numbers of one shape, row-major, outside of any backend. */
export interface Numbers {
  readonly data: Float32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** The values of many elements of a batch come in, the one number that is made smaller goes out. */
import type { tf } from "../tensorflow.ts";

export interface Elements {
  readonly kind: "anchors" | "positive pairs" | "negative pairs" | "triplets";
  /** int32 [elements]: the place in the batch that each element belongs to. */
  readonly anchors: Int32Array;
}

export interface Reducer {
  readonly name: string;
  /**
   * @param values float32 [elements], one or more.
   * @param labels int32 [count] of the whole batch.
   */
  reduce(values: tf.Tensor1D, elements: Elements, labels: Int32Array): tf.Scalar;
}

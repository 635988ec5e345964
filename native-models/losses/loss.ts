/** Embeddings, their distances and what was mined come in; a value for each element (anchor, pair or triplet) goes out, for a reducer to make one number of. */
import type { Distance } from "../distances/distance.ts";
import type { Mined } from "../miners/mined.ts";
import type { Relations } from "../miners/relations.ts";
import type { Elements } from "../reducers/reducer.ts";
import type { tf } from "../tensorflow.ts";

export interface LossInput {
  /** float32 [count, dimensions] */
  readonly embeddings: tf.Tensor2D;
  /** int32 [count] */
  readonly labels: Int32Array;
  readonly relations: Relations;
  readonly mined: Mined;
  readonly distance: Distance;
  /** float32 [count, count], >= 0, between the embeddings; computed once, at the first call. */
  distances(): tf.Tensor2D;
}

export interface Term {
  readonly elements: Elements;
  /** float32 [elements]; null where the batch has no such element. */
  readonly values: tf.Tensor1D | null;
}

export interface Loss {
  readonly name: string;
  /** Called inside tf.tidy and a gradient's tape. */
  terms(input: LossInput): readonly Term[];
  /** Makes one number of the reduced terms, in their order; without it they are added. A term without elements comes as 0. */
  combine?(reduced: readonly tf.Scalar[]): tf.Scalar;
  /** What the loss learns itself: class weights or proxies, float32 [classes, dimensions]. */
  readonly variables?: readonly tf.Variable[];
  /** Frees the variables. */
  dispose?(): void;
}

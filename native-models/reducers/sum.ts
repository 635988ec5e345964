/** Values come in, their sum goes out. */
import { tf } from "../tensorflow.ts";
import type { Reducer } from "./reducer.ts";

/** Grows with the batch: the learning rate must fall with it. */
export function sum(): Reducer {
  return { name: "sum", reduce: (values) => tf.sum(values) as tf.Scalar };
}

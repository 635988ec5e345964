/** Values come in, their mean goes out. */
import { tf } from "../tensorflow.ts";
import type { Reducer } from "./reducer.ts";

export function mean(): Reducer {
  return { name: "mean", reduce: (values) => tf.mean(values) as tf.Scalar };
}

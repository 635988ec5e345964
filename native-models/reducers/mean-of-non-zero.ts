/**
 * Values come in, the mean of those that are not 0 goes out: triplets and pairs that are far enough apart already no longer
 * thin out the others. Hermans, Beyer and Leibe, In defense of the triplet loss for person re-identification, 2017, section 3.
 */
import { tf } from "../tensorflow.ts";
import type { Reducer } from "./reducer.ts";
import { weightedMean } from "./weighted-mean.ts";

export function meanOfNonZero(): Reducer {
  return {
    name: "mean of non-zero",
    // |sign|: a comparison would have no gradient in TensorFlow.js, not even 0.
    reduce: (values) => weightedMean(values, tf.abs(tf.sign(values))),
  };
}

/** Values come in, the mean of those between two bounds goes out: neither what is learnt nor what is hopeless takes part. */
import { tf } from "../tensorflow.ts";
import type { Reducer } from "./reducer.ts";
import { weightedMean } from "./weighted-mean.ts";

export interface ThresholdOptions {
  /** Values must be above; default none. */
  readonly low?: number;
  /** Values must be below; default none. */
  readonly high?: number;
}

/** 0 where no value lies between. */
export function threshold({ low, high }: ThresholdOptions): Reducer {
  return {
    name: "threshold",
    reduce(values) {
      // Steps: comparisons have no gradient in TensorFlow.js, not even 0.
      const above = low === undefined ? tf.onesLike(values) : tf.step(tf.sub(values, low));
      const below = high === undefined ? tf.onesLike(values) : tf.step(tf.sub(high, values));
      return weightedMean(values, tf.mul(above, below));
    },
  };
}

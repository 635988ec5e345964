/** Values come in, the mean over the classes of the mean of each class goes out, so that a class with many members weighs no more than one with few. */
import { tf } from "../tensorflow.ts";
import type { Reducer } from "./reducer.ts";
import { weightedMean } from "./weighted-mean.ts";

/** An element belongs to the class of its anchor. */
export function meanPerClass(): Reducer {
  return {
    name: "mean per class",
    reduce(values, { anchors }, labels) {
      const members = new Map<number, number>();
      const classes = Array.from(anchors, (anchor) => labels[anchor] ?? 0);
      for (const label of classes) members.set(label, (members.get(label) ?? 0) + 1);
      return weightedMean(values, tf.tensor1d(classes.map((label) => 1 / (members.get(label) ?? 1))));
    },
  };
}

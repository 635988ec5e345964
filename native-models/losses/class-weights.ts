/** The number of classes comes in, one trainable vector for each goes out, in random directions. */
import { createRandom } from "../random.ts";
import { tf } from "../tensorflow.ts";
import { maskOf } from "./masked-rows.ts";

export interface ClassWeightsOptions {
  readonly classes: number;
  /** Of an embedding. */
  readonly dimensions: number;
  readonly seed: number;
}

/** float32 [classes, dimensions], rows of unit length, normally distributed before (Box and Muller 1958). */
export function createClassWeights({ classes, dimensions, seed }: ClassWeightsOptions): tf.Variable<tf.Rank.R2> {
  const random = createRandom(seed);
  const values = new Float32Array(classes * dimensions);
  for (let start = 0; start < values.length; start += dimensions) {
    const row = values.subarray(start, start + dimensions);
    for (const index of row.keys()) row[index] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const length = Math.hypot(...row);
    for (const [index, value] of row.entries()) row[index] = value / length;
  }
  return tf.tidy(() => tf.variable(tf.tensor2d(values, [classes, dimensions])));
}

/**
 * bool [count, classes]: true at each embedding's own class.
 * @throws RangeError where a label is no class.
 */
export function ownClassMask(labels: Int32Array, classes: number): tf.Tensor2D {
  const stranger = labels.find((label) => label < 0 || label >= classes);
  if (stranger !== undefined) throw new RangeError(`The label ${stranger} is none of ${classes} classes.`);
  return maskOf({ anchors: Int32Array.from(labels.keys()), others: labels }, labels.length, classes);
}

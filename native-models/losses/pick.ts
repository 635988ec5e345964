/** A matrix and places in it come in, the numbers at those places go out, differentiable. */
import type { Pairs } from "../miners/mined.ts";
import { tf } from "../tensorflow.ts";

/**
 * @param matrix float32 [n, m]
 * @returns float32 [pairs], matrix[anchor, other]; null where there are no pairs, since not every backend has empty tensors.
 */
export function pickPairs(matrix: tf.Tensor2D, { anchors, others }: Pairs): tf.Tensor1D | null {
  if (anchors.length === 0) return null;
  const [rows, columns] = matrix.shape;
  const places = new Int32Array(anchors.length * 2);
  for (const [index, anchor] of anchors.entries()) places.set([anchor, others[index] ?? 0], index * 2);
  const makePlaces = (): tf.Tensor2D => tf.tensor2d(places, [anchors.length, 2], "int32");
  // TensorFlow.js has no gradient for gatherND, and the one for gather wants a kernel that WASM lacks.
  const pick = tf.customGrad((values) => ({
    value: tf.gatherND(values as tf.Tensor, makePlaces()),
    gradFunc: (slope) => tf.scatterND(makePlaces(), slope as tf.Tensor, [rows, columns]),
  }));
  return pick(matrix) as tf.Tensor1D;
}

/**
 * @param vector float32 [n]
 * @returns float32 [places.length]; null where there are none.
 */
export function pickPlaces(vector: tf.Tensor1D, places: Int32Array): tf.Tensor1D | null {
  return pickPairs(tf.reshape(vector, [-1, 1]), { anchors: places, others: new Int32Array(places.length) });
}

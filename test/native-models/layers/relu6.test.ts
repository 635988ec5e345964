/** The cut and its slope, held to their definitions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { relu6 } from "../../../native-models/layers/relu6.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";

test("cut to 0..6, with the slope of that", async () => {
  await useBackend("cpu");
  const x = tf.tensor4d([-3, 0, 0.5, 5.9, 6, 9], [1, 1, 1, 6]);
  const { value, grad } = tf.valueAndGrad((given) => tf.sum(tf.mul(relu6(given as tf.Tensor4D), [1, 2, 3, 4, 5, 6])))(x);
  assert.ok(Math.abs(value.dataSync()[0]! - (1.5 + 23.6 + 30 + 36)) < 1e-4);
  assert.deepEqual([...grad.dataSync()], [0, 0, 3, 4, 0, 0]);
});

/** One TensorFlow.js in the process: what layers and optimizers make runs on whichever backend is chosen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tf, tfLayers, useBackend } from "../../native-models/tensorflow.ts";

test("cpu and wasm: the backend that was asked for computes, and a layer trains on it", async () => {
  for (const name of ["cpu", "wasm"] as const) {
    await useBackend(name);
    assert.equal(tf.getBackend(), name);
    const layer = tfLayers.layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros" });
    const optimizer = tf.train.sgd(0.1);
    const x = tf.tensor2d([[1], [2]]);
    layer.build([2, 1]);
    const loss = (): tf.Scalar => tf.mean(tf.square(tf.sub(layer.apply(x) as tf.Tensor, tf.mul(3, x)))) as tf.Scalar;
    for (let step = 0; step < 40; step += 1) optimizer.minimize(loss);
    const [kernel] = layer.getWeights();
    assert.ok(Math.abs(kernel!.dataSync()[0]! - 3) < 1e-4, name);
    tf.disposeVariables();
    x.dispose();
  }
});

/** The three face networks on ONNX Runtime held to TensorFlow.js on the same weights, and to the published models, on seeded pixels. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { faceNetworks, loadLayerWeights } from "../../../native-models/faces/face-models.ts";
import type { LayerWeights } from "../../../native-models/faces/layer-weights.ts";
import { buildOnnx } from "../../../native-models/faces/onnx-operations.ts";
import type { Network } from "../../../native-models/faces/operations.ts";
import { createInference, type Inference } from "../../../native-models/inference/onnx-runtime.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { publishedOutputs } from "./published-outputs.ts";
import { type PixelsShape, seededPixels } from "./seeded-pixels.ts";
import { createTensorFlowInference } from "./tensorflow-operations.ts";

before(() => useBackend("wasm"));

/** The largest difference, of the largest number. */
function difference(one: Float32Array | undefined, other: Float32Array | undefined): number {
  assert.ok(one && other && one.length === other.length && one.length > 0);
  const largest = other.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(largest > 0, "the network says something");
  return one.reduce((most, value, index) => Math.max(most, Math.abs(value - other[index]!)), 0) / largest;
}

const outputsOf = async (inference: Inference, pixels: { data: Uint8Array; shape: PixelsShape }) => {
  const outputs = await inference.run({ pixels });
  await inference.dispose();
  return outputs;
};
const onnx = async (network: Network, weights: LayerWeights, pixels: { data: Uint8Array; shape: PixelsShape }) =>
  outputsOf(await createInference(buildOnnx(network, weights), { threads: 1 }), pixels);
const tensorFlow = (network: Network, weights: LayerWeights, pixels: { data: Uint8Array; shape: PixelsShape }) =>
  outputsOf(createTensorFlowInference(network, weights), pixels);

for (const network of Object.values(faceNetworks))
  test(`${network.name}: ONNX Runtime and TensorFlow.js say the same`, async () => {
    const weights = loadLayerWeights(network);
    const pixels = seededPixels(7, [2, 3, network.inputSize, network.inputSize]);
    const [here, there] = [await onnx(network, weights, pixels), await tensorFlow(network, weights, pixels)];
    assert.deepEqual(Object.keys(here).sort(), Object.keys(there).sort());
    for (const name of Object.keys(there)) assert.ok(difference(here[name], there[name]) <= 1e-3, `${network.name} ${name}`);
    assert.equal(tf.memory().numTensors, 0);
  });

for (const network of Object.values(faceNetworks))
  test(`${network.name}: the converted weights say what the published model says`, async () => {
    const { seed, outputs } = publishedOutputs[network.name]!;
    const here = await onnx(network, loadLayerWeights(network), seededPixels(seed, [1, 3, network.inputSize, network.inputSize]));
    for (const [name, published] of Object.entries(outputs)) {
      const all = here[name]!;
      const picked = Float32Array.from(published, (_, index) => all[Math.floor((index * all.length) / published.length)]!);
      assert.ok(difference(picked, Float32Array.from(published)) <= 1e-3, `${network.name} ${name}`);
    }
  });

test("the detector takes pictures of other shapes, row by row of cells", async () => {
  const { detector } = faceNetworks;
  const weights = loadLayerWeights(detector);
  const pixels = seededPixels(8, [1, 3, 96, 160]);
  const [here, there] = [await onnx(detector, weights, pixels), await tensorFlow(detector, weights, pixels)];
  assert.equal(here.scores!.length, (96 / 16) * (160 / 16) * 2 + (96 / 32) * (160 / 32) * 6);
  for (const name of ["scores", "boxes"]) assert.ok(difference(here[name], there[name]) <= 1e-3, name);
});

test("a changed weight changes what comes out", async () => {
  const { embedder } = faceNetworks;
  const weights = loadLayerWeights(embedder);
  const damaged: LayerWeights = {
    ...weights,
    numbers: (name) => {
      const { values, shape } = weights.numbers(name);
      return { shape, values: name === "conv64_1/first/kernel" ? values.map((value) => -value) : values };
    },
  };
  const pixels = seededPixels(9, [1, 3, 150, 150]);
  const [right, wrong] = [await onnx(embedder, weights, pixels), await onnx(embedder, damaged, pixels)];
  assert.ok(difference(wrong.embedding, right.embedding) > 0.01);
});

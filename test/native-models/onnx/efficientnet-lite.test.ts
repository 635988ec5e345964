/** The ONNX graph of a small network held to plain loops over its unfolded weights. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Convolution } from "../../../native-models/architectures/efficientnet-lite.ts";
import { createInference } from "../../../native-models/inference/onnx-runtime.ts";
import { buildDescriptorModel, type DescriptorOutput } from "../../../native-models/onnx/efficientnet-lite.ts";
import { type Safetensors, toFloat32 } from "../../../native-models/safetensors.ts";
import { applyWhitening, type Whitening } from "../../../native-models/whitening.ts";
import { createRandom } from "../random.ts";
import { createVectors, randomWeights, tiny } from "../tiny-network.ts";

const random = createRandom(11);
const vector = createVectors(12);

/** [channel][row][column] */
type Maps = number[][][];

/** One convolution, SAME padding, batch norm and ReLU6, straight from their definitions. */
function forward(weights: Safetensors, convolution: Convolution, input: Maps): Maps {
  const { name, kind, kernelSize, stride, inputChannels, outputChannels, relu6 } = convolution;
  const read = (part: string) => toFloat32(weights.tensors.get(`${name}/${part}`)!);
  const [kernel, gamma, beta, mean, variance] = [read("kernel"), read("gamma"), read("beta"), read("mean"), read("variance")];
  const size = input[0]!.length;
  const outputSize = Math.ceil(size / stride);
  const before = Math.floor(Math.max(0, (outputSize - 1) * stride + kernelSize - size) / 2);
  const grid = [...Array(outputSize).keys()];
  return [...Array(outputChannels).keys()].map((output) =>
    grid.map((y) =>
      grid.map((x) => {
        let sum = 0;
        for (let ky = 0; ky < kernelSize; ky += 1)
          for (let kx = 0; kx < kernelSize; kx += 1)
            for (let channel = 0; channel < inputChannels; channel += 1) {
              if (kind === "depthwise" && channel !== output) continue;
              const value = input[channel]?.[y * stride + ky - before]?.[x * stride + kx - before] ?? 0;
              const position = (ky * kernelSize + kx) * inputChannels + channel;
              sum += value * (kind === "depthwise" ? kernel![position]! : kernel![position * outputChannels + output]!);
            }
        const normal = (gamma![output]! * (sum - mean![output]!)) / Math.sqrt(variance![output]! + tiny.batchNormEpsilon) + beta![output]!;
        return relu6 ? Math.min(6, Math.max(0, normal)) : normal;
      }),
    ),
  );
}

function unit(values: number[]): number[] {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function describeSlowly(weights: Safetensors, pixels: Uint8Array, size: number): { copy: number[]; scene: number[] } {
  const rows = [...Array(size).keys()];
  let maps: Maps = [0, 1, 2].map((channel) => rows.map((y) => rows.map((x) => (pixels[(channel * size + y) * size + x]! - 127) / 128)));
  maps = forward(weights, tiny.stem, maps);
  let copy: number[] = [];
  for (const block of tiny.blocks) {
    const before = maps;
    for (const convolution of block.convolutions) maps = forward(weights, convolution, maps);
    if (block.residual) maps = maps.map((map, c) => map.map((row, y) => row.map((value, x) => value + before[c]![y]![x]!)));
    if (block.name !== "block02") continue;
    const flat = maps.map((map) => map.flat());
    const means = flat.map((values) => values.reduce((a, b) => a + b) / values.length);
    const deviations = flat.map((values, c) => Math.sqrt(values.reduce((sum, value) => sum + (value - means[c]!) ** 2, 0) / values.length));
    copy = unit([...means, ...deviations]);
  }
  const head = forward(weights, tiny.head, maps).map((map) => map.flat());
  return { copy, scene: unit(head.map((values) => Math.cbrt(values.reduce((sum, value) => sum + value ** 3, 0) / values.length))) };
}

function assertClose(actual: Float32Array, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (const [index, value] of expected.entries())
    assert.ok(Math.abs(actual[index]! - value) <= tolerance, `number ${index} is ${actual[index]}, not ${value}`);
}

function descriptors(heads?: { readonly copy: Whitening; readonly scene: Whitening }, block = "block02"): DescriptorOutput[] {
  const headFor = (whitening: Whitening | undefined) => (whitening ? { whitening, projection: null } : null);
  return [
    { name: "copy", pooled: [{ block, pooling: ["mean", "deviation"] }], head: headFor(heads?.copy) },
    { name: "scene", pooled: [{ block: "head", pooling: ["generalised mean"] }], head: headFor(heads?.scene) },
  ];
}

for (const inputSize of [19, 20])
  test(`the graph computes what plain loops compute, ${inputSize} pixels a side`, async () => {
    const weights = randomWeights();
    const inference = await createInference(buildDescriptorModel({ architecture: tiny, weights, inputSize, descriptors: descriptors() }), {
      threads: 1,
    });
    const one = 3 * inputSize * inputSize;
    const data = Uint8Array.from({ length: 2 * one }, () => Math.floor(256 * random()));
    const outputs = await inference.run({ pixels: { data, shape: [2, 3, inputSize, inputSize] } });
    for (const photo of [0, 1]) {
      const expected = describeSlowly(weights, data.subarray(photo * one, (photo + 1) * one), inputSize);
      assertClose(outputs.copy!.subarray(photo * 12, (photo + 1) * 12), expected.copy, 2e-5);
      assertClose(outputs.scene!.subarray(photo * 10, (photo + 1) * 10), expected.scene, 2e-5);
    }
    await inference.dispose();
  });

test("the graph whitens as the plain function does", async () => {
  const weights = randomWeights();
  const settings = { architecture: tiny, weights, inputSize: 16 };
  const made = (inputDimensions: number, outputDimensions: number): Whitening => ({
    inputDimensions,
    outputDimensions,
    mean: vector(inputDimensions, 0, 0.3),
    matrix: vector(inputDimensions * outputDimensions, -1, 1),
  });
  const whitening = { copy: made(12, 5), scene: made(10, 4) };
  const plain = await createInference(buildDescriptorModel({ ...settings, descriptors: descriptors() }), { threads: 1 });
  const whitened = await createInference(buildDescriptorModel({ ...settings, descriptors: descriptors(whitening) }), { threads: 1 });
  const pixels = { data: Uint8Array.from({ length: 3 * 256 }, () => Math.floor(256 * random())), shape: [1, 3, 16, 16] };
  const before = await plain.run({ pixels });
  const after = await whitened.run({ pixels });
  assertClose(after.copy!, [...applyWhitening(whitening.copy, before.copy!)], 1e-5);
  assertClose(after.scene!, [...applyWhitening(whitening.scene, before.scene!)], 1e-5);
  await plain.dispose();
  await whitened.dispose();
});

test("weights or a whitening that do not fit are refused by name", () => {
  const weights = randomWeights();
  const settings = { architecture: tiny, weights, inputSize: 16, descriptors: descriptors() };
  assert.throws(() => buildDescriptorModel({ ...settings, descriptors: descriptors(undefined, "block99") }), /tiny has no block99/);
  const missing = { metadata: {}, tensors: new Map(weights.tensors) };
  missing.tensors.delete("block01/expand/gamma");
  assert.throws(() => buildDescriptorModel({ ...settings, weights: missing }), /block01\/expand\/gamma/);
  const wrong = { inputDimensions: 3, outputDimensions: 2, mean: new Float32Array(3), matrix: new Float32Array(6) };
  assert.throws(
    () => buildDescriptorModel({ ...settings, descriptors: descriptors({ copy: wrong, scene: wrong }) }),
    /takes 3 numbers, the network gives 12/,
  );
});

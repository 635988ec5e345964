/** A small network with everything that the real one has, its seeded weights, and a recipe of it in memory. */
import { type Architecture, convolutionsOf, kernelShape } from "../../native-models/architectures/efficientnet-lite.ts";
import type { Head } from "../../native-models/head.ts";
import type { LoadedRecipe } from "../../native-models/recipe.ts";
import { fromFloat32, type Safetensors, type Tensor } from "../../native-models/safetensors.ts";
import { createRandom } from "./random.ts";

const pointwise = { kind: "dense", kernelSize: 1, stride: 1 } as const;
/** Small, with everything that the real one has: both strides, both kernel sizes, a residual, a block without expansion. */
export const tiny: Architecture = {
  name: "tiny",
  trainedSize: 19,
  batchNormEpsilon: 1e-3,
  colour: { mean: 127, deviation: 128 },
  stem: { name: "stem", kind: "dense", kernelSize: 3, stride: 2, inputChannels: 3, outputChannels: 4, relu6: true },
  blocks: [
    {
      name: "block00",
      residual: false,
      outputChannels: 5,
      convolutions: [
        { name: "block00/depthwise", kind: "depthwise", kernelSize: 3, stride: 1, inputChannels: 4, outputChannels: 4, relu6: true },
        { ...pointwise, name: "block00/project", inputChannels: 4, outputChannels: 5, relu6: false },
      ],
    },
    {
      name: "block01",
      residual: true,
      outputChannels: 5,
      convolutions: [
        { ...pointwise, name: "block01/expand", inputChannels: 5, outputChannels: 9, relu6: true },
        { name: "block01/depthwise", kind: "depthwise", kernelSize: 5, stride: 1, inputChannels: 9, outputChannels: 9, relu6: true },
        { ...pointwise, name: "block01/project", inputChannels: 9, outputChannels: 5, relu6: false },
      ],
    },
    {
      name: "block02",
      residual: false,
      outputChannels: 6,
      convolutions: [
        { ...pointwise, name: "block02/expand", inputChannels: 5, outputChannels: 7, relu6: true },
        { name: "block02/depthwise", kind: "depthwise", kernelSize: 5, stride: 2, inputChannels: 7, outputChannels: 7, relu6: true },
        { ...pointwise, name: "block02/project", inputChannels: 7, outputChannels: 6, relu6: false },
      ],
    },
  ],
  head: { ...pointwise, name: "head", inputChannels: 6, outputChannels: 10, relu6: true },
};

export function createVectors(seed: number) {
  const random = createRandom(seed);
  return (length: number, low: number, high: number) => Float32Array.from({ length }, () => low + (high - low) * random());
}

export function randomWeights(seed = 11): Safetensors {
  const vector = createVectors(seed);
  const tensors = new Map<string, Tensor>();
  for (const convolution of convolutionsOf(tiny)) {
    const { name, outputChannels } = convolution;
    const shape = kernelShape(convolution);
    tensors.set(
      `${name}/kernel`,
      fromFloat32(
        vector(
          shape.reduce((product, size) => product * size, 1),
          -1,
          1,
        ),
        shape,
      ),
    );
    for (const [part, low, high] of [
      ["gamma", 0.5, 2],
      ["beta", -1, 1],
      ["mean", -1, 1],
      ["variance", 0.1, 3],
    ] as const)
      tensors.set(`${name}/${part}`, fromFloat32(vector(outputChannels, low, high), [outputChannels]));
  }
  return { tensors, metadata: {} };
}

/** Pooled: mean and deviation of the last block, 12 numbers, to 6. */
export function tinyRecipe({ seed = 11, inputSize = 16 } = {}): LoadedRecipe {
  const vector = createVectors(seed + 1);
  const head = (inputDimensions: number, outputDimensions: number): Head => ({
    whitening: {
      inputDimensions,
      outputDimensions,
      mean: vector(inputDimensions, 0, 0.3),
      matrix: vector(inputDimensions * outputDimensions, -1, 1),
    },
    projection: null,
  });
  const file = { file: "none" };
  return {
    settings: {
      format: 1,
      variant: "efficientnet-lite0",
      inputSize,
      backbone: file,
      heads: file,
      adapted: null,
      copy: { pooled: [{ block: "block02", pooling: ["mean", "deviation"] }] },
      scene: { pooled: [{ block: "head", pooling: ["generalised mean"] }] },
    },
    architecture: tiny,
    weights: randomWeights(seed),
    adapted: new Map(),
    copy: head(12, 6),
    scene: head(10, 4),
    hashes: { all: "0", features: "0", scene: "0" },
    backboneSha256: "0",
  };
}

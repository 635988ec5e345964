/**
 * The embedder: a residual network of 29 convolutions (dlib's face recognition network of 2017, after He et al. 2016): upright
 * crops of faces come in, 128 numbers each go out, near for one person.
 */
import type { Network, Operations } from "./operations.ts";

/** Blocks in order; those that end in "down" halve the side. */
const blocks = [
  "conv32_1",
  "conv32_2",
  "conv32_3",
  "conv64_down",
  "conv64_1",
  "conv64_2",
  "conv64_3",
  "conv128_down",
  "conv128_1",
  "conv128_2",
  "conv256_down",
  "conv256_1",
  "conv256_2",
  "conv256_last_down",
] as const;

export const embeddingNumbers = 128;

/** "embedding" float32 [batch, 128], not yet of unit length. */
export const faceRecognition: Network = {
  name: "face-recognition",
  inputSize: 150,
  colour: { mean: [122.782, 117.001, 104.298], scale: 1 / 255 },
  build(operations, pixels) {
    let maps = operations.relu(operations.convolution(pixels, "conv32_down", { stride: 2, padding: "valid" }));
    maps = operations.maxPool(maps, 3, 2);
    for (const name of blocks) maps = name.endsWith("down") ? addHalving(operations, maps, name) : addResidual(operations, maps, name);
    return { embedding: operations.pooledProduct(maps, "product") };
  },
};

function addResidual<Maps>(operations: Operations<Maps>, input: Maps, name: string): Maps {
  const first = operations.relu(operations.convolution(input, `${name}/first`));
  return operations.relu(operations.add(operations.convolution(first, `${name}/second`), input));
}

/** The shortcut is a mean of 2 x 2; whichever of the two is smaller or narrower is filled up with zeros. */
function addHalving<Maps>(operations: Operations<Maps>, input: Maps, name: string): Maps {
  const first = operations.relu(operations.convolution(input, `${name}/first`, { stride: 2, padding: "valid" }));
  const second = operations.convolution(first, `${name}/second`);
  const pooled = operations.averagePool(input);
  const side = Math.max(operations.sideOf(second), operations.sideOf(pooled));
  const channels = halvingChannels[name];
  return operations.relu(operations.add(operations.extend(pooled, { side, channels }), operations.extend(second, { side })));
}

const halvingChannels: Readonly<Record<string, number>> = { conv64_down: 64, conv128_down: 128, conv256_down: 256, conv256_last_down: 256 };

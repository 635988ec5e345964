/**
 * The face mesh (Kartynnik et al. 2019, arXiv:1907.06724): a square crop around one face comes in, 468 points and whether it is a
 * face at all go out.
 */
import type { Network, Operations } from "./operations.ts";
import { addRuns, addSeparableBlock } from "./separable-block.ts";

/** Channels and repeats of each run of blocks, after the stem's 16 channels; all but the first run begin with a block of stride 2. */
const runs = [
  { channels: 16, blocks: 2 },
  { channels: 32, blocks: 3 },
  { channels: 64, blocks: 3 },
  { channels: 128, blocks: 3 },
  { channels: 128, blocks: 3 },
] as const;

export const meshPoints = 468;

/** "points" float32 [batch, 1404, 1]: x, y and depth of each point in pixels of the input. "face" float32 [batch, 1, 1]: 0..1. */
export const faceMesh: Network = {
  name: "face-mesh",
  inputSize: 192,
  colour: { mean: [0, 0, 0], scale: 1 / 255 },
  build(operations, pixels) {
    const stem = operations.prelu(operations.convolution(pixels, "stem", { stride: 2 }), "stem/slope");
    const maps = addRuns(stem, runs, (input, name, widenTo) => addBlock(operations, input, name, widenTo));
    let points = addBlock(operations, maps, "points/block00", 128);
    for (const block of ["points/block01", "points/block02"]) points = addBlock(operations, points, block, null);
    const face = addBlock(operations, maps, "face/block00", 128);
    return {
      points: operations.rows(finish(operations, points, "points"), 1),
      face: operations.rows(operations.sigmoid(finish(operations, face, "face")), 1),
    };
  },
};

function addBlock<Maps>(operations: Operations<Maps>, input: Maps, name: string, widenTo: number | null): Maps {
  return addSeparableBlock(operations, input, name, widenTo, (sum) => operations.prelu(sum, `${name}/slope`));
}

/** To 32 channels, one more block, and one 3 x 3 convolution over all that is left: a single position. */
function finish<Maps>(operations: Operations<Maps>, input: Maps, name: string): Maps {
  const narrow = operations.prelu(operations.convolution(input, `${name}/narrow`), `${name}/narrow/slope`);
  return operations.convolution(addBlock(operations, narrow, `${name}/last`, null), `${name}/head`, { stride: 3, padding: "valid" });
}

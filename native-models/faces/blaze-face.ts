/**
 * BlazeFace, the variant for the back camera (Bazarevsky et al. 2019, arXiv:1907.05047): square pictures come in, a score and a box for each
 * of 896 anchors go out. One 5 x 5 stem, then blocks of depthwise and pointwise convolution with a shortcut.
 */
import type { Network } from "./operations.ts";
import { addRuns, addSeparableBlock } from "./separable-block.ts";

/** Channels and repeats of each run of blocks; all but the first run begin with a block of stride 2. */
const runs = [
  { channels: 24, blocks: 7 },
  { channels: 24, blocks: 8 },
  { channels: 48, blocks: 8 },
  { channels: 96, blocks: 8 },
] as const;

/** Grids of anchors: cells a side, and anchors in each cell, all of the frame's own size and centred on their cell. */
export const anchorGrids = [
  { side: 16, perCell: 2 },
  { side: 8, perCell: 6 },
] as const;

/** Numbers an anchor: box centre and size, then six points, each x and y, in pixels of the input from the anchor's centre. */
export const anchorNumbers = 16;

/**
 * "scores" float32 [batch, 896, 1] before the sigmoid; "boxes" float32 [batch, 896, 16]; of other sides as many anchors as cells ask for. Points: the eye on the picture's left, the
 * other eye, nose, mouth, the ear on the left, the other ear.
 */
export const blazeFace: Network = {
  name: "blaze-face",
  inputSize: 256,
  anySize: true,
  colour: { mean: [127.5, 127.5, 127.5], scale: 1 / 127.5 },
  build(operations, pixels) {
    const stem = operations.relu(operations.convolution(pixels, "stem", { stride: 2 }));
    const maps = addRuns(stem, runs, (input, name, widenTo) => addSeparableBlock(operations, input, name, widenTo, operations.relu));
    const coarse = operations.relu(
      operations.convolution(operations.depthwise(maps, "coarse/depthwise", { stride: 2 }), "coarse/pointwise"),
    );
    const head = (name: string, columns: number) =>
      operations.join(
        operations.rows(operations.convolution(maps, `fine/${name}`), columns),
        operations.rows(operations.convolution(coarse, `coarse/${name}`), columns),
      );
    return { scores: head("scores", 1), boxes: head("boxes", anchorNumbers) };
  },
};

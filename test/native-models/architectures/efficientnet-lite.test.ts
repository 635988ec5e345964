/** The table of EfficientNet-Lite held to the published blocks, parameter counts and padding. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  convolutionsOf,
  efficientNetLite,
  kernelShape,
  samePadding,
  scaleChannels,
} from "../../../native-models/architectures/efficientnet-lite.ts";

const parameters = (name: Parameters<typeof efficientNetLite>[0]) =>
  convolutionsOf(efficientNetLite(name))
    .map((convolution) => kernelShape(convolution).reduce((product, size) => product * size, 1) + 2 * convolution.outputChannels)
    .reduce((sum, count) => sum + count, 0);

test("Lite0 has the published blocks", () => {
  const { blocks, head } = efficientNetLite("efficientnet-lite0");
  assert.equal(blocks.length, 16);
  assert.deepEqual(
    blocks.map((block) => block.outputChannels),
    [16, 24, 24, 40, 40, 80, 80, 80, 112, 112, 112, 192, 192, 192, 192, 320],
  );
  assert.deepEqual(
    blocks.filter((block) => block.residual).map((block) => block.name),
    ["block02", "block04", "block06", "block07", "block09", "block10", "block12", "block13", "block14"],
  );
  assert.equal(blocks[0]?.convolutions.length, 2, "the first block does not expand");
  assert.deepEqual([head.inputChannels, head.outputChannels], [320, 1280]);
});

test("larger variants scale depth and width as published", () => {
  // Published with the classifier of 1280 x 1000 + 1000: 4.7, 5.4, 6.1, 8.2 and 13.0 million.
  const classifier = 1_281_000;
  const millions = (["0", "1", "2", "3", "4"] as const).map((digit) => (parameters(`efficientnet-lite${digit}`) + classifier) / 1e6);
  assert.deepEqual(
    millions.map((count) => count.toFixed(1)),
    ["4.7", "5.4", "6.1", "8.2", "13.0"],
  );
  assert.equal(efficientNetLite("efficientnet-lite2").blocks.at(-1)?.outputChannels, 352);
});

test("channels are multiples of eight and never lose a tenth", () => {
  for (let channels = 8; channels <= 400; channels += 8)
    for (const width of [1, 1.1, 1.2, 1.4]) {
      const scaled = scaleChannels(channels, width);
      assert.equal(scaled % 8, 0);
      assert.ok(scaled >= 0.9 * channels * width && scaled <= channels * width + 8);
    }
});

test("SAME padding puts the odd pixel after, as TensorFlow does", () => {
  assert.deepEqual(samePadding(224, 3, 2), { before: 0, after: 1, outputSize: 112 });
  assert.deepEqual(samePadding(112, 5, 2), { before: 1, after: 2, outputSize: 56 });
  assert.deepEqual(samePadding(7, 5, 1), { before: 2, after: 2, outputSize: 7 });
  assert.deepEqual(samePadding(13, 3, 2), { before: 1, after: 1, outputSize: 7 });
  assert.deepEqual(samePadding(5, 1, 1), { before: 0, after: 0, outputSize: 5 });
});

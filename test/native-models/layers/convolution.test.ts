/** One convolution with its batch norm: statistics frozen and learnt, and the adapter beside its kernel. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Convolution } from "../../../native-models/architectures/efficientnet-lite.ts";
import { ConvolutionLayer } from "../../../native-models/layers/convolution.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import { createVectors, randomWeights, tinyRecipe } from "../tiny-network.ts";

before(() => useBackend("cpu"));

const shared = { weights: randomWeights(), epsilon: 1e-3, rank: 0, seed: 1 } as const;
const project: Convolution = {
  name: "block02/project",
  kind: "dense",
  kernelSize: 1,
  stride: 1,
  inputChannels: 7,
  outputChannels: 6,
  relu6: false,
};
const input = () => tf.tensor4d(createVectors(2)(3 * 4 * 4 * 7, -1, 1), [3, 4, 4, 7]);

function built(more: Partial<ConstructorParameters<typeof ConvolutionLayer>[0]>): ConvolutionLayer {
  const layer = new ConvolutionLayer({ ...shared, convolution: project, statistics: "frozen", ...more });
  layer.build();
  return layer;
}
const numbers = (layer: ConvolutionLayer, part: "gamma" | "beta" | "mean" | "variance") => [...layer.parts.get(part)!.dataSync()];

test("learnt statistics: in training those of the batch, which the running ones follow; else the running ones", () => {
  const layer = built({ statistics: "learnt" });
  const [mean, variance] = [numbers(layer, "mean"), numbers(layer, "variance")];
  const frozen = built({}).call(input()).dataSync();
  assert.deepEqual(layer.call(input()).dataSync(), frozen);
  const output = layer.call(input(), { training: true });
  const moments = tf.moments(output, [0, 1, 2]);
  const [gamma, beta] = [numbers(layer, "gamma"), numbers(layer, "beta")];
  for (const [channel, value] of [...moments.mean.dataSync()].entries()) assert.ok(Math.abs(value - beta[channel]!) < 1e-4);
  const convolved = tf.moments(tf.conv2d(input(), layer.kernel(), 1, "same"), [0, 1, 2]);
  const [batchMean, batchVariance] = [convolved.mean.dataSync(), convolved.variance.dataSync()];
  for (const [channel, value] of [...moments.variance.dataSync()].entries())
    assert.ok(Math.abs(value - (gamma[channel]! ** 2 * batchVariance[channel]!) / (batchVariance[channel]! + 1e-3)) < 1e-3);
  for (const channel of mean.keys()) {
    assert.ok(Math.abs(numbers(layer, "mean")[channel]! - (0.99 * mean[channel]! + 0.01 * batchMean[channel]!)) < 1e-5);
    assert.ok(Math.abs(numbers(layer, "variance")[channel]! - (0.99 * variance[channel]! + 0.01 * batchVariance[channel]!)) < 1e-5);
  }
});

test("frozen statistics stay, in training too", () => {
  const layer = built({});
  const before = [numbers(layer, "mean"), numbers(layer, "variance")];
  assert.deepEqual(layer.call(input(), { training: true }).dataSync(), layer.call(input()).dataSync());
  assert.deepEqual([numbers(layer, "mean"), numbers(layer, "variance")], before);
});

test("an adapter begins as nothing, and is a product of low rank beside the kernel; the seed makes it", () => {
  const [plain, adapted] = [built({}), built({ rank: 2 })];
  assert.deepEqual(adapted.call(input()).dataSync(), plain.call(input()).dataSync());
  assert.deepEqual(built({ rank: 2 }).parts.get("down")!.dataSync(), adapted.parts.get("down")!.dataSync());
  assert.notDeepEqual(built({ rank: 2, seed: 2 }).parts.get("down")!.dataSync(), adapted.parts.get("down")!.dataSync());
  const up = createVectors(3)(12, -1, 1);
  adapted.parts.get("up")!.assign(tf.tensor(up, [2, 6]));
  const [down, kernel, before] = [adapted.parts.get("down")!.dataSync(), adapted.kernel().dataSync(), plain.kernel().dataSync()];
  for (let from = 0; from < 7; from += 1)
    for (let to = 0; to < 6; to += 1) {
      const product = down[2 * from]! * up[to]! + down[2 * from + 1]! * up[6 + to]!;
      assert.ok(Math.abs(kernel[6 * from + to]! - before[6 * from + to]! - product) < 1e-6);
    }
  const depthwise: Convolution = { ...project, name: "block02/depthwise", kind: "depthwise", kernelSize: 5, stride: 2, outputChannels: 7 };
  assert.equal(built({ convolution: depthwise, rank: 2 }).parts.has("down"), false);
});

test("what each mode trains, and what it leaves alone", () => {
  const names = (mode: Parameters<typeof createAdaptedEmbedder>[1]["mode"], statistics: "frozen" | "learnt" = "frozen") => {
    const { variables, running } = createAdaptedEmbedder(tinyRecipe(), { mode, firstBlock: "block02", statistics });
    return { variables: [...variables.keys()].sort(), running: [...(running?.keys() ?? [])].sort() };
  };
  assert.deepEqual(names("head").variables, ["head/matrix", "head/mean"]);
  assert.deepEqual(names("adapters").variables, [
    ...["block02/expand/down", "block02/expand/up", "block02/project/down", "block02/project/up", "head/matrix", "head/mean"],
  ]);
  const blocks = ["depthwise", "expand", "project"].flatMap((row) => ["beta", "gamma", "kernel"].map((part) => `block02/${row}/${part}`));
  assert.deepEqual(names("last-blocks"), { variables: [...blocks, "head/matrix", "head/mean"], running: [] });
  assert.deepEqual(names("last-blocks", "learnt").running.slice(0, 2), ["block02/depthwise/mean", "block02/depthwise/variance"]);
  assert.equal(names("everything").variables.length, 2 + 3 * 9, "the stem and all blocks up to the last that is pooled");
});

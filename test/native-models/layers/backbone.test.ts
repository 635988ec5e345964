/** The TensorFlow.js model and the ONNX graph hold each other to the same numbers: one table, one file of weights. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createInference } from "../../../native-models/inference/onnx-runtime.ts";
import { buildBackbone, normaliseColour } from "../../../native-models/layers/backbone.ts";
import { pool, unitLength } from "../../../native-models/layers/pooling.ts";
import { activationShape, buildDescriptorModel } from "../../../native-models/onnx/efficientnet-lite.ts";
import { loadRecipe } from "../../../native-models/recipe.ts";
import { fromFloat32, toFloat32 } from "../../../native-models/safetensors.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import { createFrontEnd } from "../../../native-models/training/front-end.ts";
import { adaptationModes } from "../../../native-models/training/model-inputs.ts";
import { paintedPictures } from "../painted.ts";
import { tiny, tinyRecipe } from "../tiny-network.ts";

before(() => useBackend("wasm"));

/** Of the largest number, since those near 0 have no relative error to speak of. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(actual.length, expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(expected, (value, index) => Math.abs(actual[index]! - value))) / largest;
}

for (const inputSize of [19, 20])
  test(`the whole small network, ${inputSize} pixels a side: every block pooled alike`, async () => {
    const { weights, architecture } = tinyRecipe({ inputSize });
    const pooled = [
      { block: "block00", pooling: ["mean"] },
      { block: "block01", pooling: ["deviation", "mean"] },
      { block: "block02", pooling: ["deviation"] },
      { block: "head", pooling: ["generalised mean"] },
    ] as const;
    const onnx = buildDescriptorModel({ architecture, weights, inputSize, descriptors: [{ name: "all", pooled, head: null }] });
    const inference = await createInference(onnx, { threads: 1 });
    const pixels = paintedPictures({ count: 3, size: inputSize, seed: 5 });
    const { all } = await inference.run({ pixels: { data: pixels, shape: [3, 3, inputSize, inputSize] } });
    await inference.dispose();
    const outputs = pooled.map(({ block }) => block);
    const { model } = buildBackbone({ architecture, inputSize, weights, outputs, statistics: "frozen", rank: 0, seed: 1 });
    const features = tf.tidy(() => {
      const input = normaliseColour(tf.tensor(pixels, [3, 3, inputSize, inputSize], "int32"), architecture);
      const found = model.apply(input) as tf.Tensor4D[];
      const parts = pooled.flatMap(({ pooling }, place) => pooling.map((kind) => pool(found[place]!, kind)));
      return unitLength(tf.concat(parts, 1) as tf.Tensor2D).dataSync();
    });
    assert.ok(relativeError(features, all!) < 1e-5, `${relativeError(features, all!)}`);
    model.dispose();
  });

test("the shipped recipe: TensorFlow.js computes what ONNX Runtime computes, in every mode", async () => {
  const recipe = loadRecipe();
  const pixels = paintedPictures({ count: 2, size: recipe.settings.inputSize, seed: 3 });
  for (const mode of adaptationModes) {
    const tensors = tf.memory().numTensors;
    const embedder = createAdaptedEmbedder(recipe, { mode });
    const frontEnd = await createFrontEnd(recipe, embedder.inputs);
    const { inputs, reference } = await frontEnd.run(pixels);
    const found = tf.tidy(() =>
      embedder.embed(tf.tensor(inputs.data, [...inputs.shape], mode === "everything" ? "int32" : "float32")).dataSync(),
    );
    assert.ok(relativeError(found, reference!) < 1e-3, `${mode}: ${relativeError(found, reference!)}`);
    embedder.dispose();
    await frontEnd.dispose();
    assert.equal(tf.memory().numTensors, tensors, mode);
  }
});

test("activations are what comes into a block, in TensorFlow.js's order", async () => {
  const recipe = tinyRecipe();
  const embedder = createAdaptedEmbedder(recipe, { mode: "last-blocks", firstBlock: "block01" });
  assert.deepEqual(embedder.inputs, { kind: "activations", before: "block01", shape: [8, 8, 5] });
  assert.deepEqual(activationShape(tiny, 19, "block02"), [10, 10, 5]);
  assert.throws(() => createAdaptedEmbedder(recipe, { mode: "adapters", firstBlock: "block07" }), /tiny has no block07/);
  const frontEnd = await createFrontEnd(recipe, embedder.inputs, { reference: false });
  const { inputs, reference } = await frontEnd.run(paintedPictures({ count: 5, size: 16, seed: 1 }));
  assert.deepEqual([inputs.shape, inputs.data.length, reference], [[5, 8, 8, 5], 5 * 8 * 8 * 5, null]);
  await assert.rejects(frontEnd.run(new Uint8Array(100)), /100 bytes are no pictures of 16/);
  await frontEnd.dispose();
  embedder.dispose();
});

test("adapted blocks change the descriptor that asks for them, and no other", async () => {
  const recipe = tinyRecipe();
  const { weights, architecture } = recipe;
  const kernel = toFloat32(weights.tensors.get("block02/project/kernel")!).map((value) => value + 0.3);
  const adapted = new Map([["block02/project/kernel", fromFloat32(kernel, [1, 1, 7, 6])]]);
  const descriptors = [
    { name: "copy", pooled: recipe.settings.copy.pooled, head: recipe.copy, adapted: true },
    { name: "scene", pooled: recipe.settings.scene.pooled, head: recipe.scene },
  ];
  const pixels = { data: paintedPictures({ count: 1, size: 16, seed: 2 }), shape: [1, 3, 16, 16] };
  const run = async (given?: typeof adapted) => {
    const inference = await createInference(buildDescriptorModel({ architecture, weights, adapted: given, inputSize: 16, descriptors }), {
      threads: 1,
    });
    const outputs = await inference.run({ pixels });
    await inference.dispose();
    return outputs;
  };
  const [plain, changed] = [await run(), await run(adapted)];
  assert.deepEqual(changed.scene, plain.scene);
  assert.ok(relativeError(changed.copy!, plain.copy!) > 0.01);
  const whole = await run(new Map([["stem/gamma", fromFloat32(Float32Array.from([2, 1, 1, 1]), [4])]]));
  assert.deepEqual(whole.scene, plain.scene);
  assert.ok(relativeError(whole.copy!, plain.copy!) > 0.001);
  const stranger = new Map([["block99/gamma", fromFloat32(new Float32Array(4), [4])]]);
  await assert.rejects(run(stranger), /belongs to no part/);
});

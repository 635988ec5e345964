/** A trained embedder written into a folder computes there, on ONNX Runtime, what it computed on TensorFlow.js. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { descriptorHash, loadDescriptorModel } from "../../native-models/descriptor-model.ts";
import { applyHead } from "../../native-models/head.ts";
import { createInference } from "../../native-models/inference/onnx-runtime.ts";
import { createProjector } from "../../native-models/projector.ts";
import { loadRecipe, recipeHashes, writeRecipe } from "../../native-models/recipe.ts";
import { tf, useBackend } from "../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../native-models/training/adapted-embedder.ts";
import { createFrontEnd } from "../../native-models/training/front-end.ts";
import type { AdaptationMode } from "../../native-models/training/model-inputs.ts";
import { paintedPictures } from "./painted.ts";
import { createVectors } from "./tiny-network.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-recipe-"));
before(() => useBackend("wasm"));
after(() => rmSync(folder, { recursive: true }));
const shipped = loadRecipe();
const { inputSize } = shipped.settings;
const pixels = paintedPictures({ count: 3, size: inputSize, seed: 8 });

async function describe(recipeFolder?: string): Promise<Record<string, Float32Array>> {
  const { onnx } = loadDescriptorModel(recipeFolder);
  const inference = await createInference(onnx, { threads: 1 });
  const outputs = await inference.run({ pixels: { data: pixels, shape: [3, 3, inputSize, inputSize] } });
  await inference.dispose();
  return outputs;
}

function cosines(a: Float32Array, b: Float32Array, rows: number): number[] {
  assert.equal(a.length, b.length);
  const width = a.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    a.subarray(row * width, (row + 1) * width).reduce((sum, value, index) => sum + value * b[row * width + index]!, 0),
  );
}

/** Every variable moved a little, as training would: by a tenth of its own size. */
function shake(variables: ReadonlyMap<string, tf.Variable>): void {
  const vector = createVectors(6);
  for (const variable of variables.values())
    tf.tidy(() => {
      const size = tf.sqrt(tf.mean(tf.square(variable)));
      variable.assign(
        tf.add(variable, tf.mul(tf.maximum(tf.mul(size, 0.15), 0.004), tf.tensor(vector(variable.size, -1, 1), variable.shape))),
      );
    });
}

for (const mode of ["head", "adapters", "last-blocks", "everything"] satisfies AdaptationMode[])
  test(`${mode}: written, read again, the same descriptors; the scene's stay; a second round begins from it`, async () => {
    const target = join(folder, mode);
    const embedder = createAdaptedEmbedder(shipped, { mode, head: { hidden: 16, width: 200 } });
    shake(embedder.variables);
    const frontEnd = await createFrontEnd(shipped, embedder.inputs);
    const { inputs } = await frontEnd.run(pixels);
    const expected = tf.tidy(() =>
      embedder.embed(tf.tensor(inputs.data, [...inputs.shape], mode === "everything" ? "int32" : "float32")).dataSync(),
    ) as Float32Array;
    const written = writeRecipe(target, shipped, await embedder.adaptation(), { mode });

    const [before, found] = [await describe(), await describe(target)];
    assert.ok(Math.min(...cosines(found.copy!, expected, 3)) > 0.9999, `${cosines(found.copy!, expected, 3)}`);
    assert.deepEqual(found.scene, before.scene);
    assert.notEqual(written.hashes.all, shipped.hashes.all);
    assert.equal(written.hashes.scene, shipped.hashes.scene);
    assert.equal(written.hashes.features === shipped.hashes.features, mode === "head", "only a head keeps the features");
    assert.equal(descriptorHash(target), written.hashes.all);

    const second = createAdaptedEmbedder(written, { mode });
    const secondFrontEnd = await createFrontEnd(written, second.inputs);
    const { inputs: again, reference } = await secondFrontEnd.run(pixels);
    assert.ok(Math.min(...cosines(reference!, found.copy!, 3)) > 0.99999);
    const same = tf.tidy(() =>
      second.embed(tf.tensor(again.data, [...again.shape], mode === "everything" ? "int32" : "float32")).dataSync(),
    ) as Float32Array;
    assert.ok(Math.min(...cosines(same, found.copy!, 3)) > 0.9999);
    for (const thing of [embedder, second]) thing.dispose();
    for (const thing of [frontEnd, secondFrontEnd]) await thing.dispose();
  });

test("features kept from before become the new descriptors, without pixels", async () => {
  const { copy_features: features } = await describe();
  const { copy } = loadRecipe(join(folder, "head"));
  const projector = await createProjector(copy);
  const projected = await projector.project(features!);
  assert.ok(Math.min(...cosines(projected, (await describe(join(folder, "head"))).copy!, 3)) > 0.99999);
  const width = projector.inputDimensions;
  for (let row = 0; row < 3; row += 1) {
    const slowly = applyHead(copy, features!.slice(row * width, (row + 1) * width));
    assert.ok(cosines(slowly, projected.subarray(row * 200, (row + 1) * 200), 1)[0]! > 0.99999);
  }
  await assert.rejects(projector.project(new Float32Array(width + 1)), RangeError);
  assert.equal((await projector.project(new Float32Array())).length, 0);
  const many = new Float32Array(5000 * width);
  for (let row = 0; row < 5000; row += 1) many.set(features!.subarray(0, width), row * width);
  const all = await projector.project(many);
  assert.ok(cosines(all.subarray(4999 * 200), projected.subarray(0, 200), 1)[0]! > 0.99999, "more rows than one run takes");
  await projector.dispose();
});

test("a recipe with another file, an unknown setting or a path is refused by name", () => {
  const target = join(folder, "last-blocks");
  const settings = JSON.parse(readFileSync(join(target, "recipe.json"), "utf8"));
  const put = (change: object): void => writeFileSync(join(target, "recipe.json"), JSON.stringify({ ...settings, ...change }));
  put({ backbone: { ...settings.backbone, sha256: "00" } });
  assert.throws(() => loadRecipe(target), /efficientnet-lite0.safetensors is not the file/);
  put({ heads: { file: "../../weights.safetensors" } });
  assert.throws(() => recipeHashes(target), /no plain name/);
  put({ format: 2 });
  assert.throws(() => loadRecipe(target), /format is 2/);
  put({ variant: "resnet" });
  assert.throws(() => loadRecipe(target), /variant resnet/);
  put({ copy: { pooled: [{ block: "block11", pooling: ["median"] }] } });
  assert.throws(() => loadRecipe(target), /pooled/);
  assert.throws(() => loadRecipe(join(folder, "none")), /ENOENT/);
});

/** The committed weights held to their checksums, the architecture and the settings. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { convolutionsOf, efficientNetLite, kernelShape } from "../../native-models/architectures/efficientnet-lite.ts";
import { frozenRecipe, loadRecipe, shippedRecipe } from "../../native-models/recipe.ts";
import { readSettings } from "../../native-models/recipe-settings.ts";
import { readSafetensors, tensorNamed, toFloat32 } from "../../native-models/safetensors.ts";
import { readWhitening } from "../../native-models/whitening.ts";
import { checkManifest } from "./weights-manifest.ts";

const folder = new URL("../../native-models/weights/", import.meta.url);
const settings = readSettings(shippedRecipe);

test("every weights file is in the manifest with its checksum, source and licence", () => {
  checkManifest(folder);
});

test("the weights fit the architecture, with nothing missing and nothing over", () => {
  const weights = readSafetensors(readFileSync(new URL(settings.backbone.file, folder)));
  const convolutions = convolutionsOf(efficientNetLite(settings.variant));
  for (const convolution of convolutions) {
    const kernel = toFloat32(tensorNamed(weights, `${convolution.name}/kernel`, kernelShape(convolution)));
    assert.ok(kernel.every(Number.isFinite) && kernel.some((value) => value !== 0), convolution.name);
    for (const part of ["gamma", "beta", "mean", "variance"])
      tensorNamed(weights, `${convolution.name}/${part}`, [convolution.outputChannels]);
    assert.ok(toFloat32(tensorNamed(weights, `${convolution.name}/variance`)).every((value) => value >= 0));
  }
  assert.equal(weights.tensors.size, 5 * convolutions.length);
});

test("the whitening is for these settings and says what it was fitted on", () => {
  const settings = readSettings(frozenRecipe);
  const file = readSafetensors(readFileSync(join(frozenRecipe, settings.heads.file)));
  assert.match(file.metadata.fittedOn ?? "", /half: odd/);
  const { copy, scene, variant, inputSize } = JSON.parse(file.metadata.settings ?? "{}");
  assert.ok(copy && scene);
  assert.deepEqual([variant, inputSize], [settings.variant, settings.inputSize]);
  assert.deepEqual(
    [readWhitening(file, "copy"), readWhitening(file, "scene")].map((w) => [w.inputDimensions, w.outputDimensions]),
    [
      [384, 256],
      [1280, 256],
    ],
  );
});

test("the trained blocks are the last that are pooled, each whole, and begin from the frozen network of the same settings", () => {
  const [trained, frozen] = [loadRecipe(), loadRecipe(frozenRecipe)];
  assert.equal(trained.backboneSha256, frozen.backboneSha256);
  assert.deepEqual([trained.settings.copy, trained.settings.scene], [frozen.settings.copy, frozen.settings.scene]);
  assert.equal(trained.hashes.scene, frozen.hashes.scene);
  const blocks = new Set([...trained.adapted.keys()].map((name) => name.split("/")[0]));
  assert.deepEqual([...blocks].sort(), ["block08", "block09", "block10", "block11"]);
  for (const [name, tensor] of trained.adapted) {
    const before = toFloat32(tensorNamed(trained.weights, name, tensor.shape));
    const after = toFloat32(tensor);
    assert.ok(after.every(Number.isFinite), name);
    if (name.endsWith("/kernel"))
      assert.ok(
        after.some((value, at) => value !== before[at]),
        `${name} was not trained`,
      );
  }
});

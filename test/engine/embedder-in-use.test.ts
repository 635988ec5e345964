/** Which embedder a library uses follows what lies on the disk: learned weights that are whole, else the shipped ones, also where the files change meanwhile. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { RunId } from "../../electron/contract/learning.ts";
import { createEmbedderInUse, scaleFile } from "../../electron/engine/embedder-in-use.ts";
import type { Store } from "../../electron/engine/store/store.ts";
import { shippedRecipe } from "../../native-models/recipe.ts";

const run = 3 as RunId;

test("weights that are damaged, mended or gone are noticed at the next question", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "likeness-in-use-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const used = createEmbedderInUse({ folder, runs: { inUse: () => run } as unknown as Store["runs"] });
  assert.deepEqual([used.run(), used.isWhole(run), used.scaleName()], [null, false, ""]);

  const weights = used.weightsOf(run);
  mkdirSync(weights, { recursive: true });
  for (const name of ["recipe.json", "heads.safetensors", "adapted.safetensors"])
    copyFileSync(join(shippedRecipe, name), join(weights, name));
  assert.deepEqual([used.run(), used.weights(), used.scaleName()], [run, { weights }, JSON.stringify({ gain: 1, offset: 0 })]);

  const heads = join(weights, "heads.safetensors");
  const bytes = readFileSync(heads);
  writeFileSync(
    heads,
    Uint8Array.from(bytes, (byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
  );
  assert.deepEqual([used.run(), used.weights()], [null, {}], "one bit is another file");
  writeFileSync(heads, bytes);
  assert.equal(used.run(), run);

  writeFileSync(join(weights, scaleFile), "{");
  assert.equal(used.run(), null, "how its similarities read is part of it");
  writeFileSync(join(weights, scaleFile), JSON.stringify({ gain: 0.5, offset: 0.25 }));
  assert.equal(used.similarity()(0.5), 0.5);
  rmSync(weights, { recursive: true });
  assert.deepEqual([used.run(), used.scaleName()], [null, ""]);
});

/** Learning on folders that are in no library: base weights with their card, figures on any folder, photos put into classes by a few examples. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import sharp from "sharp";
import type { Engine } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { loadRecipe } from "../native-models/recipe.ts";
import { paintPicture } from "./fixtures/pictures.ts";

const root = mkdtempSync(join(tmpdir(), "likeness-folders-"));
const photos = join(root, "photos");
let engine: Engine;

before(async () => {
  mkdirSync(photos);
  for (let seed = 0; seed < 44; seed += 1) {
    const { data, width, height } = paintPicture(seed, 160, 120);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(join(photos, `${seed}.jpg`));
  }
  writeFileSync(join(photos, "broken.jpg"), "no photo");
  engine = await createEngine({ libraryFolder: join(root, "library"), trainingBackend: "wasm" });
});
after(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

test("base weights: trained on a part, judged on the rest, written with card and log; what lies there is not overwritten", async () => {
  const alike = join(photos, "alike.csv");
  writeFileSync(alike, "a,b\n1.jpg,2.jpg\r\n");
  const out = join(root, "weights");
  const request = { folders: [photos], out, mode: "head", alike, holdOut: 0.3, steps: 8, seed: 4 } as const;
  const report = await engine.trainBase(request);
  assert.equal(report.steps, 8);
  assert.ok(report.photos >= 20 && report.heldOutPhotos >= 5 && report.photos + report.heldOutPhotos <= 45);
  assert.ok(report.edits.length > 10);
  assert.deepEqual(
    report.unreadable.map(({ path }) => path),
    [join(photos, "broken.jpg")],
  );
  assert.deepEqual(readdirSync(out).sort(), ["log", "weights"]);
  const recipe = loadRecipe(join(out, "weights"));
  assert.equal(recipe.settings.notes?.madeBy, "train base");
  assert.equal(recipe.adapted.size, 0);
  const card = readFileSync(join(out, "weights", "README.md"), "utf8");
  for (const part of ["train base photos", "Limits", "Licence", "Apache-2.0", report.after.averagePrecision.toFixed(4)])
    assert.ok(card.includes(part), part);
  assert.ok(!card.includes(root), "the card tells nothing of whose computer it was");
  await assert.rejects(engine.trainBase(request), { code: "usage", message: /already holds trained weights/ });
  writeFileSync(alike, "a,b\none\n");
  await assert.rejects(engine.trainBase({ ...request, out: join(root, "other") }), { code: "usage", message: /Line 2/ });
  assert.ok(!existsSync(join(root, "other")));
});

test("any folder is judged; the shipped embedder is judged once where it is in use", async () => {
  const report = await engine.evaluateFolder({ folder: photos, seed: 3 });
  assert.equal(report.photos, 44);
  assert.equal(report.queries, 44 * 15);
  assert.deepEqual(report.shipped, report.figures);
  assert.ok(report.figures.recallAt1 > 0.5);
  assert.equal(report.unreadable.length, 1);
  await assert.rejects(engine.evaluateFolder({ folder: join(root, "nowhere") }), { code: "not-found" });
});

test("a few examples make classes: copies of them are known, and what is like none of them is unsure", async () => {
  const classes = join(root, "classes");
  for (const [name, seeds] of Object.entries({ first: [1, 2], second: [3, 4, 5] })) {
    mkdirSync(join(classes, name), { recursive: true });
    for (const seed of seeds) copyFileSync(join(photos, `${seed}.jpg`), join(classes, name, `example ${seed}.jpg`));
  }
  const copy = join(root, "copy.jpg");
  await sharp(join(photos, "4.jpg")).resize(100).jpeg({ quality: 70 }).toFile(copy);
  const report = await engine.classify({ examples: classes, files: [copy, join(photos, "1.jpg"), join(photos, "broken.jpg")] });
  assert.deepEqual(report.classes, [
    { name: "first", examples: 2 },
    { name: "second", examples: 3 },
  ]);
  assert.deepEqual(
    report.photos.map(({ path, photo, likeliest }) => [path, photo, likeliest]),
    [
      [copy, null, "second"],
      [join(photos, "1.jpg"), null, "first"],
    ],
  );
  assert.equal(report.unreadable.length, 1);
  assert.ok(report.accuracy !== null && report.accuracy >= 0 && report.accuracy <= 1);
  await engine.scan({ folders: [photos] });
  const all = await engine.classify({ examples: classes });
  assert.equal(all.photos.length, 44);
  assert.ok(all.photos.every(({ photo, probability }) => photo !== null && probability >= 0 && probability <= 1));
  assert.ok(all.photos.every((one) => (one.class === null) === one.probability < 0.5));
  await assert.rejects(engine.classify({ examples: join(classes, "first") }), { code: "usage", message: /a folder for each class/ });
});

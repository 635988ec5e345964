/** The real embedder on made-up pictures: same numbers every time, copies nearest, errors said. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createEmbedder } from "../../../electron/engine/embed/embedder.ts";
import { applyHead } from "../../../native-models/head.ts";
import { cosineDistance, quantise } from "../../../native-models/quantise.ts";
import { loadRecipe } from "../../../native-models/recipe.ts";
import { halve, makePicture, mirror, quarterTurn } from "./picture.ts";

const embedder = await createEmbedder({ threads: 2 });
after(() => embedder.dispose());
const pictures = Array.from({ length: 8 }, (_, seed) => makePicture(seed, 160 + 8 * seed, 144));
const originals = await embedder.embed(pictures);

test("one embedding a photo, of int8 numbers that use their range", () => {
  assert.equal(originals.length, pictures.length);
  for (const { copy, scene } of originals)
    for (const vector of [copy, scene]) {
      assert.ok(vector instanceof Int8Array);
      assert.equal(vector.length, embedder.dimensions);
      assert.equal(Math.max(...vector.map(Math.abs)), 127);
    }
});

test("the pooled features are of unit length, and the head makes the copy descriptor of them", () => {
  const { copy: head } = loadRecipe();
  for (const { copy, features } of originals) {
    assert.equal(features.length, head.whitening.inputDimensions);
    assert.ok(Math.abs(Math.hypot(...features) - 1) < 1e-5);
    assert.ok(cosineDistance(quantise(applyHead(head, features)), copy) < 1e-4);
  }
});

test("the same photo gives the same numbers, alone or in company, in order, on any thread", async () => {
  const alone = await Promise.all(pictures.map((picture) => embedder.embed([picture])));
  for (const [index, [embedding]] of alone.entries()) {
    assert.ok(cosineDistance(embedding!.copy, originals[index]!.copy) < 1e-4, `photo ${index}`);
    assert.ok(cosineDistance(embedding!.scene, originals[index]!.scene) < 1e-4, `photo ${index}`);
  }
  assert.deepEqual(await embedder.embed(pictures.slice(0, 1)), alone[0]);
});

for (const [what, change] of [
  ["mirrored", mirror],
  ["half as large", halve],
  ["turned", quarterTurn],
] as const)
  test(`a photo ${what} is nearest to itself`, async () => {
    const changed = await embedder.embed(pictures.map(change));
    for (const [index, { copy }] of changed.entries()) {
      const distances = originals.map((other) => cosineDistance(copy, other.copy));
      assert.equal(distances.indexOf(Math.min(...distances)), index, `photo ${index}: ${distances.map((d) => d.toFixed(2))}`);
    }
  });

test("a photo that is a part of a larger memory is read right", async () => {
  const [picture] = pictures;
  const large = new Uint8Array(picture!.data.length + 100);
  large.set(picture!.data, 50);
  const part = { ...picture!, data: large.subarray(50, 50 + picture!.data.length) };
  assert.deepEqual(await embedder.embed([part]), await embedder.embed([picture!]));
});

test("nothing in, nothing out; what is no picture is refused and the thread lives on", async () => {
  assert.deepEqual(await embedder.embed([]), []);
  await assert.rejects(embedder.embed([{ width: 9, height: 9, data: new Uint8Array(5) }]), {
    code: "internal",
    message: /no RGB picture of 9 x 9/,
  });
  assert.equal((await embedder.embed(pictures.slice(0, 1))).length, 1);
});

test("the recipe names weights, whitening and version, the same every time; the ended embedder says so", async () => {
  const other = await createEmbedder({ threads: 1 });
  assert.match(other.recipes.embedding, /^embed-\d+-[0-9a-f]{64}$/);
  assert.match(other.recipes.pooled, /^pool-\d+-[0-9a-f]{64}$/);
  assert.deepEqual(other.recipes, embedder.recipes);
  const underWay = other.embed(pictures);
  const ended = assert.rejects(underWay, { code: "cancelled" });
  await other.dispose();
  await ended;
  await assert.rejects(other.embed(pictures), { code: "cancelled" });
});

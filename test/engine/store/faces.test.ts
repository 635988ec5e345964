/** Faces in the store: by content and recipe, newest photos first, failures that pass are tried again, vectors exact to the bit. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContentId, Recipe } from "../../../electron/engine/photo.ts";
import { faceKey, overlapOf, partsOfKey } from "../../../electron/engine/store/face-keys.ts";
import { vectorOf } from "../../fixtures/fake-faces.ts";
import { addPhoto, found, openStore } from "./people-library.ts";

const recipe = "faces-a" as Recipe;
const other = "faces-b" as Recipe;
test("photos wait newest first; what was looked at waits no more, unless it failed in a way that can pass", (context) => {
  const store = openStore(context);
  const old = addPhoto(store, 1, { takenAtMs: 1000 });
  const newest = addPhoto(store, 2, { takenAtMs: 3_000_000_000_000 });
  // Without a time of its own the file's counts: 2,000 s.
  const untimed = addPhoto(store, 3, { takenAtMs: null, modifiedAtNs: 2_000_000_000_000n });
  const waiting = () => store.faces.waiting(recipe).map(({ content }) => content);
  assert.deepEqual(waiting(), [newest, untimed, old]);
  assert.equal(store.faces.waiting(recipe)[0]?.path, "/photos/2.jpg");
  store.faces.put(newest, recipe, []);
  store.faces.putFailure(untimed, recipe, { code: "damaged", message: "It ends." });
  store.faces.putFailure(old, recipe, { code: "permission", message: "Closed." });
  assert.deepEqual(waiting(), [old]);
  assert.deepEqual(store.faces.waiting(other).length, 3, "another recipe has looked at nothing");
  assert.deepEqual(
    store.faces.problems(recipe).map(({ path, code }) => `${path} ${code}`),
    ["/photos/1.jpg permission", "/photos/3.jpg damaged"],
  );
  assert.deepEqual(store.faces.counts(recipe), { looked: 3, problems: 2, waiting: 0 });
  assert.deepEqual([store.faces.hasLooked(newest, recipe), store.faces.hasLooked(newest, other)], [true, false]);
});

test("faces come out as they went in, the largest first, and vectors to the bit", (context) => {
  const store = openStore(context);
  const photo = addPhoto(store, 1);
  const faces = [found(1, { sizePixels: 50 }), found(2, { sizePixels: 90, clusterable: false })];
  store.faces.put(photo, recipe, faces);
  const [large, small, ...rest] = store.faces.all(recipe);
  assert.equal(rest.length, 0);
  assert.deepEqual([large?.clusterable, small?.clusterable], [false, true]);
  assert.deepEqual(small?.box, [0.11, 0.2, 0.3, 0.4]);
  assert.deepEqual(small?.eyeOpenness, [0.3, 0.25]);
  assert.deepEqual(partsOfKey(small!.key), { hashHex: Buffer.alloc(32, 1).toString("hex"), box: [0.11, 0.2, 0.3, 0.4] });
  assert.equal(small!.key, faceKey(Buffer.alloc(32, 1), faces[0]!.box));
  assert.deepEqual(store.faces.vectors(recipe).get(small!.id), faces[0]!.embedding);
  assert.deepEqual(store.faces.find(large!.id), large);
  store.faces.put(photo, recipe, [found(3), found(3, { quality: 0.1 })]);
  assert.equal(store.faces.all(recipe).length, 1, "found again takes the place, and two of one box are one");
  assert.notEqual(store.faces.all(recipe)[0]?.id, small?.id);
  store.faces.put(photo, other, [found(4)]);
  assert.equal(store.faces.count(recipe) + store.faces.count(other), 2);
  store.faces.keepOnly(other);
  assert.deepEqual([store.faces.count(recipe), store.faces.count(other), store.faces.hasLooked(photo, recipe)], [0, 1, false]);
});

test("many vectors come in blocks and none is another's", (context) => {
  const store = openStore(context);
  const wanted = new Map<number, Float32Array>();
  store.write(() => {
    for (let at = 1; at <= 250; at++) {
      const face = found(at);
      store.faces.put(
        addPhoto(store, at),
        recipe,
        Array.from({ length: 20 }, (_, row) => ({ ...face, box: [row / 100, 0, 0.1, 0.1] as const, embedding: vectorOf(at, row, 0.9) })),
      );
    }
  });
  for (const { id, content, box } of store.faces.all(recipe)) wanted.set(id, vectorOf(content, Math.round(box[0] * 100), 0.9));
  const vectors = store.faces.vectors(recipe);
  assert.equal(vectors.size, 5000);
  for (const [id, vector] of vectors) assert.deepEqual(vector, wanted.get(id));
});

test("what clear faces look like together, for the choice of a keeper", (context) => {
  const store = openStore(context);
  const photo = addPhoto(store, 1);
  store.faces.put(photo, recipe, [found(1), found(2, { eyeOpenness: [0.3, 0.05], sharpness: 0.7 }), found(3, { clusterable: false })]);
  const look = store.faces.looks(recipe).get(photo as ContentId);
  assert.deepEqual([look?.count, look?.eyesOpen, Math.round((look?.sharpness ?? 0) * 100)], [2, 1, 60]);
});

test("overlap is that of plain rectangles", () => {
  assert.equal(overlapOf([0, 0, 0.2, 0.2], [0.5, 0.5, 0.1, 0.1]), 0);
  assert.ok(Math.abs(overlapOf([0, 0, 0.2, 0.2], [0.1, 0, 0.2, 0.2]) - 1 / 3) < 1e-12);
  assert.ok(Math.abs(overlapOf([0.1, 0.1, 0.2, 0.2], [0.1, 0.1, 0.2, 0.2]) - 1) < 1e-12);
});

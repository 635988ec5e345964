/** Derived data and matches by recipe: what goes in comes out, of present photos only. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContentId, Fingerprint, Match, Recipe } from "../../../electron/engine/photo.ts";
import type { Store } from "../../../electron/engine/store/store.ts";
import { bytes, foundFile, newContent, recipes, temporaryStore } from "./library.ts";

const fingerprintOf = (seed: number): Fingerprint => ({
  pixelHash: bytes(32, seed),
  differenceHashes: bytes(256, seed + 1),
  dctHashes: bytes(64, seed + 2),
});
const vectorOf = (seed: number): Int8Array => new Int8Array(bytes(256, seed));
const plain = (values: Uint8Array | Int8Array): number[] => Array.from(values);

function addPhotos(store: Store, count: number): ContentId[] {
  return store.write(() =>
    Array.from({ length: count }, (_, index) => {
      const content = store.contents.put(newContent(`${index}`, { camera: `camera ${index}` }));
      store.files.put(foundFile(`/photos/${index}.jpg`), content);
      return content;
    }),
  );
}

function derive(store: Store, content: ContentId, seed: number): void {
  store.derived.putFingerprint(content, recipes.fingerprint, fingerprintOf(seed));
  store.derived.putEmbedding(content, recipes.embedding, { copy: vectorOf(seed + 3), scene: vectorOf(seed + 4) });
}

test("what was derived comes back by recipe, one and in bulk over several portions", (context) => {
  const store = temporaryStore(context);
  const contents = addPhotos(store, 4100);
  store.write(() => {
    for (const [seed, content] of contents.entries()) derive(store, content, seed);
  });
  const items = store.derived.matchItems(recipes);
  assert.deepEqual(
    items.map((item) => item.content),
    contents,
  );
  for (const seed of [0, 1, 1999, 2000, 4099]) {
    const [item, one] = [items[seed]!, store.derived.fingerprint(contents[seed]!, recipes.fingerprint)!];
    for (const part of ["pixelHash", "differenceHashes", "dctHashes"] as const) {
      assert.deepEqual(plain(item.fingerprint[part]), plain(fingerprintOf(seed)[part]));
      assert.deepEqual(plain(one[part]), plain(fingerprintOf(seed)[part]));
    }
    assert.deepEqual(plain(item.copy), plain(vectorOf(seed + 3)));
    assert.equal(item.facts.camera, `camera ${seed}`);
    assert.deepEqual(plain(store.derived.embedding(contents[seed]!, recipes.embedding)!.scene), plain(vectorOf(seed + 4)));
  }
  assert.deepEqual(plain(store.derived.scenes(recipes.embedding)[4099]!.scene), plain(vectorOf(4103)));
});

test("what is lacking is asked by recipe; gone photos lack nothing and are not matched", (context) => {
  const store = temporaryStore(context);
  const [first, second, third] = addPhotos(store, 3);
  derive(store, first!, 1);
  derive(store, third!, 3);
  assert.deepEqual(store.contents.lacking(recipes), [{ content: second, ...foundFile("/photos/1.jpg") }]);
  assert.equal(store.contents.lacking({ ...recipes, embedding: "embedding-2" as Recipe }).length, 3);
  store.files.reconcile({ roots: ["/photos"], found: [foundFile("/photos/0.jpg")], unread: [] });
  assert.deepEqual(store.contents.lacking(recipes), []);
  assert.deepEqual(
    store.derived.matchItems(recipes).map((item) => item.content),
    [first],
  );
  assert.ok(store.derived.hasEmbedding(third!, recipes.embedding));
  assert.equal(store.derived.hasFingerprint(second!, recipes.fingerprint), false);
});

test("features are kept by recipe, and other recipes' data can be dropped", (context) => {
  const store = temporaryStore(context);
  const [content] = addPhotos(store, 1);
  store.derived.putFeatures(content!, "orb-1" as Recipe, bytes(5000, 1));
  store.derived.putFeatures(content!, "orb-2" as Recipe, bytes(10, 2));
  derive(store, content!, 1);
  assert.deepEqual(plain(store.derived.features(content!, "orb-1" as Recipe)!), plain(bytes(5000, 1)));
  store.derived.keepOnly([recipes.fingerprint, "orb-2" as Recipe]);
  assert.equal(store.derived.features(content!, "orb-1" as Recipe), null);
  assert.deepEqual(plain(store.derived.features(content!, "orb-2" as Recipe)!), plain(bytes(10, 2)));
  assert.ok(store.derived.hasFingerprint(content!, recipes.fingerprint));
  assert.equal(store.derived.hasEmbedding(content!, recipes.embedding), false);
});

const recipe = "match-1" as Recipe;
function matchOf(a: ContentId, b: ContentId, probability: number, part: Partial<Match> = {}): Match {
  const reasons = [{ code: "pixels", values: { bits: 3 }, text: "3 of 256 bits differ" }];
  return { a, b, relation: "re-encoded", probability, reasons, transform: null, cropBox: null, ...part };
}

test("a match comes back as it was given, either way round, and once", (context) => {
  const store = temporaryStore(context);
  const [a, b] = addPhotos(store, 2);
  const match = matchOf(b!, a!, 0.75, { relation: "cropped", transform: [0.5, 0, 0.1, 0, 0.5, 0.2], cropBox: [0.1, 0.2, 0.5, 0.5] });
  store.matches.replace(recipe, [a!, b!], [match]);
  assert.deepEqual(store.matches.above(recipe, 0), [match]);
  assert.deepEqual(store.matches.between(recipe, a!, b!), match);
  const turned = matchOf(a!, b!, 0.9);
  store.matches.replace(recipe, [b!], [turned]);
  assert.deepEqual(store.matches.above(recipe, 0), [turned]);
});

test("only what is new is unmatched, and replacing leaves other photos' matches", (context) => {
  const store = temporaryStore(context);
  const [a, b, c, d] = addPhotos(store, 4);
  assert.deepEqual(store.matches.unmatched(recipe), [a, b, c, d]);
  store.matches.replace(recipe, [a!, b!, c!], [matchOf(a!, b!, 0.9), matchOf(b!, c!, 0.4), matchOf(a!, c!, 0.6)]);
  assert.deepEqual(store.matches.unmatched(recipe), [d]);
  assert.equal(store.matches.unmatched("match-2" as Recipe).length, 4);
  assert.deepEqual(
    store.matches.above(recipe, 0.5).map((match) => match.probability),
    [0.9, 0.6],
  );
  assert.deepEqual(
    store.matches.of(recipe, c!).map((match) => match.probability),
    [0.6, 0.4],
  );
  store.matches.replace(recipe, [c!], [matchOf(c!, d!, 0.3)]);
  assert.deepEqual(
    store.matches.above(recipe, 0).map((match) => match.probability),
    [0.9, 0.3],
  );
  assert.deepEqual(store.matches.above("match-2" as Recipe, 0), []);
});

test("matches of a photo that is gone are silent until it returns", (context) => {
  const store = temporaryStore(context);
  const [a, b] = addPhotos(store, 2);
  store.matches.replace(recipe, [a!, b!], [matchOf(a!, b!, 0.9)]);
  const walk = (...names: string[]) =>
    store.files.reconcile({ roots: ["/photos"], found: names.map((name) => foundFile(`/photos/${name}`)), unread: [] });
  walk("0.jpg");
  assert.deepEqual(store.matches.above(recipe, 0), []);
  assert.deepEqual(store.matches.of(recipe, a!), []);
  walk("0.jpg", "1.jpg");
  assert.equal(store.matches.above(recipe, 0).length, 1);
  assert.deepEqual(store.matches.unmatched(recipe), []);
});

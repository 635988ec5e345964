/** The order of the map, the map itself, the tree of folders, and folders aligned though they are called otherwise. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { alignFolders } from "../../../electron/engine/folders/align.ts";
import type { FolderFile } from "../../../electron/engine/folders/compare.ts";
import { createFolderIndex } from "../../../electron/engine/folders/folder-index.ts";
import { folderBranches, folderMap } from "../../../electron/engine/folders/map.ts";
import { orderByLikeness } from "../../../electron/engine/folders/order.ts";
import { folderOverlaps } from "../../../electron/engine/folders/overlaps.ts";
import { createRandom } from "../../fixtures/random.ts";
import { filesBelow } from "./library.ts";

function indexed(files: readonly FolderFile[]) {
  const index = createFolderIndex({ minProbability: 0.5 });
  index.update(files, [], ["/p", "/q"]);
  return index;
}

test("things on a line, shuffled, come back in the order of the line", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = createRandom(seed);
    const count = 12;
    const places = Array.from({ length: count }, (_, place) => place);
    for (let at = count - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [places[at], places[other]] = [places[other]!, places[at]!];
    }
    // Gaps that grow, so that no two joins tie.
    const at = (thing: number): number => places[thing]! ** 1.3;
    const pairs = places.flatMap((_, a) => places.slice(a + 1).map((_other, skip) => ({ a, b: a + 1 + skip })));
    const order = orderByLikeness(
      count,
      pairs.map(({ a, b }) => ({ a, b, likeness: 1 / (1 + Math.abs(at(a) - at(b))) })),
    );
    const line = order.map((thing) => places[thing]!);
    const steps = line.slice(1).reduce((sum, place, index) => sum + Math.abs(place - line[index]!), 0);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      places.map((_, thing) => thing),
    );
    assert.ok(steps <= 2 * (count - 1), `seed ${seed}: ${line.join(" ")}`);
  }
});

test("groups stay together, the largest first, and what is like nothing comes last", () => {
  const pairs = [
    { a: 0, b: 3, likeness: 0.9 },
    { a: 3, b: 5, likeness: 0.8 },
    { a: 1, b: 4, likeness: 0.7 },
  ];
  assert.deepEqual(orderByLikeness(6, pairs), [0, 3, 5, 1, 4, 2]);
  assert.deepEqual(orderByLikeness(0, []), []);
});

test("the map holds the folders of the pairs that reach the threshold, with every cell between them", () => {
  const files = [
    ...filesBelow("/p/a", 0, 10),
    ...filesBelow("/q/a", 0, 10),
    ...filesBelow("/p/b", 20, 10),
    ...filesBelow("/q/b", 20, 3),
    ...filesBelow("/q/b", 100, 17),
    ...filesBelow("/q/c", 5, 5),
    ...filesBelow("/q/c", 200, 5),
  ];
  const index = indexed(files);
  const overlaps = folderOverlaps(index);
  const map = folderMap(index, overlaps, 0.5, 500);
  assert.deepEqual(map.folders.map(({ path }) => path).sort(), ["/p/a", "/q/a", "/q/c"]);
  const told = map.cells.map(({ a, b, shared, aInB, bInA }) => [map.folders[a]!.path, map.folders[b]!.path, shared, aInB, bInA]);
  for (const [a, b] of told) assert.notEqual(a, b);
  assert.equal(told.length, 3);
  const whole = map.cells.find(({ a, b }) => !map.folders[a]!.path.endsWith("c") && !map.folders[b]!.path.endsWith("c"));
  assert.deepEqual([whole?.shared, whole?.aInB, whole?.bInA, whole?.jaccard], [10, 1, 1, 1]);
  const part = map.cells.find(({ a, b }) => [a, b].some((at) => map.folders[at]!.path === "/q/c"))!;
  assert.equal(map.folders[part.a]!.path === "/q/c" ? part.aInB : part.bInA, 0.5);
  assert.equal(folderMap(index, overlaps, 0, 500).folders.length, 5);
  assert.equal(folderMap(index, overlaps, 0, 2).folders.length, 2);
});

test("the tree names every folder after its parent, with what lies in it and below", () => {
  const branches = folderBranches(indexed([...filesBelow("/p", 0, 2), ...filesBelow("/p/a/b", 10, 3), ...filesBelow("/q/x", 10, 3)]));
  assert.deepEqual(
    branches.map(({ path, parent, photos, ownPhotos, elsewhere, repeated }) => [path, parent, photos, ownPhotos, elsewhere, repeated]),
    [
      ["/p", null, 5, 2, 3, 3],
      ["/p/a", 0, 3, 0, 3, 3],
      ["/p/a/b", 1, 3, 3, 3, 3],
      ["/q", null, 3, 0, 3, 3],
      ["/q/x", 3, 3, 3, 3, 3],
    ],
  );
});

test("folders are aligned by what they share, then by their names; each once", () => {
  const pair = (a: string, b: string) => ({ a: `/p/${a}.jpg`, b: `/q/${b}.jpg` });
  const rows = alignFolders({
    ...{ a: "/p", b: "/q" },
    photosInA: ["/p/Summer/1.jpg", "/p/Summer/2.jpg", "/p/Winter/3.jpg", "/p/Same/4.jpg", "/p/Only/5.jpg"],
    photosInB: ["/q/Sommer/1.jpg", "/q/Sommer/2.jpg", "/q/Winter/9.jpg", "/q/Same/8.jpg", "/q/Mine/7.jpg"],
    pairs: [pair("Summer/1", "Sommer/1"), pair("Summer/2", "Sommer/2"), pair("Summer/2", "Winter/9"), pair("Winter/3", "Winter/9")],
  });
  assert.deepEqual(
    rows.map(({ a, b, photosInA, photosInB, shared, renamed }) => [a, b, photosInA, photosInB, shared, renamed]),
    [
      ["/p/Only", null, 1, 0, 0, false],
      ["/p/Same", "/q/Same", 1, 1, 0, false],
      ["/p/Summer", "/q/Sommer", 2, 2, 2, true],
      ["/p/Winter", "/q/Winter", 1, 1, 1, false],
      [null, "/q/Mine", 0, 1, 0, false],
    ],
  );
});

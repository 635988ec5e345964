/** Treemaps: areas in proportion, nothing overlaps, everything inside, and squarer than plain strips. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FolderBranch } from "../../../electron/contract/folders.ts";
import { childrenOf, layTreemap, type Rectangle, squarify } from "../../../renderer/state/treemap.ts";
import { createRandom } from "../../fixtures/random.ts";

const room: Rectangle = { x: 10, y: 20, width: 600, height: 400 };
const area = ({ width, height }: Rectangle): number => width * height;
const overlap = (one: Rectangle, other: Rectangle): number =>
  Math.max(0, Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)) *
  Math.max(0, Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y));
const ratio = ({ width, height }: Rectangle): number => Math.max(width / height, height / width);

test("the example of the paper: 6, 6, 4, 3, 2, 2, 1 on 6 by 4", () => {
  const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
  const rounded = boxes.map(({ x, y, width, height }) => [x, y, width, height].map((value) => Math.round(value * 100) / 100));
  assert.deepEqual(rounded.slice(0, 4), [
    [0, 0, 3, 2],
    [0, 2, 3, 2],
    [3, 0, 1.71, 2.33],
    [4.71, 0, 1.29, 2.33],
  ]);
});

test("areas are in proportion, inside, apart, and squarer than strips", () => {
  const random = createRandom(3);
  for (let round = 0; round < 40; round += 1) {
    const weights = Array.from({ length: 1 + random.below(30) }, () => 1 + random.next() ** 4 * 1_000).sort((a, b) => b - a);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const boxes = squarify(weights, room);
    assert.equal(boxes.length, weights.length);
    for (const [place, box] of boxes.entries()) {
      assert.ok(Math.abs(area(box) / area(room) - weights[place]! / total) < 1e-9);
      assert.ok(box.x >= room.x - 1e-6 && box.y >= room.y - 1e-6);
      assert.ok(box.x + box.width <= room.x + room.width + 1e-6 && box.y + box.height <= room.y + room.height + 1e-6);
      for (const other of boxes.slice(place + 1)) assert.ok(overlap(box, other) < 1e-6);
    }
    const mean = (ratios: readonly number[]): number => ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
    const strips = weights.map((weight) => ratio({ x: 0, y: 0, width: (room.width * weight) / total, height: room.height }));
    assert.ok(mean(boxes.map(ratio)) <= mean(strips) + 1e-9);
  }
});

const branch = (path: string, parent: number | null, bytes: number, ownBytes: number): FolderBranch => ({
  ...{ path, parent, bytes, ownBytes, photos: 1, ownPhotos: 1, elsewhere: 0, elsewhereBytes: 0, repeated: 0, repeatedBytes: 0 },
});

test("folders lie inside their folder, its own photos beside them; the tiles shown add up to what is shown", () => {
  const tree = [
    branch("/p", null, 100, 20),
    branch("/p/a", 0, 50, 50),
    branch("/p/b", 0, 30, 10),
    branch("/p/b/c", 2, 20, 20),
    branch("/q", null, 60, 60),
  ];
  const children = childrenOf(tree);
  const flat = { headHeight: 0, padding: 0, smallestFrame: 10 };
  const tiles = layTreemap(tree, children, null, room, flat);
  const leaves = tiles.filter(({ part }) => part !== "frame");
  assert.ok(Math.abs(leaves.reduce((sum, tile) => sum + area(tile), 0) - area(room)) < 1e-6);
  assert.deepEqual(
    leaves.map(({ folder, part }) => [folder, part]).sort(),
    [
      [0, "own"],
      [1, "whole"],
      [2, "own"],
      [3, "whole"],
      [4, "whole"],
    ].sort(),
  );
  for (const leaf of leaves)
    assert.ok(
      Math.abs(area(leaf) / area(room) - (leaf.part === "own" ? tree[leaf.folder]!.ownBytes : tree[leaf.folder]!.bytes) / 160) < 1e-9,
    );
  assert.ok(layTreemap(tree, children, 2, room, flat).every(({ folder }) => folder === 2 || folder === 3));
  assert.deepEqual(
    layTreemap(tree, children, null, { ...room, width: 60, height: 40 }).map(({ part }) => part),
    ["whole", "whole"],
    "too small for anything inside",
  );
});

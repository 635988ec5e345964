/** Folders of one subject are near each other, however few their photos; folders that differ in spread alone differ. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { folderDistance, folderScenes, usualVariance } from "../../../electron/engine/browse/folder-likeness.ts";
import { nearestScenes } from "../../../electron/engine/browse/nearest-scenes.ts";
import { createVectors } from "../../../electron/engine/browse/vectors.ts";
import { anywhere, around, axis, dimensions, drawWith } from "./points.ts";

const draw = drawWith(6);
const folder = (subject: number, photos: number, spread = 0.3) => {
  const vectors = createVectors(
    around(
      Array.from({ length: photos }, () => axis(subject)),
      spread,
      draw,
    ),
    dimensions,
  );
  return folderScenes(
    vectors,
    Array.from({ length: photos }, (_, row) => row),
  );
};

test("mean and variance beside a plain loop", () => {
  const vectors = createVectors(
    around(
      Array.from({ length: 12 }, () => anywhere(draw)),
      0,
      draw,
    ),
    dimensions,
  );
  const rows = [1, 4, 5, 9];
  const { mean, variance, photos } = folderScenes(vectors, rows);
  assert.equal(photos, 4);
  for (let at = 0; at < dimensions; at += 1) {
    const values = rows.map((row) => vectors.rows[row * dimensions + at]!);
    const plain = values.reduce((sum, value) => sum + value, 0) / 4;
    assert.ok(Math.abs(mean[at]! - plain) < 1e-9);
    assert.ok(Math.abs(variance[at]! - values.reduce((sum, value) => sum + (value - plain) ** 2, 0) / 3) < 1e-9);
  }
});

test("two folders of one subject are at about no distance, few photos or many", () => {
  const usual = usualVariance(
    Array.from({ length: 30 }, (_, at) => folder(at % 8, 20)),
    dimensions,
  );
  for (const photos of [3, 40]) {
    const distances = Array.from({ length: 200 }, () => folderDistance(folder(1, photos), folder(1, 25), usual));
    const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
    assert.ok(Math.abs(mean) < 0.02, `${photos} photos: ${mean}`);
    assert.ok(folderDistance(folder(1, photos), folder(2, 25), usual) > 0.5);
  }
});

test("spread alone tells folders apart", () => {
  const usual = usualVariance(
    Array.from({ length: 30 }, () => folder(1, 20)),
    dimensions,
  );
  const [narrow, alsoNarrow, wide] = [folder(1, 200, 0.1), folder(1, 200, 0.1), folder(1, 200, 0.5)];
  assert.ok(folderDistance(narrow, wide, usual) > 10 * Math.abs(folderDistance(narrow, alsoNarrow, usual)));
});

test("the nearest scenes, beside the distances one by one", () => {
  const scenes = around(
    Array.from({ length: 30 }, () => anywhere(draw)),
    0,
    draw,
  );
  const list = Array.from({ length: 30 }, (_, row) => (row === 7 ? null : scenes.subarray(row * dimensions, (row + 1) * dimensions)));
  const { distance } = createVectors(scenes, dimensions);
  const found = nearestScenes(list[3]!, list);
  const plain = [...list.keys()].filter((row) => row !== 7).sort((a, b) => distance(3, a) - distance(3, b));
  assert.deepEqual(
    found.map(({ index }) => index),
    plain,
  );
  assert.ok(found.every((near) => Math.abs(near.distance - distance(3, near.index)) < 1e-5));
  assert.equal(nearestScenes(new Int8Array(dimensions), [scenes.subarray(0, dimensions)])[0]!.distance, 1);
});

/** The tree of scenes beside a plain loop, its cuts, its order, what time does to it, and the photo that stands for a scene. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createDendrogram } from "../../../electron/engine/browse/dendrogram.ts";
import { createSceneTree, type SceneTreeInput, timeTerm } from "../../../electron/engine/browse/scene-tree.ts";
import { cutScenes, suggestedCount } from "../../../electron/engine/browse/scenes.ts";
import { seriate } from "../../../electron/engine/browse/seriate.ts";
import { createVectors } from "../../../electron/engine/browse/vectors.ts";
import { anywhere, around, axis, dimensions, drawWith, nearestIn } from "./points.ts";

function treeOf(scenes: Int8Array, part: Partial<SceneTreeInput> = {}) {
  const takenAtMs = new Float64Array(scenes.length / dimensions).fill(Number.NaN);
  const path = () => seriate(scenes, dimensions, nearestIn(scenes));
  return createSceneTree({ scenes, dimensions, takenAtMs, path, ...part });
}
const partition = (rows: readonly { readonly rows: Int32Array }[]): string[] =>
  rows.map((scene) => [...scene.rows].sort((a, b) => a - b).join()).sort();

/** Average linkage, every step by comparing all clusters. */
function plainMerges(count: number, distance: (one: number, other: number) => number): { distance: number; members: string }[] {
  let clusters = Array.from({ length: count }, (_, row) => [row]);
  const merges = [];
  while (clusters.length > 1) {
    let best = { one: 0, other: 1, distance: Number.POSITIVE_INFINITY };
    for (let one = 0; one < clusters.length; one += 1) {
      for (let other = one + 1; other < clusters.length; other += 1) {
        const pairs = clusters[one]!.flatMap((a) => clusters[other]!.map((b) => distance(a, b)));
        const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
        if (mean < best.distance) best = { one, other, distance: mean };
      }
    }
    const joined = [...clusters[best.one]!, ...clusters[best.other]!].sort((a, b) => a - b);
    merges.push({ distance: best.distance, members: joined.join() });
    clusters = [...clusters.filter((_, at) => at !== best.one && at !== best.other), joined];
  }
  return merges;
}

describe("the dendrogram", () => {
  test("joins what a plain loop joins, at the same distances", () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const draw = drawWith(seed);
      const vectors = createVectors(
        around(
          Array.from({ length: 40 }, () => anywhere(draw)),
          0,
          draw,
        ),
        dimensions,
      );
      const members: number[][] = Array.from({ length: 40 }, (_, row) => [row]);
      const distances = (item: number) => Array.from({ length: item }, (_, other) => vectors.distance(item, other));
      const found = createDendrogram({ count: 40, distances }).map(({ one, other, distance }) => {
        members.push([...members[one]!, ...members[other]!].sort((a, b) => a - b));
        return { distance, members: members.at(-1)!.join() };
      });
      const plain = plainMerges(40, vectors.distance);
      assert.deepEqual(
        found.map((merge) => merge.members),
        plain.map((merge) => merge.members),
      );
      for (const [at, { distance }] of found.entries()) assert.ok(Math.abs(distance - plain[at]!.distance) < 1e-5);
    }
  });

  test("none, one, and many of the same", () => {
    assert.deepEqual(createDendrogram({ count: 0, distances: () => [] }), []);
    assert.deepEqual(createDendrogram({ count: 1, distances: () => [] }), []);
    assert.equal(createDendrogram({ count: 50, distances: (item) => new Float64Array(item) }).length, 49);
  });

  test("an item that stands for several weighs as they do", () => {
    const between = [[0], [1], [3]] as const;
    const weights = Float64Array.of(3, 1, 1);
    const distances = (one: number) => between.slice(0, one).map(([other]) => Math.abs(between[one]![0] - other));
    const merges = createDendrogram({ count: 3, weights, distances });
    // Item 2 is 3 from the three of item 0 and 2 from item 1.
    assert.equal(merges[1]!.distance, (3 * 3 + 2) / 4);
  });
});

describe("scenes", () => {
  const draw = drawWith(4);
  const labels = Array.from({ length: 90 }, (_, at) => at % 6);
  const scenes = around(labels.map(axis), 0.25, draw);
  const vectors = createVectors(scenes, dimensions);
  const tree = treeOf(scenes);

  test("six subjects are six scenes, and suggested", () => {
    assert.equal(suggestedCount(tree), 6);
    for (const { rows } of cutScenes(tree, vectors, 6)) assert.equal(new Set([...rows].map((row) => labels[row])).size, 1);
  });

  test("from one to one each, every photo in one scene; more scenes only divide", () => {
    let before: readonly { readonly rows: Int32Array }[] = [];
    for (let count = 1; count <= 90; count += 1) {
      const cut = cutScenes(tree, vectors, count);
      assert.equal(cut.length, count);
      assert.deepEqual(
        cut.flatMap(({ rows }) => [...rows]),
        [...tree.leaves],
        "they stand in one order whatever the count",
      );
      const whole = new Set(partition(before));
      if (count > 1) assert.equal(partition(cut).filter((scene) => !whole.has(scene)).length, 2);
      before = cut;
    }
    assert.equal(cutScenes(tree, vectors, 1000).length, 90);
    assert.equal(cutScenes(tree, vectors, 0).length, 1);
  });

  test("the photo that stands for a scene is the nearest to all others", () => {
    for (const { rows, representative, spread } of cutScenes(tree, vectors, 4)) {
      const mean = (row: number): number =>
        [...rows].reduce((sum, other) => sum + (other === row ? 0 : vectors.distance(row, other)), 0) / (rows.length - 1);
      const least = Math.min(...[...rows].map(mean));
      assert.ok(Math.abs(mean(representative) - least) < 1e-6);
      assert.ok(Math.abs(spread - least) < 1e-5);
    }
  });

  test("no photo, one photo", () => {
    assert.deepEqual(cutScenes(treeOf(new Int8Array(0)), createVectors(new Int8Array(0), dimensions), 5), []);
    const one = around([axis(2)], 0, draw);
    assert.deepEqual(
      cutScenes(treeOf(one), createVectors(one, dimensions), 5).map(({ rows, representative, spread }) => [
        [...rows],
        representative,
        spread,
      ]),
      [[[0], 0, 0]],
    );
  });

  test("photos of one look and two days are two scenes before those of two looks and one day", () => {
    const day = 86_400_000;
    const beach = around(
      Array.from({ length: 20 }, () => axis(0).map((value, at) => value + (at === 1 ? 0.4 : 0))),
      0.3,
      draw,
    );
    const takenAtMs = Float64Array.from({ length: 20 }, (_, at) => (at % 2) * 30 * day + at * 60_000);
    const [first] = cutScenes(treeOf(beach, { takenAtMs }), createVectors(beach, dimensions), 2);
    assert.equal(new Set([...first!.rows].map((row) => row % 2)).size, 1);
    assert.deepEqual([timeTerm(0, 1_000), timeTerm(0, 60 * day), timeTerm(0, Number.NaN)], [-1, 1, 0]);
    assert.ok(timeTerm(0, 3_600_000) > -1 && timeTerm(0, 3_600_000) < timeTerm(0, day));
  });

  test("of a large folder, near photos are put together first, and the scenes stay", () => {
    const large = treeOf(scenes, { mostItems: 30 });
    assert.equal(large.cuts.length, 29);
    assert.deepEqual(
      [...large.leaves].sort((a, b) => a - b),
      [...tree.leaves].sort((a, b) => a - b),
    );
    assert.deepEqual(partition(cutScenes(large, vectors, 6)), partition(cutScenes(tree, vectors, 6)));
  });
});

/** Two folders compared, case by case. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareFolders, type FolderFile } from "../../../electron/engine/folders/compare.ts";
import type { Match } from "../../../electron/engine/photo.ts";
import { filesOf, match } from "./library.ts";

const minProbability = 0.5;
function compare(files: readonly FolderFile[], matches: readonly Match[], a = "/a", b = "/b") {
  const { aInB, bInA, onlyInA, onlyInB, matched } = compareFolders(files, matches, { a, b }, { minProbability });
  const path = (index: number) => files[index]!.path;
  const pairs = matched.map((pair) => [path(pair.a), path(pair.b), pair.relation, pair.probability]);
  return { aInB, bInA, onlyInA: onlyInA.map(path), onlyInB: onlyInB.map(path), matched: pairs };
}

test("photos of the same bytes and matching ones are contained, at any depth; others are only in one", () => {
  const files = filesOf({ "/a/1": 1, "/a/deep/er/2": 2, "/a/3": 3, "/b/1": 1, "/b/x/2": 12, "/b/4": 4, "/b/5": 5, "/ab/3": 3 });
  assert.deepEqual(compare(files, [match(2, 12), match(3, 4, { probability: 0.4 }), match(3, 5, { relation: "same-moment" })]), {
    aInB: 2 / 3,
    bInA: 2 / 4,
    onlyInA: ["/a/3"],
    onlyInB: ["/b/4", "/b/5"],
    matched: [
      ["/a/1", "/b/1", "identical", 1],
      ["/a/deep/er/2", "/b/x/2", "re-encoded", 0.9],
    ],
  });
});

test("one photo may contain several: each appears with its best partner", () => {
  const files = filesOf({ "/a/original": 1, "/b/small": 2, "/b/smaller": 3 });
  const { aInB, bInA, matched } = compare(files, [match(1, 2, { probability: 0.8 }), match(3, 1, { probability: 0.7 })]);
  assert.deepEqual([aInB, bInA], [1, 1]);
  assert.deepEqual(matched, [
    ["/a/original", "/b/small", "re-encoded", 0.8],
    ["/a/original", "/b/smaller", "re-encoded", 0.7],
  ]);
});

test("among equal partners the one of the same name is taken", () => {
  const files = filesOf({ "/a/x": 1, "/a/y": 1, "/b/y": 1, "/b/a-first": 1 });
  assert.deepEqual(
    compare(files, []).matched.map(([a, b]) => [a, b]),
    [
      ["/a/x", "/b/a-first"],
      ["/a/y", "/b/y"],
    ],
  );
});

test("matches do not chain: a match of a match is not contained", () => {
  const files = filesOf({ "/a/1": 1, "/c/2": 2, "/b/3": 3 });
  assert.deepEqual(compare(files, [match(1, 2), match(2, 3)]).matched, []);
});

test("a folder in the other has its photos for itself", () => {
  const files = filesOf({ "/a/1": 1, "/a/2": 2, "/a/in/1": 1, "/a/in/3": 3 });
  assert.deepEqual(compare(files, [], "/a", "/a/in"), {
    aInB: 0.5,
    bInA: 0.5,
    onlyInA: ["/a/2"],
    onlyInB: ["/a/in/3"],
    matched: [["/a/1", "/a/in/1", "identical", 1]],
  });
});

test("an empty folder contains nothing and is contained in nothing", () => {
  const { aInB, bInA, onlyInA } = compare(filesOf({ "/a/1": 1 }), []);
  assert.deepEqual([aInB, bInA, onlyInA], [0, 0, ["/a/1"]]);
});

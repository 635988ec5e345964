/** Pairs of folders with something in common: folded, counted, and held against the comparison of each pair. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FolderOverlap } from "../../../electron/contract/folders.ts";
import { compareFolders, type FolderFile } from "../../../electron/engine/folders/compare.ts";
import { createFolderIndex } from "../../../electron/engine/folders/folder-index.ts";
import { folderOverlaps } from "../../../electron/engine/folders/overlaps.ts";
import type { ContentId, Match } from "../../../electron/engine/photo.ts";
import { randomOf } from "../group/library.ts";
import { filesBelow, filesOf, match } from "./library.ts";

const minProbability = 0.5;
function overlaps(files: readonly FolderFile[], matches: readonly Match[] = [], roots: readonly string[] = []) {
  const index = createFolderIndex({ minProbability });
  index.update(files, matches, roots);
  return folderOverlaps(index);
}
const told = (files: readonly FolderFile[], matches: readonly Match[] = []) =>
  overlaps(files, matches).map(({ a, b, shared }) => [a, b, shared]);

test("two folders in common are counted from both sides", () => {
  const files = filesOf({ "/x/a/1": 1, "/x/a/2": 2, "/x/a/3": 3, "/x/a/4": 4, "/y/b/1": 1, "/y/b/2": 12, "/y/c/9": 9 });
  const moment = match(4, 12, { relation: "same-moment" });
  assert.deepEqual(overlaps(files, [match(2, 12), match(4, 9, { relation: "similar" }), moment]), [
    {
      ...{ a: "/x/a", b: "/y/b", photosInA: 4, photosInB: 2, bytesInA: 4010, bytesInB: 2013 },
      ...{ shared: 2, sharedInA: 2, sharedInB: 2, sharedBytesInA: 2003, sharedBytesInB: 2013 },
      ...{ aInB: 0.5, bInA: 1, aInBByBytes: 2003 / 4010, bInAByBytes: 1, jaccard: 2 / 4 },
      kindsInA: { identical: 1, "re-encoded": 1, edited: 0, "same-moment": 1 },
      kindsInB: { identical: 1, "re-encoded": 1, edited: 0, "same-moment": 0 },
    },
  ]);
});

test("a folder copied whole is one pair, not one for each folder in it", () => {
  const years = ["2018", "2019", "2020/spring"];
  const files = years.flatMap((year, at) => [
    ...filesBelow(`/photos/${year}`, at * 10, 5),
    ...filesBelow(`/disk/backup/${year}`, at * 10, 5),
  ]);
  assert.deepEqual(told(files), [["/disk/backup", "/photos", 15]]);
});

test("where only one folder in many is shared, that one is reported", () => {
  const files = [
    ...filesBelow("/photos/2018", 0, 50),
    ...filesBelow("/photos/2019", 100, 5),
    ...filesBelow("/disk/2019", 100, 5),
    ...filesBelow("/disk/other", 200, 50),
  ];
  assert.deepEqual(told(files), [["/disk/2019", "/photos/2019", 5]]);
});

test("folders too different as a whole are reported by their parts", () => {
  const files = [
    ...filesBelow("/p/1", 0, 5),
    ...filesBelow("/q/1", 0, 5),
    ...filesBelow("/p/2", 10, 4),
    ...filesBelow("/q/2", 10, 4),
    ...filesBelow("/p/rest", 100, 60),
    ...filesBelow("/q/rest", 200, 60),
  ];
  assert.deepEqual(told(files), [
    ["/p/1", "/q/1", 5],
    ["/p/2", "/q/2", 4],
  ]);
});

test("a backup inside the folder that it saves is found, and counted as the comparison of the two counts it", () => {
  const files = ["2018", "2019"].flatMap((year, at) => [
    ...filesBelow(`/p/${year}`, at * 10, 3),
    ...filesBelow(`/p/backup/${year}`, at * 10, 3),
  ]);
  files.push(...filesBelow("/p", 50, 4));
  const [{ a, b, photosInA, photosInB, shared, aInB, bInA }, ...others] = overlaps(files) as [FolderOverlap];
  assert.deepEqual([a, b, photosInA, photosInB, shared, aInB, bInA, others.length], ["/p", "/p/backup", 10, 6, 6, 0.6, 1, 0]);
});

test("a folder of which only some parts are contained is told by those parts, not as a share of the whole", () => {
  const years = Array.from({ length: 10 }, (_, year) => year);
  const files = years.flatMap((year) => [
    ...filesBelow(`/p/${year}`, year * 10, 8),
    ...(year < 6 ? filesBelow(`/q/${year}`, year * 10, 8) : filesBelow(`/q/${year}`, 500 + year * 10, 8)),
  ]);
  assert.equal(told(files).length, 6);
  const uniform = years.flatMap((year) => [...filesBelow(`/p/${year}`, year * 10, 10), ...filesBelow(`/q/${year}`, year * 10, 6)]);
  assert.deepEqual(told(uniform), [["/p", "/q", 60]]);
});

test("of three equal folders each two are a pair, and none is a pair with the folder around them", () => {
  const files = ["a", "b", "c"].flatMap((name) => [...filesBelow(`/lib/${name}/1`, 0, 5), ...filesBelow(`/lib/${name}/2`, 10, 5)]);
  assert.deepEqual(told(files), [
    ["/lib/a", "/lib/b", 10],
    ["/lib/a", "/lib/c", 10],
    ["/lib/b", "/lib/c", 10],
  ]);
});

test("a part of a folder that lies here and there in the library is told by the places where it lies", () => {
  const files = [
    ...[1, 2, 3, 4].flatMap((part) => filesBelow(`/lib/old/${part}`, part * 10, 8)),
    ...[1, 2, 3, 4].flatMap((part) => filesBelow(`/lib/mixed/${part}`, part * 10, 4)),
    ...[1, 2, 3, 4].flatMap((part) => filesBelow(`/lib/mixed/${part}`, 200 + part * 10, 4)),
    ...filesBelow("/lib/chosen", 17, 1),
    ...filesBelow("/lib/chosen", 27, 1),
    ...filesBelow("/lib/chosen", 900, 1),
  ];
  assert.deepEqual(told(files), [
    ["/lib/mixed", "/lib/old", 16],
    ["/lib/chosen", "/lib/old", 2],
  ]);
});

test("a picture in hundreds of folders costs nothing and says nothing", () => {
  const files = Array.from({ length: 300 }, (_, at) => ({ path: `/p/${at}/logo.png`, content: 1 as ContentId, sizeBytes: 1 }));
  assert.deepEqual(told(files), []);
});

test("no folder above a root is reported, and copies within one folder are no overlap", () => {
  const files = [
    ...filesBelow("/r/one/a", 0, 3),
    ...filesBelow("/r/one/b", 10, 3),
    ...filesBelow("/r/two/a", 0, 3),
    ...filesBelow("/r/three", 10, 3),
  ];
  const roots = ["/r/one", "/r/two", "/r/three"];
  for (const { a, b } of overlaps(files, [], roots))
    assert.ok([a, b].every((path) => roots.some((root) => `${path}/`.startsWith(`${root}/`))));
  assert.deepEqual(told(filesOf({ "/a/1": 1, "/a/2": 1 })), []);
});

test("every pair agrees with the comparison of its folders, none says what one around it says, and every shared photo is in one", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const next = randomOf(seed);
    const random = (below: number) => Math.floor(next() * below);
    const folders = Array.from({ length: 12 }, () => `/${["p", "q"][random(2)]}/${random(3)}${random(2) ? `/${random(3)}` : ""}`);
    const files = Array.from({ length: 80 }, (_, at) => ({
      path: `${folders[random(12)]}/${at}.jpg`,
      content: random(60) as ContentId,
      sizeBytes: 1,
    }));
    const matches = Array.from({ length: 10 }, () => match(random(60), random(60))).filter((pair) => pair.a !== pair.b);
    const found = overlaps(files, matches);
    assert.ok(found.length > 0);
    const below = (inner: string, outer: string) => `${inner}/`.startsWith(`${outer}/`);
    const strength = ({ aInB, bInA }: FolderOverlap) => Math.max(aInB, bInA);
    for (const inner of found)
      for (const outer of found) {
        if (inner === outer || below(inner.a, inner.b) || below(outer.a, outer.b) || below(outer.b, outer.a)) continue;
        if (below(inner.a, outer.a) && below(inner.b, outer.b))
          assert.ok(inner.aInB > outer.aInB + 0.1 || inner.bInA > outer.bInA + 0.1, `${inner.a} ${inner.b} in ${outer.a} ${outer.b}`);
        assert.ok(strength(inner) > 0);
      }
    const covered = new Set<number>();
    for (const pair of found) {
      const { aInB, bInA, matched } = compareFolders(files, matches, pair, { minProbability });
      assert.ok(Math.abs(aInB - pair.aInB) < 1e-9 && Math.abs(bInA - pair.bInA) < 1e-9, `${pair.a} ${pair.b}`);
      for (const { a, b } of matched) covered.add(a).add(b);
    }
    for (const [at, one] of files.entries()) {
      const partner = files.some(
        (other, otherAt) =>
          at !== otherAt &&
          one.path.slice(0, one.path.lastIndexOf("/")) !== other.path.slice(0, other.path.lastIndexOf("/")) &&
          (one.content === other.content ||
            matches.some(({ a, b }) => (a === one.content && b === other.content) || (b === one.content && a === other.content))),
      );
      assert.equal(covered.has(at) || !partner, true, `${one.path} of seed ${seed} is in no pair`);
    }
  }
});

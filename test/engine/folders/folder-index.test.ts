/** What folders have in common, held against counting it photo by photo; and kept up to date through random changes, held against counting all anew. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { overlapKinds } from "../../../electron/contract/folders.ts";
import type { FolderFile } from "../../../electron/engine/folders/compare.ts";
import { createFolderIndex, type FolderIndex } from "../../../electron/engine/folders/folder-index.ts";
import { kindPlace } from "../../../electron/engine/folders/kinds.ts";
import { folderOverlaps } from "../../../electron/engine/folders/overlaps.ts";
import { isBelow, parentOf } from "../../../electron/engine/folders/paths.ts";
import type { ContentId, Match } from "../../../electron/engine/photo.ts";
import { createRandom } from "../../fixtures/random.ts";
import { match } from "./library.ts";

const minProbability = 0.5;
const relations = ["same-pixels", "re-encoded", "rotated", "edited", "same-moment", "similar"] as const;

function randomLibrary(seed: number) {
  const random = createRandom(seed);
  const folder = (): string => `/${random.pick(["p", "q"])}/${random.below(3)}${random.below(2) ? `/${random.below(3)}` : ""}`;
  const file = (at: number): FolderFile => ({
    ...{ path: `${folder()}/${at}.jpg`, content: (1 + random.below(50)) as ContentId, sizeBytes: 1 + random.below(1000) },
  });
  const pair = (): Match =>
    match(1 + random.below(50), 1 + random.below(50), { relation: random.pick(relations), probability: random.below(10) / 10 });
  const files = new Map(Array.from({ length: 70 }, (_, at) => [at, file(at)]));
  let matches = onePerPair(Array.from({ length: 30 }, pair));
  let last = 70;
  return {
    files: () => [...files.values()],
    matches: () => matches,
    change(): void {
      for (let step = 0; step < 1 + random.below(6); step++) {
        const what = random.below(4);
        const some = random.pick([...files.keys()]);
        if (what === 0) files.delete(some);
        else if (what === 1) files.set(last, file(last++));
        else if (what === 2) files.set(some, file(some));
        else matches = onePerPair([...matches.filter(() => random.below(8) > 0), pair()]);
      }
    },
  };
}

/** As the store keeps them. */
function onePerPair(matches: readonly Match[]): Match[] {
  return [...new Map(matches.map((one) => [[one.a, one.b].sort((a, b) => a - b).join(), one])).values()];
}

/** Every row that is not empty, with the folders' own numbers, in words. */
function wordsOf({ tree, tallies, presence }: FolderIndex): string[] {
  const rows: string[] = [];
  for (let row = 0; row < tallies.size; row++) {
    const counts = overlapKinds.map((_, kind) => tallies.count(row, kind));
    if (counts.every((count) => count === 0)) continue;
    const paths = [tree.pathOf(tallies.from(row)), tree.pathOf(tallies.to(row))];
    rows.push([...paths, ...counts, tallies.sharedBytes(row), tallies.direct(row)].join(" "));
  }
  for (let folder = 0; folder < tree.size; folder++)
    if (presence.photos(folder) > 0) rows.push(JSON.stringify([presence.of(folder), presence.own(folder)]));
  return rows.sort();
}

test("each two folders are counted as by hand, and so is how much of a folder exists elsewhere", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const library = randomLibrary(seed);
    const [files, matches] = [library.files(), library.matches()];
    const index = createFolderIndex({ minProbability });
    index.update(files, matches, ["/p", "/q"]);
    const { tree, tallies, presence } = index;
    const folders = Array.from({ length: tree.size }, (_, folder) => tree.pathOf(folder));
    const kindBetween = (one: FolderFile, other: FolderFile): number =>
      one.content === other.content
        ? 0
        : Math.min(
            ...matches
              .filter(({ a, b }) => (a === one.content && b === other.content) || (b === one.content && a === other.content))
              .filter(({ relation, probability }) => probability >= minProbability && kindPlace(relation) >= 0)
              .map(({ relation }) => kindPlace(relation)),
          );
    for (const from of folders)
      for (const to of folders) {
        if (from === to) continue;
        const own = files.filter(({ path }) => isBelow(path, from) && !(isBelow(to, from) && isBelow(path, to)));
        const their = files.filter(({ path }) => isBelow(path, to) && !(isBelow(from, to) && isBelow(path, from)));
        const expected = overlapKinds.map(() => 0);
        let bytes = 0;
        for (const one of own) {
          const best = Math.min(...their.filter((other) => other !== one).map((other) => kindBetween(one, other)));
          if (!Number.isFinite(best)) continue;
          expected[best]! += 1;
          if (overlapKinds[best] !== "same-moment") bytes += one.sizeBytes;
        }
        const row = tallies.find(tree.find(from)!, tree.find(to)!);
        const counted = overlapKinds.map((_, kind) => (row < 0 ? 0 : tallies.count(row, kind)));
        assert.deepEqual([counted, row < 0 ? 0 : tallies.sharedBytes(row)], [expected, bytes], `${from} in ${to}, seed ${seed}`);
      }
    for (const path of folders) {
      const below = files.filter((file) => isBelow(file.path, path));
      const isCopy = (one: FolderFile, other: FolderFile) => one !== other && kindBetween(one, other) < overlapKinds.indexOf("same-moment");
      const elsewhere = below.filter((one) => files.some((other) => !isBelow(other.path, path) && isCopy(one, other)));
      const repeated = below.filter((one) => files.some((other) => isCopy(one, other)));
      const bytesOf = (list: readonly FolderFile[]) => list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const counted = presence.of(tree.find(path)!);
      assert.deepEqual(
        [counted.photos, counted.bytes, counted.elsewhere, counted.elsewhereBytes, counted.repeated, counted.repeatedBytes],
        [below.length, bytesOf(below), elsewhere.length, bytesOf(elsewhere), repeated.length, bytesOf(repeated)],
        `${path}, seed ${seed}`,
      );
      assert.equal(presence.own(tree.find(path)!).photos, files.filter((file) => parentOf(file.path) === path).length);
    }
  }
});

test("after any changes it says the same as one made anew, and counts only what they touch", () => {
  for (let seed = 1; seed <= 25; seed++) {
    const library = randomLibrary(seed);
    const index = createFolderIndex({ minProbability });
    index.update(library.files(), library.matches(), ["/p", "/q"]);
    for (let round = 0; round < 12; round++) {
      library.change();
      index.update(library.files(), library.matches(), ["/p", "/q"]);
      const fresh = createFolderIndex({ minProbability });
      fresh.update(library.files(), library.matches(), ["/p", "/q"]);
      assert.deepEqual(wordsOf(index), wordsOf(fresh), `seed ${seed}, round ${round}`);
      assert.deepEqual(folderOverlaps(index), folderOverlaps(fresh), `seed ${seed}, round ${round}`);
    }
    assert.equal(index.update(library.files(), library.matches(), ["/p", "/q"]), 0, "nothing changed, nothing is counted");
  }
});

test("other roots begin from nothing", () => {
  const library = randomLibrary(3);
  const index = createFolderIndex({ minProbability });
  index.update(library.files(), library.matches(), ["/p", "/q"]);
  index.update(library.files(), library.matches(), ["/p/1", "/q"]);
  const fresh = createFolderIndex({ minProbability });
  fresh.update(library.files(), library.matches(), ["/p/1", "/q"]);
  assert.deepEqual(wordsOf(index), wordsOf(fresh));
});

/** The map's matrix: rows and columns as the cells say, steps that never leave what holds something, blocks, and names that tell folders apart. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FolderMap, FolderPresence } from "../../../electron/contract/folders.ts";
import { type Direction, fittingCell, matrixOf, placesBetween, shortNames, stepFrom } from "../../../renderer/state/matrix.ts";
import { createRandom } from "../../fixtures/random.ts";

const folder = (path: string, photos = 10): FolderPresence => ({
  ...{ path, photos, bytes: photos, elsewhere: 0, elsewhereBytes: 0, repeated: 0, repeatedBytes: 0 },
});
const cell = (a: number, b: number, aInB = 0.5, bInA = 0.25) => ({ a, b, shared: 1, aInB, bInA, jaccard: 0.2 });
const map: FolderMap = {
  folders: ["/a", "/b", "/c", "/d", "/e"].map((path, place) => folder(path, place === 1 ? 90 : 10)),
  cells: [cell(0, 1, 1, 0.1), cell(1, 2), cell(3, 4)],
};

test("a cell says how much of its row is in its column, both ways", () => {
  const matrix = matrixOf(map);
  assert.deepEqual(
    [matrix.cell({ row: 0, column: 1 })?.share, matrix.cell({ row: 1, column: 0 })?.share, matrix.cell({ row: 0, column: 2 })],
    [1, 0.1, null],
  );
  assert.deepEqual(
    matrix.rows.map((row) => row.map(({ column }) => column)),
    [[1], [0, 2], [1], [4], [3]],
  );
});

test("blocks end where nothing near binds them, and are called after their largest folder", () => {
  assert.deepEqual(
    matrixOf(map).blocks.map(({ first, end, largest }) => [first, end, largest]),
    [
      [0, 3, 1],
      [3, 5, 3],
    ],
  );
  const far: FolderMap = {
    folders: Array.from({ length: 60 }, (_, place) => folder(`/${place}`)),
    cells: [cell(0, 1), cell(0, 50), cell(50, 51)],
  };
  assert.equal(matrixOf(far).blocks.filter(({ first, end }) => end - first > 1).length, 2, "a bridge joins no blocks");
});

test("steps go from cell to cell, and every cell can be reached", () => {
  const random = createRandom(5);
  for (let round = 0; round < 30; round += 1) {
    const count = 2 + random.below(12);
    const cells = [];
    for (let a = 0; a < count; a += 1) for (let b = a + 1; b < count; b += 1) if (random.next() < 0.3) cells.push(cell(a, b));
    const matrix = matrixOf({ folders: Array.from({ length: count }, (_, place) => folder(`/${place}`)), cells });
    const [first] = matrix.rows.flat();
    if (!first) continue;
    const seen = new Set<string>();
    const queue = [{ row: first.row, column: first.column }];
    for (let place = queue.pop(); place; place = queue.pop()) {
      const key = `${place.row} ${place.column}`;
      if (seen.has(key)) continue;
      seen.add(key);
      assert.ok(matrix.cell(place), `${key} holds something`);
      for (const direction of ["left", "right", "up", "down"] satisfies Direction[]) queue.push(stepFrom(matrix, place, direction));
    }
    assert.equal(seen.size, 2 * cells.length, `round ${round}`);
  }
});

test("names are as short as tells folders apart", () => {
  assert.deepEqual(shortNames(["/p/2019/Summer", "/q/2019/Summer", "/p/2019/Winter", "/r"]), [
    "p/2019/Summer",
    "q/2019/Summer",
    "Winter",
    "r",
  ]);
  assert.deepEqual(shortNames(["/", "C:\\Photos\\A"]), ["/", "A"]);
});

test("all fits, and only what shows is drawn", () => {
  assert.equal(fittingCell(500, 700) * 500, 700);
  assert.equal(fittingCell(3, 700), 84);
  assert.deepEqual(placesBetween(95, 205, 10, 15), [9, 15]);
  assert.deepEqual(placesBetween(-5, 5, 10, 15), [0, 1]);
});

/** The grid's layout: every photo whole and inside the width, in order, nothing moved by what comes after. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type GridShape, layOut, letterbox, tileInNextRow, tilesBetween } from "../../../renderer/state/justify.ts";
import { seeded } from "../../fixtures/painted-pictures.ts";

const shapes = (count: number, seed: number): number[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, () => 0.3 + random() * 3.5);
};
const rows: GridShape = { width: 1_000, gap: 6, tileSize: 160, layout: "rows" };
const squares: GridShape = { ...rows, layout: "squares" };

describe("rows", () => {
  const aspects = shapes(2_000, 3);
  const layout = layOut(aspects.length, (index) => aspects[index] ?? 1, rows);
  const { left, top, width, height, rowStarts, rowTops, totalHeight } = layout;

  test("each full row ends at the right edge, each photo keeps its shape", () => {
    for (let row = 0; row < rowTops.length - 1; row += 1) {
      const last = rowStarts[row + 1]! - 1;
      assert.ok(Math.abs(left[last]! + width[last]! - rows.width) < 0.1, `row ${row}`);
    }
    for (const [index, aspect] of aspects.entries()) {
      if (aspect < 0.4 || aspect > 3.2) continue;
      assert.ok(Math.abs(width[index]! / height[index]! - aspect) < 1e-3);
    }
  });

  test("rows are near the wished height", () => {
    const heights = rowStarts.slice(0, -2).map((first) => height[first]!);
    const mean = heights.reduce((a, b) => a + b, 0) / heights.length;
    assert.ok(Math.abs(mean / rows.tileSize - 1) < 0.12, `mean ${mean}`);
    assert.ok(Math.min(...heights) > rows.tileSize * 0.55);
    assert.ok(Math.max(...heights) < rows.tileSize * 1.95);
  });

  test("no two photos touch, and all lie in the height given", () => {
    for (let row = 0; row < rowTops.length; row += 1) {
      for (let index = rowStarts[row]! + 1; index < rowStarts[row + 1]!; index += 1) {
        assert.ok(left[index]! >= left[index - 1]! + width[index - 1]! + rows.gap - 0.1);
        assert.equal(top[index], top[index - 1]);
      }
      if (row > 0) assert.ok(rowTops[row]! >= rowTops[row - 1]! + height[rowStarts[row - 1]!]! + rows.gap - 0.1);
    }
    assert.ok(Math.abs(top.at(-1)! + height.at(-1)! - totalHeight) < 0.5);
  });

  test("photos that come later move none but those of the last row", () => {
    const fewer = layOut(1_500, (index) => aspects[index] ?? 1, rows);
    const settled = fewer.rowStarts.at(-2)!;
    assert.deepEqual(fewer.left.slice(0, settled), left.slice(0, settled));
    assert.deepEqual(fewer.top.slice(0, settled), top.slice(0, settled));
  });

  test("the tiles of a stretch are those that meet it, found as by looking at all", () => {
    for (const [from, to] of [
      [0, 500],
      [-900, 10],
      [10_000, 10_800],
      [totalHeight - 5, totalHeight + 900],
    ] as const) {
      const [first, end] = tilesBetween(layout, from, to);
      for (let index = 0; index < aspects.length; index += 1) {
        const meets = top[index]! <= to && top[index]! + height[index]! >= from;
        if (meets) assert.ok(index >= first && index < end, `${index} for ${from}..${to}`);
      }
      assert.ok(end - first < 80);
    }
  });

  test("up and down go to the nearest in the next row, and back is near where it was", () => {
    for (const index of [0, 7, 500, 1_999]) {
      const below = tileInNextRow(layout, index, 1);
      if (below === index) continue;
      assert.ok(top[below]! > top[index]!);
      const middle = (tile: number): number => left[tile]! + width[tile]! / 2;
      const others = [...aspects.keys()].filter((tile) => top[tile] === top[below]);
      assert.equal(
        below,
        others.reduce((best, tile) => (Math.abs(middle(tile) - middle(index)) < Math.abs(middle(best) - middle(index)) ? tile : best)),
      );
    }
    assert.equal(tileInNextRow(layout, 0, -1), 0);
    assert.equal(tileInNextRow(layout, 1_999, 1), 1_999);
  });
});

describe("squares", () => {
  test("all are of one size and fill the width", () => {
    const layout = layOut(100, () => 1.5, squares);
    const columns = layout.rowStarts[1]!;
    assert.equal(columns, 6);
    assert.ok(Math.abs(layout.left[columns - 1]! + layout.width[columns - 1]! - squares.width) < 0.1);
    assert.equal(new Set(layout.width).size, 1);
    assert.deepEqual(layout.width, layout.height);
  });
});

test("an empty library and a window narrower than a tile are laid out too", () => {
  assert.equal(layOut(0, () => 1, rows).totalHeight, 0);
  assert.deepEqual(
    tilesBetween(
      layOut(0, () => 1, rows),
      0,
      900,
    ),
    [0, 0],
  );
  for (const layout of ["rows", "squares"] as const) {
    const narrow = layOut(5, () => 1.5, { width: 40, gap: 6, tileSize: 160, layout });
    assert.equal(narrow.rowTops.length, 5);
    assert.ok(narrow.width.every((width) => width <= 40.01));
  }
});

test("a letterboxed photo is whole, as large as can be, and keeps its shape", () => {
  for (const [aspect, width, height] of [
    [1.5, 100, 100],
    [0.5, 100, 100],
    [4, 300, 100],
    [1, 50, 200],
  ] as const) {
    const box = letterbox(aspect, width, height);
    assert.ok(Math.abs(box.width / box.height - aspect) < 1e-9);
    assert.ok(box.width <= width + 1e-9 && box.height <= height + 1e-9);
    assert.ok(Math.abs(box.width - width) < 1e-9 || Math.abs(box.height - height) < 1e-9);
  }
});

/** Days and their photos stand in order, whole and apart; the keyboard reaches every one of them; a trail has no loops. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { TimelinePhoto } from "../../../electron/contract/browsing.ts";
import type { PhotoId } from "../../../electron/contract.ts";
import { dayAt, dayOfTile, daysBetween, layOutDays, placeOfTile, tileBeside } from "../../../renderer/state/day-layout.ts";
import { addressOf, longestTrail, trailOf, walked } from "../../../renderer/state/trail.ts";
import { createRandom } from "../../fixtures/random.ts";

const random = createRandom(3);
function entry(id: number, day: string | null, others: readonly TimelinePhoto[] = []): TimelinePhoto {
  const [width, height] = random.pick([
    [400, 300],
    [300, 400],
    [900, 300],
  ]);
  return {
    id: id as PhotoId,
    path: `/${id}.jpg`,
    sizeBytes: 1,
    width: width!,
    height: height!,
    takenAtMs: null,
    meanColour: "#808080",
    day,
    guessed: false,
    others,
  };
}
/** Many days of few photos, some of many. */
const entries = Array.from(
  { length: 60 },
  (_, day) => `2020-${String(12 - Math.floor(day / 5)).padStart(2, "0")}-${String(28 - (day % 5)).padStart(2, "0")}`,
).flatMap((day, at) => Array.from({ length: at % 7 === 0 ? 25 : 1 + random.below(3) }, (_, photo) => entry(at * 100 + photo + 1, day)));
const shape = { width: 1000, gap: 6, tileSize: 120, layout: "rows" } as const;
const layout = layOutDays(entries, new Set(), shape);
const boxes = layout.tiles.map((_, index) => placeOfTile(layout, index));

describe("the days of a timeline", () => {
  test("every photo once, in order, inside the width, none on another, none on a heading", () => {
    assert.deepEqual(
      layout.tiles.map(({ photo }) => photo.id),
      entries.map(({ id }) => id),
    );
    for (const [index, box] of boxes.entries()) {
      assert.ok(box.left >= 0 && box.left + box.width <= shape.width + 0.5, `tile ${index}`);
      const after = boxes[index + 1];
      if (after)
        assert.ok(after.top >= box.top + box.height - 0.5 || after.left >= box.left + box.width - 0.5, `tiles ${index} and the next`);
    }
    const lines = Map.groupBy(layout.days, ({ top }) => top);
    assert.ok(
      [...lines.values()].some((days) => days.length > 1),
      "days of few photos share a line",
    );
    for (const days of lines.values())
      for (const [at, day] of days.entries()) if (at > 0) assert.ok(day.left >= (days[at - 1]?.left ?? 0) + 210);
    assert.ok(Math.abs(Math.max(...boxes.map(({ top, height }) => top + height)) - layout.totalHeight) < 20);
  });

  test("what is asked for on a screen is what meets it", () => {
    for (const from of [0, 333, 1_000, layout.totalHeight - 400]) {
      const shown = new Set(daysBetween(layout, from, from + 400).tiles);
      boxes.forEach(({ index, top, height }) => {
        if (top < from + 400 && top + height > from) assert.ok(shown.has(index), `tile ${index} from ${from}`);
      });
      assert.ok(shown.size < 90);
    }
    assert.equal(layout.days[dayAt(layout.days, 0)]?.first, 0);
    for (const [index] of boxes.entries()) assert.ok((layout.days[dayOfTile(layout.days, index)]?.first ?? 0) <= index);
  });

  test("down and up go to the next line, nearest by the middle, and end at the edges", () => {
    let index = 0;
    let steps = 0;
    for (let next = tileBeside(layout, index, 1); next !== index; next = tileBeside(layout, index, 1)) {
      assert.ok((boxes[next]?.top ?? 0) > (boxes[index]?.top ?? 0));
      index = next;
      steps += 1;
    }
    assert.equal(layout.days[dayOfTile(layout.days, index)]?.top, layout.days.at(-1)?.top);
    for (let next = tileBeside(layout, index, -1); next !== index; next = tileBeside(layout, index, -1), steps -= 1) index = next;
    assert.equal(steps, 0);
    assert.equal(boxes[index]?.top, boxes[0]?.top);
  });

  test("what is unfolded stands behind its photo", () => {
    const others = [entry(2, "2020-01-01"), entry(3, "2020-01-01")];
    const folded = [entry(1, "2020-01-01", others), entry(4, "2020-01-01")];
    assert.deepEqual(
      layOutDays(folded, new Set([1]), shape).tiles.map(({ photo }) => photo.id),
      [1, 2, 3, 4],
    );
    assert.deepEqual(
      layOutDays(folded, new Set(), shape).tiles.map(({ photo }) => photo.id),
      [1, 4],
    );
    assert.deepEqual(layOutDays([], new Set(), shape), { tiles: [], days: [], totalHeight: 0 });
  });
});

describe("the trail", () => {
  const id = (number: number): PhotoId => number as PhotoId;
  test("goes out and comes back as an address; what is no id is left out", () => {
    assert.deepEqual(trailOf(addressOf([id(3), id(12)])), [3, 12]);
    assert.deepEqual(trailOf("3-x--07-1e3-12"), [3, 12]);
    assert.deepEqual(trailOf(null), []);
  });

  test("a photo passed before is gone back to; what is too long loses its beginning", () => {
    assert.deepEqual(walked([id(1), id(2), id(3)], id(2)), [1, 2]);
    const long = Array.from({ length: longestTrail }, (_, at) => id(at + 1));
    assert.deepEqual(walked(long, id(99)), [...long.slice(1), 99]);
  });
});

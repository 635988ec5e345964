/** What a kept photo gains from those that go, and what it does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { combine, gainOf, lacking, nothing } from "../../../electron/engine/metadata/merge.ts";
import type { Description } from "../../../electron/engine/photo.ts";

const giver = (path: string, description: Partial<Description>, isCopy = true) => ({
  path,
  isCopy,
  description: { ...nothing, ...description },
});
const zurich = { latitude: 47.3769, longitude: 8.5417 };

test("what the kept photo lacks is taken, with where it comes from", () => {
  const { gained, fields } = gainOf({ ...nothing, keywords: ["lake"] }, [
    giver("/a.jpg", { rating: 3, keywords: ["Lake", "summer"], place: zurich }),
    giver("/b.jpg", { rating: 5, keywords: ["Anna", "summer"], title: "Swim", description: "At noon", taken: "2019-05-03T14:02:11" }),
  ]);
  assert.deepEqual(gained, {
    ...{ rating: 5, keywords: ["summer", "Anna"], title: "Swim", description: "At noon", place: zurich, taken: "2019-05-03T14:02:11" },
  });
  assert.deepEqual(
    fields.map(({ field, value, from }) => `${field} ${value} ${from}`),
    [
      ...["rating 5 /b.jpg", "keyword summer /a.jpg", "keyword Anna /b.jpg", "title Swim /b.jpg", "description At noon /b.jpg"],
      ...["place 47.3769, 8.5417 /a.jpg", "taken 2019-05-03T14:02:11 /b.jpg"],
    ],
  );
});

test("what the kept photo says stays, also where others say more", () => {
  const kept = { rating: -1, keywords: ["a"], title: "Mine", description: "Mine", place: zurich, taken: "2001-01-01" };
  const other = giver("/b.jpg", { ...kept, rating: 5, keywords: ["A"], title: "Theirs", place: { latitude: 1, longitude: 1 } });
  assert.deepEqual(gainOf(kept, [other]), { gained: nothing, fields: [] });
  assert.deepEqual(gainOf(nothing, []), { gained: nothing, fields: [] });
});

test("a rejection is no rating, and another exposure's rating and time are its own", () => {
  assert.equal(gainOf(nothing, [giver("/a.jpg", { rating: -1 })]).gained.rating, null);
  const burst = giver("/a.jpg", { rating: 4, taken: "2001-01-01", keywords: ["x"], place: zurich }, false);
  assert.deepEqual(gainOf(nothing, [burst]).gained, { ...nothing, keywords: ["x"], place: zurich });
});

test("keywords are one word whatever their case and composition, and keep their first form", () => {
  const { gained } = gainOf({ ...nothing, keywords: ["Zürich"] }, [
    giver("/a.jpg", { keywords: ["zu\u0308rich", " ", "007", "7", "true"] }),
  ]);
  assert.deepEqual(gained.keywords, ["007", "7", "true"]);
  assert.deepEqual(lacking(["A"], ["a", "b", "B"]), ["b"]);
});

test("several places of one photo are read together, the first before the next", () => {
  const both = combine([
    { ...nothing, rating: 2, keywords: ["a"] },
    { ...nothing, rating: 4, title: "T", keywords: ["b", "A"] },
  ]);
  assert.deepEqual(both, { ...nothing, rating: 2, title: "T", keywords: ["a", "b"] });
});

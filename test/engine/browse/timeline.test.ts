/** The timeline's days, months and folds; and dates guessed from copies. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Relation } from "../../../electron/contract.ts";
import { guessDates } from "../../../electron/engine/browse/guessed-dates.ts";
import { createTimeline, monthsOf } from "../../../electron/engine/browse/timeline.ts";
import type { Candidate, ContentId, Match } from "../../../electron/engine/photo.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const timed = (...texts: (string | null)[]) => texts.map((text) => ({ takenAtMs: text === null ? null : at(text) }));

describe("the timeline", () => {
  test("the newest first, without a date last, days as they stand", () => {
    const entries = createTimeline(timed("2019-05-03T23:59:59", null, "2020-01-01T00:00:00"), []);
    assert.deepEqual(
      entries.map(({ photo, day }) => [photo, day]),
      [
        [2, "2020-01-01"],
        [0, "2019-05-03"],
        [1, null],
      ],
    );
  });

  test("a burst is one entry, in the place of the one that stands for it, the others by time", () => {
    const photos = timed("2019-05-03T10:00:02", "2019-05-03T10:00:00", "2019-05-03T10:00:01", "2019-05-03T12:00:00");
    const entries = createTimeline(photos, [[2, 0, 1]]);
    assert.deepEqual(
      entries.map(({ photo, others }) => [photo, ...others]),
      [[3], [2, 1, 0]],
    );
  });

  test("every photo once, whatever is folded; another day's photo stands on its own day; a copy without a date is folded with its picture", () => {
    const photos = timed("2019-05-03T10:00:00", "2019-05-04T10:00:00", null, null);
    const entries = createTimeline(photos, [
      [0, 1, 2],
      [2, 3],
    ]);
    assert.deepEqual(entries.flatMap(({ photo, others }) => [photo, ...others]).sort(), [0, 1, 2, 3]);
    assert.deepEqual(entries.find(({ photo }) => photo === 0)?.others, [2]);
    assert.equal(entries.find(({ photo }) => photo === 1)?.day, "2019-05-04");
  });

  test("the one that stands for them may have no date where another has", () => {
    assert.deepEqual(createTimeline(timed(null, "2019-05-03T10:00:00"), [[0, 1]]), [{ photo: 0, others: [1], day: "2019-05-03" }]);
  });

  test("months count what is folded and say where they begin", () => {
    const entries = createTimeline(
      timed("2019-05-03T10:00:00", "2019-05-03T10:00:01", "2019-05-20T10:00:00", "2018-12-31T10:00:00", null),
      [[0, 1]],
    );
    assert.deepEqual(monthsOf(entries), [
      { month: "2019-05", photos: 3, at: 0 },
      { month: "2018-12", photos: 1, at: 2 },
      { month: null, photos: 1, at: 3 },
    ]);
    assert.deepEqual(monthsOf([]), []);
  });
});

describe("guessed dates", () => {
  const photo = (content: number, taken: string | null): Candidate => ({
    path: `/${content}.jpg`,
    content: content as ContentId,
    sizeBytes: 1,
    modifiedAtMs: 0,
    facts: {
      format: "jpeg",
      width: 1,
      height: 1,
      takenAtMs: taken === null ? null : at(taken),
      camera: null,
      lens: null,
      place: null,
      colours: "full",
      metadataFields: 0,
    },
    sharpness: 1,
    protected: false,
  });
  const match = (a: number, b: number, probability: number, relation: Relation = "re-encoded"): Match => {
    return { a: a as ContentId, b: b as ContentId, probability, relation, reasons: [], transform: null, cropBox: null };
  };

  test("from the likeliest copy, of equals the earliest; never from another exposure, a doubtful copy, or for what has a date", () => {
    const photos = [
      photo(1, null),
      photo(2, "2019-05-03T10:00:00"),
      photo(3, "2018-01-01T10:00:00"),
      photo(4, "2017-01-01T10:00:00"),
      photo(1, null),
      photo(5, null),
    ];
    const guess = (matches: readonly Match[]) =>
      guessDates(photos, matches).map(({ photo: index, from, takenAtMs }) => [index, from, new Date(takenAtMs).getUTCFullYear()]);
    const guessed = [
      [0, 1, 2019],
      [4, 1, 2019],
    ];
    assert.deepEqual(guess([match(1, 2, 1), match(3, 1, 0.985)]), guessed, "both files of the content");
    assert.deepEqual(
      guess([match(3, 1, 1), match(1, 2, 1)]).map(([, , year]) => year),
      [2018, 2018],
    );
    assert.deepEqual(guess([match(1, 2, 0.9), match(1, 3, 1, "same-moment"), match(1, 4, 1, "similar")]), []);
    assert.deepEqual(guess([match(2, 3, 1), match(1, 5, 1)]), []);
  });
});

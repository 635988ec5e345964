/** Groups are filtered by what their members are and by what was decided, ordered three ways, and counted once. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Group, Mark, PhotoId } from "../../../electron/contract.ts";
import {
  choicesIn,
  countFilters,
  type GroupFilter,
  keepShown,
  removalTotal,
  selectGroups,
  wholeFilter,
} from "../../../renderer/state/group-filter.ts";
import { makeLibrary } from "../../fixtures/fake-library.ts";

const { groups } = makeLibrary(200, 30);
const none = new Map<PhotoId, Mark>();
const select = (filter: Partial<GroupFilter>, marks: ReadonlyMap<PhotoId, Mark> = none): Group[] =>
  selectGroups({ groups, marks, filter: { ...wholeFilter, ...filter } });
const marked = (group: Group, mark: Mark): ReadonlyMap<PhotoId, Mark> => new Map(group.members.map(({ id }) => [id, mark]));

describe("which groups are shown", () => {
  test("without a filter all of them, the most space first", () => {
    const sizes = select({}).map(({ reclaimableBytes }) => reclaimableBytes);
    assert.equal(sizes.length, groups.length);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
  });

  test("those that show somebody, once the photos of that person are known", () => {
    const shown = groups[3]!.members[1]!.id;
    const some = selectGroups({ groups, marks: none, filter: wholeFilter, showing: new Set([shown]) });
    assert.deepEqual(
      some,
      groups.filter(({ members }) => members.some(({ id }) => id === shown)),
    );
    assert.equal(selectGroups({ groups, marks: none, filter: wholeFilter, showing: null }).length, groups.length);
    assert.equal(countFilters({ ...wholeFilter, person: 3 as GroupFilter["person"] }), 1);
  });

  test("least sure first, and newest first with undated ones last", () => {
    const sure = select({ order: "attention" }).map(({ members }) => Math.min(...members.map(({ probability }) => probability)));
    assert.deepEqual(
      sure,
      sure.toSorted((a, b) => a - b),
    );
    assert.ok((sure[0] ?? 1) < (sure.at(-1) ?? 0));
    const dates = select({ order: "date" }).map(({ members }) => members[0]?.takenAtMs ?? Number.NEGATIVE_INFINITY);
    assert.ok(dates.includes(Number.NEGATIVE_INFINITY));
    assert.deepEqual(
      dates,
      dates.toSorted((a, b) => (a === b ? 0 : b - a)),
    );
  });

  test("relation, folder, size and year", () => {
    const relation = select({ relation: "rotated" });
    assert.ok(relation.length > 0 && relation.length < groups.length);
    assert.ok(relation.every(({ members }) => members.some((member) => member.relation === "rotated")));
    const folder = select({ folder: "/photos/2021 Garden" });
    assert.ok(folder.length > 0 && folder.length < groups.length);
    assert.ok(select({ minBytes: 3e6 }).every(({ reclaimableBytes }) => reclaimableBytes >= 3e6));
    const { years, folders } = choicesIn(groups, wholeFilter);
    assert.ok(folders.includes("/photos/2021 Garden"));
    const [year = 0] = years;
    const taken = select({ year });
    assert.ok(taken.length > 0);
    assert.ok(taken.every(({ members }) => new Date(members[0]?.takenAtMs ?? 0).getUTCFullYear() === year));
    const { months } = choicesIn(groups, { year, month: null });
    const [month = 0] = months;
    const { days } = choicesIn(groups, { year, month });
    const [day = 0] = days;
    const start = (group: Group): string => new Date(group.members[0]?.takenAtMs ?? 0).toISOString();
    const pad = (value: number): string => String(value).padStart(2, "0");
    const ofMonth = select({ year, month });
    assert.ok(ofMonth.length > 0 && ofMonth.every((group) => start(group).startsWith(`${year}-${pad(month)}-`)));
    const ofDay = select({ year, month, day });
    assert.ok(ofDay.length > 0 && ofDay.every((group) => start(group).startsWith(`${year}-${pad(month)}-${pad(day)}`)));
    assert.equal(
      months.reduce((sum, one) => sum + select({ year, month: one }).length, 0),
      taken.length,
    );
    assert.equal(select({ month, day }).length, groups.length, "a month without its year narrows nothing");
    assert.deepEqual(choicesIn(groups, wholeFilter).months, []);
  });

  test("what was decided", () => {
    const [first] = groups as readonly [Group, ...Group[]];
    assert.equal(select({ decided: "open" }, marked(first, "keep")).length, groups.length - 1);
    // "Later" is no decision.
    assert.equal(select({ decided: "open" }, marked(first, "later")).length, groups.length);
    assert.deepEqual(
      select({ decided: "later" }, marked(first, "later")).map(({ id }) => id),
      [first.id],
    );
    assert.deepEqual(select({ decided: "removing" }, marked(first, "keep")), []);
    assert.equal(select({ decided: "removing" }, marked(first, "remove")).length, 1);
  });

  test("the open group stays where its order puts it, though it fits no longer", () => {
    const all = select({});
    const second = all[1] as Group;
    const left = all.filter(({ id }) => id !== second.id);
    assert.deepEqual(keepShown(left, second, "space"), all);
    assert.equal(keepShown(all, second, "space"), all);
    assert.equal(keepShown(left, null, "space"), left);
  });

  test("how many filters hold something back", () => {
    assert.equal(countFilters(wholeFilter), 0);
    assert.equal(countFilters({ ...wholeFilter, order: "date", relation: "cropped", minBytes: 1 }), 2);
  });

  test("a photo of two groups is counted once, and one of none is counted without its bytes", () => {
    const [first] = groups as readonly [Group, ...Group[]];
    const photo = first.members[1];
    assert.ok(photo);
    const marks = new Map<PhotoId, Mark>([
      [photo.id, "remove"],
      [99_999 as PhotoId, "remove"],
    ]);
    assert.deepEqual(removalTotal([first, first], marks), { photos: 2, bytes: photo.sizeBytes });
  });
});

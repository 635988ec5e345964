/** Boxes of faces over a photo, and whom a typed name may mean. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PersonId, PersonSummary } from "../../../electron/contract/people.ts";
import { completions, placeOfBox } from "../../../renderer/state/face-boxes.ts";

const photo = { width: 400, height: 200 };

test("a box stands in shares of the photo, inside it, its name above where there is no room below", () => {
  assert.deepEqual(placeOfBox([100, 50, 80, 40], photo), { left: 25, top: 25, width: 20, height: 20, nameAbove: false });
  const low = placeOfBox([350, 150, 100, 60], photo);
  assert.deepEqual([low.left + low.width, low.top + low.height, low.nameAbove], [100, 100, true]);
  assert.equal(placeOfBox([-10, 0, 40, 40], photo).left, 0);
});

test("names are found by their beginnings, then by those of their words, then anywhere; accents and case mean nothing", () => {
  const person = (id: number, name: string, faces: number): PersonSummary => ({
    ...{ id: id as PersonId, name, faces, cover: 1 as PersonSummary["cover"], confirmed: 0, uncertain: 0, hidden: false, note: null },
    ...{ noteOf: null, firstTakenAtMs: null, lastTakenAtMs: null },
  });
  const named = [person(1, "Hanna", 50), person(2, "Anna", 3), person(3, "Maria Anders", 9), person(4, "Ángel", 7), person(5, "陈安娜", 2)];
  assert.deepEqual(
    completions("an", named).map(({ id }) => id),
    [4, 2, 3, 1],
  );
  assert.deepEqual(
    completions("安", named).map(({ id }) => id),
    [5],
  );
  assert.deepEqual(completions("  ", named), []);
  assert.equal(completions("a", named, 2).length, 2);
});

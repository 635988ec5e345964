/** What somebody could miss of a photo that goes, one thing at a time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { whatWouldBeMissed } from "../../../electron/engine/review/certain.ts";
import { type CandidatePart, candidate } from "../group/library.ts";

const place = { latitude: 52.5, longitude: 13.4 };
const whole: CandidatePart = {
  content: 1,
  sizeBytes: 3_000_000,
  facts: { takenAtMs: 5000, camera: "Camera", place, metadataFields: 40 },
};
const poorer: CandidatePart = { content: 2, sizeBytes: 200_000, facts: { width: 1000, height: 750, metadataFields: 2 } };
const missed = (going: CandidatePart, kept: CandidatePart = whole) =>
  whatWouldBeMissed(candidate("/going", going), candidate("/kept", kept));

test("nothing of the same bytes, nor of a poorer version", () => {
  assert.equal(
    missed({ ...whole, facts: { ...whole.facts, format: "tiff" } }, { ...whole, facts: { ...whole.facts, format: "tiff" } }),
    null,
  );
  assert.equal(missed(poorer), null);
  assert.equal(missed({ ...poorer, facts: { ...poorer.facts, takenAtMs: 5000, camera: "Camera", place } }), null);
  assert.equal(missed(poorer, { ...whole, facts: { ...whole.facts, format: "png" } }), null, "a JPEG for a PNG");
});

const things: readonly (readonly [what: RegExp, going: CandidatePart, kept?: CandidatePart])[] = [
  [/can hold more/, { facts: { ...poorer.facts, format: "gif" } }],
  [/can hold more/, { facts: { ...poorer.facts, format: "tiff" } }, { ...whole, facts: { ...whole.facts, format: "tiff" } }],
  [/another format/, { facts: { ...poorer.facts, format: "png" } }],
  [/another format/, {}, { ...whole, facts: { ...whole.facts, format: "dng" } }],
  [/fewer pixels/, { facts: { ...poorer.facts, width: 2001, height: 1500 } }],
  [/smaller/, { sizeBytes: 3_000_001 }],
  [/less metadata/, { facts: { ...poorer.facts, metadataFields: 41 } }],
  [/another time/, { facts: { ...poorer.facts, takenAtMs: 6000 } }],
  [/another time/, { facts: { ...poorer.facts, takenAtMs: 5000 } }, { ...whole, facts: { ...whole.facts, takenAtMs: null } }],
  [/another camera/, { facts: { ...poorer.facts, camera: "Other" } }],
  [/another place/, { facts: { ...poorer.facts, place: { ...place, longitude: 13.5 } } }],
  [/another place/, { facts: { ...poorer.facts, place } }, { ...whole, facts: { ...whole.facts, place: null } }],
];
for (const [what, going, kept] of things) {
  test(`somebody could miss it: ${what.source}, ${JSON.stringify(going)}`, () => {
    assert.match(missed({ ...poorer, ...going }, kept) ?? "nothing", what);
  });
}

/** Names beside a taken place: they say so, keep their extension, and fit. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { distinctName } from "../../../electron/engine/actions/restored-place.ts";
import { bytesOfPath, pathOfBytes } from "../../../electron/engine/photo.ts";

test("the name says that it was restored, and counts", () => {
  assert.equal(distinctName("a.b.jpg", 1), "a.b (restored).jpg");
  assert.equal(distinctName("photo", 3), "photo (restored 3)");
  assert.equal(distinctName(".hidden", 1), ".hidden (restored)");
});

test("a long stem is cut between characters, to 255 bytes at most", () => {
  for (const name of [
    `${"l".repeat(251)}.jpg`,
    `${"\u{1f30a}".repeat(62)}.jpg`,
    pathOfBytes(Buffer.concat([Buffer.alloc(251, 0xff), Buffer.from(".jpg")])),
  ]) {
    const distinct = distinctName(name, 12);
    assert.ok(bytesOfPath(distinct).length <= 255 && bytesOfPath(distinct).length > 250);
    assert.ok(distinct.endsWith(" (restored 12).jpg"));
    assert.equal(distinct.isWellFormed(), name.isWellFormed());
  }
});

/** What filefrag says of extents becomes bytes, whatever a file is called; a file that shares nothing shares nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedBytes, sharedBytesIn } from "../../../electron/engine/actions/shared-bytes.ts";
import { temporaryPhotos } from "./photos.ts";

const head = " ext:     logical_offset:        physical_offset: length:   expected: flags:";
const answer = (name: string, size: string, ...extents: string[]): string =>
  [
    "Filesystem type is: 58465342",
    `File size of ${name} is ${size}`,
    head,
    ...extents,
    `${name}: ${extents.length} extents found`,
    "",
  ].join("\n");

test("shared extents count, others do not", () => {
  const own = "   0:        0..      99:         24..       123:    100:             ";
  const mixed = "   1:      100..     119:        300..       319:     20:        124: shared";
  const last = "   2:      120..     121:        400..       401:      2:        320: last,unwritten,eof";
  assert.equal(sharedBytesIn(answer("/a", "499712 (122 blocks of 4096 bytes)", own, mixed, last)), 20 * 4096);
});

test("the file's end lies within its last block", () => {
  const whole = "   0:        0..     732:         24..       756:    733:             last,shared,eof";
  assert.equal(sharedBytesIn(answer("/a", "3000000 (733 blocks of 4096 bytes)", whole)), 3_000_000);
});

test("a name that looks like an answer is none", () => {
  const name = "/x is 7 (1 block of 512 bytes)\nFile size of y is 9 (1 block of 1 bytes)";
  const whole = "   0:        0..       0:         24..        24:      1:             last,shared,eof";
  assert.equal(sharedBytesIn(answer(name, "4000 (1 block of 4096 bytes)", whole)), 4000);
});

test("words that are no answer say nothing", () => assert.equal(sharedBytesIn("filefrag: not found"), null));

test("a file of its own shares nothing, and one that is not there says nothing", async (context) => {
  const photos = temporaryPhotos(context);
  photos.put("a.jpg", "photo");
  assert.ok([0, null].includes(await sharedBytes(photos.path("a.jpg"))));
  assert.equal(await sharedBytes(photos.path("gone.jpg")), null);
});

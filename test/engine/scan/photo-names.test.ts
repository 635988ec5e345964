/** Which names are photos' names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isPhotoName } from "../../../electron/engine/scan/photo-names.ts";

test("photos' names, in any case", () => {
  for (const name of [
    "a.jpg",
    "A.JPG",
    "x.y.JpEg",
    "é.heic",
    "b.HEIF",
    "c.avif",
    "d.tiff",
    "e.CR2",
    "f.nef",
    "g.dng",
    "h.webp",
    "i.bmp",
    ".jpg",
    "j\n.png",
  ]) {
    assert.ok(isPhotoName(name), name);
  }
});

test("other names, and the other halves that macOS leaves on foreign disks", () => {
  for (const name of ["a", "jpg", "a.jpg.txt", "a.mp4", "a.xmp", "a.svg", "a.psd", "a.jpg~", "a.jpg.part", "._a.jpg", "", "."]) {
    assert.ok(!isPhotoName(name), name);
  }
});

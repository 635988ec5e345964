/** The hashes of a picture: held against plain loops, and each of the eight against the picture really turned so. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createDctHasher } from "../../../electron/engine/hash/dct-hash.ts";
import { differenceHashes, tallGrid, wideGrid } from "../../../electron/engine/hash/difference-hash.ts";
import { fingerprint } from "../../../electron/engine/hash/fingerprint.ts";
import { hammingDistance } from "../../../electron/engine/hash/hamming.ts";
import { orientations } from "../../../electron/engine/hash/orientations.ts";
import { reduce } from "../../../electron/engine/hash/reduce.ts";
import type { Fingerprint, Pixels } from "../../../electron/engine/photo.ts";
import { paintPicture } from "../../fixtures/pictures.ts";
import { createRandom } from "../../fixtures/random.ts";
import { dctHashPlainly, packBits, reducePlainly, shown } from "./plain.ts";

const difference = (of: Fingerprint, index: number) => of.differenceHashes.subarray(index * 32, index * 32 + 32);
const dct = (of: Fingerprint, index: number) => of.dctHashes.subarray(index * 8, index * 8 + 8);
const hashesOf = (pixels: Pixels) => fingerprint(pixels, pixels.width, pixels.height);
/** A cell may round to the other side of a 32nd of a grey level. */
const cellTolerance = 1 / 32;

describe("reduction", () => {
  for (const [width, height] of [
    [97, 61],
    [64, 64],
    [17, 16],
    [5, 3],
    [1, 1],
    [200, 1],
  ] as const) {
    test(`${width} x ${height} is the mean over each cell's area`, () => {
      const pixels = paintPicture(3, width, height);
      const grids = [wideGrid, tallGrid, { columns: 32, rows: 32 }];
      const reduced = reduce(pixels, grids);
      for (const [index, { columns, rows }] of grids.entries()) {
        const plain = reducePlainly(pixels, columns, rows);
        for (const [cell, value] of reduced[index]!.entries()) assert.ok(Math.abs(value - plain[cell]!) <= cellTolerance);
      }
    });
  }
});

describe("difference hash", () => {
  test("a bit tells whether the cell to the right is brighter", () => {
    const random = createRandom(5);
    const wide = Float64Array.from({ length: 16 * 17 }, () => random.below(256));
    const bits = Array.from({ length: 256 }, (_, bit) => {
      const at = Math.floor(bit / 16) * 17 + (bit % 16);
      return wide[at]! < wide[at + 1]!;
    });
    assert.deepEqual(differenceHashes(wide, new Float64Array(17 * 16)).subarray(0, 32), packBits(bits));
  });

  test("a flat picture has no gradients in any orientation", () => {
    const flat = { width: 301, height: 203, data: new Uint8Array(301 * 203 * 3).fill(137) };
    assert.ok(hashesOf(flat).differenceHashes.every((byte) => byte === 0));
  });
});

describe("DCT hash", () => {
  test("is the definition's, by four-fold sums", () => {
    const random = createRandom(9);
    for (let round = 0; round < 5; round++) {
      const grey = Float64Array.from({ length: 32 * 32 }, () => random.below(256));
      assert.deepEqual(createDctHasher().hashes(grey).subarray(0, 8), dctHashPlainly(grey));
    }
  });
});

describe("orientations", () => {
  test("are numbered as EXIF numbers them", () => {
    assert.deepEqual(
      orientations.map(({ exif }) => exif),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
  });

  for (const [width, height] of [
    [233, 150],
    [120, 120],
    [90, 256],
  ] as const) {
    test(`hash k of a ${width} x ${height} picture is hash 0 of the picture shown under orientation k + 1`, () => {
      const pixels = paintPicture(11, width, height);
      const base = hashesOf(pixels);
      for (const { exif } of orientations) {
        const turned = hashesOf(shown(pixels, exif));
        assert.ok(hammingDistance(difference(base, exif - 1), difference(turned, 0)) <= 1, `difference hash, orientation ${exif}`);
        assert.ok(hammingDistance(dct(base, exif - 1), dct(turned, 0)) <= 2, `DCT hash, orientation ${exif}`);
      }
    });
  }

  test("the eight hashes of one picture are far apart", () => {
    const base = hashesOf(paintPicture(12, 256, 192));
    for (let a = 0; a < 8; a++) {
      for (let b = 0; b < a; b++) {
        assert.ok(hammingDistance(difference(base, a), difference(base, b)) > 40, `${a} and ${b}`);
        assert.ok(hammingDistance(dct(base, a), dct(base, b)) > 12, `${a} and ${b}`);
      }
    }
  });
});

describe("pixel hash", () => {
  const pixels = paintPicture(2, 64, 48);

  test("is equal for equal pixels and differs for one grey level in one place", () => {
    const other = { ...pixels, data: pixels.data.slice() };
    assert.deepEqual(fingerprint(other, 640, 480).pixelHash, fingerprint(pixels, 640, 480).pixelHash);
    other.data[100]! ^= 1;
    assert.notDeepEqual(fingerprint(other, 640, 480).pixelHash, fingerprint(pixels, 640, 480).pixelHash);
  });

  test("tells originals of two sizes apart", () => {
    assert.notDeepEqual(fingerprint(pixels, 640, 480).pixelHash, fingerprint(pixels, 6400, 4800).pixelHash);
    assert.notDeepEqual(fingerprint(pixels, 640, 480).pixelHash, fingerprint({ ...pixels, width: 48, height: 64 }, 640, 480).pixelHash);
  });
});

test("another size stays near, another picture stays far", () => {
  const base = hashesOf(paintPicture(21, 256, 192));
  const smaller = hashesOf(paintPicture(21, 128, 96));
  const other = hashesOf(paintPicture(22, 256, 192));
  assert.ok(hammingDistance(difference(base, 0), difference(smaller, 0)) < 30);
  assert.ok(hammingDistance(dct(base, 0), dct(smaller, 0)) < 8);
  assert.ok(hammingDistance(difference(base, 0), difference(other, 0)) > 70);
  assert.ok(hammingDistance(dct(base, 0), dct(other, 0)) > 16);
});

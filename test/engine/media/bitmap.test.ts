/** BMP in all its packings, held against the pixels that went in. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeBitmap } from "../../../electron/engine/media/bitmap.ts";
import { createRandom } from "../../fixtures/random.ts";
import { type BitmapOptions, bitmap, createBench, outcome } from "./files.ts";

const { decode } = createBench();
const width = 13;
const height = 7;
const random = createRandom(6);
const palette = Array.from({ length: 256 }, () => [random.below(256), random.below(256), random.below(256)] as const);
const indexAt = (x: number, y: number) => (x * 7 + y * 5) % 16;

function expectIndexed(bytes: Buffer, index: (x: number, y: number) => number): void {
  const { data } = decodeBitmap(bytes);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      assert.deepEqual([...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)], palette[index(x, y)], `${x}, ${y}`);
  }
}

describe("indexed", () => {
  for (const bits of [1, 4, 8] as const) {
    for (const topDown of [false, true]) {
      test(`${bits} bits, ${topDown ? "from the top" : "from the bottom"}`, () => {
        const index = (x: number, y: number) => indexAt(x, y) % 2 ** bits;
        expectIndexed(bitmap(width, height, { bits, topDown, palette: palette.slice(0, 2 ** bits) }, index), index);
      });
    }
  }

  test("8 bits in runs, with literals, line ends and a jump", () => {
    const rows: number[] = [];
    for (let y = height - 1; y >= 0; y--) {
      const row = Array.from({ length: width }, (_, x) => indexAt(x, y));
      if (y % 2 === 0) rows.push(0, width, ...row, ...(width % 2 ? [0] : []));
      else for (const value of row) rows.push(1, value);
      rows.push(0, 0);
    }
    expectIndexed(bitmap(width, height, { bits: 8, compression: 1, palette, runs: Uint8Array.from([...rows, 0, 1]) }, indexAt), indexAt);
  });

  test("4 bits in runs", () => {
    const striped = (x: number) => (x % 2 === 0 ? 3 : 12);
    const rows = Array.from({ length: height }, () => [width, 0x3c, 0, 0]).flat();
    expectIndexed(
      bitmap(width, height, { bits: 4, compression: 2, palette: palette.slice(0, 16), runs: Uint8Array.from([...rows, 0, 1]) }, striped),
      striped,
    );
  });
});

describe("direct", () => {
  const colour = (x: number, y: number) => [x * 19, y * 36, (x * y * 3) % 256] as const;
  const cases: readonly [string, BitmapOptions, (x: number, y: number) => number, number][] = [
    ["24 bits", { bits: 24 }, (x, y) => (colour(x, y)[0] << 16) | (colour(x, y)[1] << 8) | colour(x, y)[2], 0],
    ["32 bits", { bits: 32 }, (x, y) => (colour(x, y)[0] << 16) | (colour(x, y)[1] << 8) | colour(x, y)[2], 0],
    [
      "32 bits with masks",
      { bits: 32, compression: 3, masks: [0xff, 0xff00, 0xff0000] },
      (x, y) => (colour(x, y)[2] << 16) | (colour(x, y)[1] << 8) | colour(x, y)[0],
      0,
    ],
    [
      "16 bits, 5 a channel",
      { bits: 16 },
      (x, y) => ((colour(x, y)[0] >> 3) << 10) | ((colour(x, y)[1] >> 3) << 5) | (colour(x, y)[2] >> 3),
      8,
    ],
    [
      "16 bits, 5 6 5",
      { bits: 16, compression: 3, masks: [0xf800, 0x7e0, 0x1f] },
      (x, y) => ((colour(x, y)[0] >> 3) << 11) | ((colour(x, y)[1] >> 2) << 5) | (colour(x, y)[2] >> 3),
      8,
    ],
  ];
  for (const [name, options, value, tolerance] of cases) {
    test(name, () => {
      const { data } = decodeBitmap(bitmap(width, height, options, value));
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          for (const [channel, wanted] of colour(x, y).entries())
            assert.ok(Math.abs(data[(y * width + x) * 3 + channel]! - wanted) <= tolerance);
        }
      }
    });
  }
});

test("a whole photo through the reader", async () => {
  const photo = await decode(
    bitmap(600, 400, { bits: 24 }, (x, y) => ((x >> 2) << 16) | ((y >> 1) << 8)),
    "photo.bmp",
  );
  assert.deepEqual([photo.facts.format, photo.facts.width, photo.facts.height, photo.pixels.width], ["bmp", 600, 400, 512]);
});

test("broken ones are errors, never endless", async () => {
  const whole = bitmap(60, 40, { bits: 8, palette }, indexAt);
  for (let round = 0; round < 120; round++) {
    const broken = Buffer.from(whole.subarray(0, 20 + random.below(whole.length - 20)));
    for (let hit = 0; hit < 3; hit++) broken[random.below(Math.min(54, broken.length))] = random.below(256);
    const result = await outcome(decode(broken, "photo.bmp"));
    assert.ok(typeof result === "object" || ["damaged", "too-large", "unsupported-format", "not-a-photo"].includes(result));
  }
});

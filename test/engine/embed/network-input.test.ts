/** The resize to the network's square held to plain area means and lines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { networkInput } from "../../../electron/engine/embed/network-input.ts";
import type { Pixels } from "../../../electron/engine/photo.ts";
import { makePicture, mirror } from "./picture.ts";

test("at its own size a picture only changes its order: planes of red, green, blue", () => {
  const picture = makePicture(1, 16, 16);
  const input = networkInput(picture, 16);
  for (let place = 0; place < 256; place += 1)
    for (let channel = 0; channel < 3; channel += 1) assert.equal(input[channel * 256 + place], picture.data[place * 3 + channel]);
});

/** The mean over exact stretches of the picture, computed on a picture blown up so that the stretches are whole. */
function areaMean({ width, height, data }: Pixels, size: number, channel: number, x: number, y: number): number {
  let sum = 0;
  for (let row = y * height; row < (y + 1) * height; row += 1)
    for (let column = x * width; column < (x + 1) * width; column += 1)
      sum += data[(Math.floor(row / size) * width + Math.floor(column / size)) * 3 + channel]!;
  return sum / (width * height);
}

for (const [width, height] of [
  [40, 24],
  [37, 31],
  [17, 90],
] as const)
  test(`shrinking ${width} x ${height} averages over the area, whole or not`, () => {
    const picture = makePicture(2, width, height);
    const input = networkInput(picture, 12);
    for (let y = 0; y < 12; y += 1)
      for (let x = 0; x < 12; x += 1)
        for (let channel = 0; channel < 3; channel += 1) {
          const actual = input[(channel * 12 + y) * 12 + x]!;
          assert.ok(Math.abs(actual - areaMean(picture, 12, channel, x, y)) <= 0.51, `${actual} at ${x}, ${y}`);
        }
  });

test("enlarging is linear between pixels and keeps the ends", () => {
  const data = Uint8Array.of(0, 0, 0, 200, 200, 200, 0, 0, 0, 200, 200, 200);
  const input = networkInput({ width: 2, height: 2, data }, 8);
  assert.deepEqual([...input.subarray(0, 8)], [0, 0, 25, 75, 125, 175, 200, 200]);
});

test("one flat colour stays that colour at every size", () => {
  for (const [width, height] of [
    [1, 1],
    [3, 500],
    [511, 2],
    [192, 192],
    [512, 341],
  ] as const) {
    const data = new Uint8Array(width * height * 3).fill(201);
    assert.ok(
      networkInput({ width, height, data }, 192).every((value) => value === 201),
      `${width} x ${height}`,
    );
  }
});

test("the mirrored picture gives the mirrored input", () => {
  const picture = makePicture(3, 75, 40);
  const [one, other] = [networkInput(picture, 24), networkInput(mirror(picture), 24)];
  for (let row = 0; row < 3 * 24; row += 1)
    for (let x = 0; x < 24; x += 1) assert.ok(Math.abs(one[row * 24 + x]! - other[row * 24 + 23 - x]!) <= 1);
});

test("bytes that are no such picture are refused", () => {
  assert.throws(() => networkInput({ width: 2, height: 2, data: new Uint8Array(11) }, 8), { code: "internal" });
  assert.throws(() => networkInput({ width: 0, height: 2, data: new Uint8Array(0) }, 8), { code: "internal" });
});

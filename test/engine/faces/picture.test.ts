/** Views of a picture: moved, scaled, turned and over its edge, held to a ramp whose colours tell where a pixel lay. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPixels, createPicture, fromView, type Square } from "../../../electron/engine/faces/picture.ts";
import { createRandom } from "../../../native-models/random.ts";
import { paint, ramp } from "./painted-picture.ts";

const size = 200;
const picture = createPicture(ramp(size, size));

function placeSeen(view: Uint8Array, columns: number, rows: number, column: number, row: number): [number, number] {
  const at = row * columns + column;
  return [(view[at]! / 255) * size, (view[at + columns * rows]! / 255) * size];
}

test("a view of the whole at its own size is the picture, in planes", () => {
  const pixels = ramp(size, size);
  const view = new Uint8Array(3 * size * size);
  createPicture(pixels).view({ centreX: size / 2, centreY: size / 2, side: size, angle: 0 }, size, view);
  for (let at = 0; at < size * size; at += 1)
    for (let channel = 0; channel < 3; channel += 1) assert.equal(view[channel * size * size + at], pixels.data[3 * at + channel]);
});

test("every pixel of a view shows the place that fromView says, turned, scaled and oblong", () => {
  const random = createRandom(3);
  for (let trial = 0; trial < 40; trial += 1) {
    const [columns, rows] = [20 + Math.floor(20 * random()), 20 + Math.floor(20 * random())];
    const square: Square = { centreX: 90 + 20 * random(), centreY: 90 + 20 * random(), side: 20 + 60 * random(), angle: 6.28 * random() };
    const view = new Uint8Array(3 * columns * rows);
    picture.view(square, columns, view, 0, rows);
    for (const [column, row] of [
      [0, 0],
      [columns - 1, 0],
      [0, rows - 1],
      [Math.floor(columns / 2), Math.floor(rows / 3)],
    ] as const) {
      const expected = fromView(square, columns, column + 0.5, row + 0.5, rows);
      const seen = placeSeen(view, columns, rows, column, row);
      // One step of a colour is .8 pixels; halving shifts nothing.
      for (const axis of [0, 1] as const)
        assert.ok(Math.abs(seen[axis] - expected[axis]) < 1.3, `trial ${trial}: ${seen} is not ${expected}`);
    }
  }
});

test("turned by a quarter, the view's top is the picture's right side", () => {
  const square = { centreX: 100, centreY: 100, side: 100, angle: Math.PI / 2 };
  const [x, y] = fromView(square, 10, 5, 0);
  assert.ok(Math.abs(x - 150) < 1e-9 && Math.abs(y - 100) < 1e-9);
});

test("over the edge there is black, and nothing of the far side", () => {
  const view = new Uint8Array(3 * 100);
  createPicture(paint(40, 40, () => [200, 200, 200])).view({ centreX: 0, centreY: 20, side: 40, angle: 0 }, 10, view);
  for (let row = 0; row < 10; row += 1)
    assert.deepEqual([...view.subarray(row * 10, row * 10 + 10)], [0, 0, 0, 0, 0, 200, 200, 200, 200, 200]);
});

test("much smaller views average instead of skipping", () => {
  const stripes = createPicture(paint(256, 256, (x) => (Math.floor(x) % 2 === 0 ? [0, 0, 0] : [200, 200, 200])));
  const view = new Uint8Array(3 * 32 * 32);
  stripes.view({ centreX: 128, centreY: 128, side: 256, angle: 0 }, 32, view);
  assert.ok(view.every((value) => Math.abs(value - 100) <= 1));
});

test("views lie where they are put in a larger memory", () => {
  const view = new Uint8Array(3 * 25 + 7).fill(1);
  picture.view({ centreX: 190, centreY: 190, side: 5, angle: 0 }, 5, view, 7);
  assert.ok(view.subarray(0, 7).every((value) => value === 1));
  assert.ok(view.subarray(7, 32).every((value) => value > 200));
});

test("pixels that are not as many as their size says are refused", () => {
  assert.throws(() => checkPixels({ width: 4, height: 4, data: new Uint8Array(47) }), {
    code: "internal",
    message: /no RGB picture of 4 x 4/,
  });
  assert.throws(() => checkPixels({ width: 0, height: 4, data: new Uint8Array(0) }), { code: "internal" });
  checkPixels({ width: 4, height: 4, data: new Uint8Array(48) });
});

test("pictures of one pixel and of one row can be looked at", () => {
  for (const [width, height] of [
    [1, 1],
    [300, 1],
    [1, 300],
  ] as const) {
    const view = new Uint8Array(3 * 16);
    createPicture(paint(width, height, () => [9, 9, 9])).view({ centreX: width / 2, centreY: height / 2, side: 300, angle: 0 }, 4, view);
    assert.ok(view.every((value) => value === 0 || value === 9));
  }
});

/** What the detector sees and says, with a network that answers as it is told: sizes of its views, boxes back in the picture, looks at small faces. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { detect, viewOf } from "../../../electron/engine/faces/detect.ts";
import { createPicture } from "../../../electron/engine/faces/picture.ts";
import type { Inference, InputTensor } from "../../../native-models/inference/onnx-runtime.ts";
import { paint } from "./painted-picture.ts";

interface Told {
  /** In pixels of the view. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly score: number;
}

/** Answers on the fine grid, from the anchor whose cell the face's centre lies in. `looks`: height and width of each. */
function toldDetector(faces: (columns: number, rows: number) => readonly Told[]): { inference: Inference; looks: [number, number][] } {
  const looks: [number, number][] = [];
  const run = async ({ pixels }: Readonly<Record<string, InputTensor>>) => {
    const [, , rows = 0, columns = 0] = pixels!.shape;
    looks.push([rows, columns]);
    const anchors = (rows / 16) * (columns / 16) * 2 + (rows / 32) * (columns / 32) * 6;
    const scores = new Float32Array(anchors).fill(-100);
    const boxes = new Float32Array(anchors * 16);
    for (const { x, y, side, score } of faces(columns, rows)) {
      const cell = Math.floor(y / 16) * (columns / 16) + Math.floor(x / 16);
      scores[2 * cell] = Math.log(score / (1 - score));
      const [dx, dy] = [x - (Math.floor(x / 16) + 0.5) * 16, y - (Math.floor(y / 16) + 0.5) * 16];
      // Eyes a fifth of the side apart from the middle, the right one lower: turned by atan(.5).
      boxes.set([dx, dy, side, side, dx - side / 5, dy - side / 10, dx + side / 5, dy + side / 10], 2 * cell * 16);
    }
    return { scores, boxes };
  };
  return { inference: { run, dispose: async () => {} }, looks };
}
const picture = (width: number, height: number) => createPicture(paint(width, height, () => [50, 50, 50]));

test("views hold the whole picture in multiples of 32, at one scale both ways", () => {
  for (const [width, height, length] of [
    [1280, 960, 256],
    [960, 1280, 409.6],
    [1000, 333, 409.6],
    [250, 250, 256],
    [5000, 40, 800],
  ] as const) {
    const { square, columns, rows } = viewOf({ width, height }, length);
    assert.ok(columns % 32 === 0 && rows % 32 === 0);
    const step = square.side / columns;
    assert.ok(Math.abs(step - Math.max(width, height) / length) < 1e-9);
    assert.ok(columns * step >= width - 1e-6 && rows * step >= height - 1e-6);
    assert.ok((columns - 32) * step < width && (rows - 32) * step < height);
  }
});

test("a box lies in the picture where it lay in every view, once", async () => {
  const { inference, looks } = toldDetector((columns, rows) => {
    const scale = columns > 300 ? 409.6 / 1000 : 256 / 1000;
    const { square } = viewOf({ width: 1000, height: 600 }, columns > 300 ? 409.6 : 256);
    const x = (700 - square.centreX) * scale + columns / 2;
    return [{ x, y: (200 - square.centreY) * scale + rows / 2, side: 180 * scale, score: columns > 300 ? 0.9 : 0.8 }];
  });
  const [face, ...others] = await detect(picture(1000, 600), inference);
  assert.deepEqual(looks, [
    [160, 256],
    [256, 416],
  ]);
  assert.equal(others.length, 0);
  assert.ok(Math.abs(face!.score - 0.9) < 1e-6);
  for (const [actual, expected] of [
    [face!.box.left, 610],
    [face!.box.right, 790],
    [face!.box.top, 110],
    [face!.box.bottom, 290],
    [face!.angle, Math.atan(0.5)],
  ] as const)
    assert.ok(Math.abs(actual - expected) < 0.01, `${actual} is not ${expected}`);
});

test("less than .5 is no face", async () => {
  const { inference } = toldDetector(() => [
    { x: 40, y: 40, side: 60, score: 0.49 },
    { x: 150, y: 100, side: 60, score: 0.51 },
  ]);
  assert.equal((await detect(picture(256, 256), inference)).length, 1);
});

test("a small face makes for a closer look, a large one does not; what is small already is not enlarged", async () => {
  const looksAt = async (side: number, width: number, score = 0.9): Promise<number> => {
    const { inference, looks } = toldDetector((columns) => (columns < 300 ? [{ x: 100, y: 60, side, score }] : []));
    await detect(picture(width, width * 0.75), inference);
    return looks.length;
  };
  assert.equal(await looksAt(15, 1280), 3);
  assert.equal(await looksAt(60, 1280), 2);
  assert.equal(await looksAt(15, 440), 2);
  assert.equal(await looksAt(15, 256), 1);
  assert.equal(await looksAt(15, 1280, 0.4), 3, "nothing certain: a hint is enough");
  assert.equal(await looksAt(60, 1280, 0.4), 2, "a large one would have been seen");
  assert.equal(await looksAt(15, 1280, 0.2), 2);
});

test("beside a face, hints are no reason for a closer look, and never faces themselves", async () => {
  const { inference, looks } = toldDetector((columns) =>
    columns < 300
      ? [
          { x: 100, y: 60, side: 15, score: 0.4 },
          { x: 200, y: 140, side: 60, score: 0.9 },
        ]
      : [],
  );
  assert.equal((await detect(picture(1280, 960), inference)).length, 1);
  assert.equal(looks.length, 2);
});

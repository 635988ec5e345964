/** The square around a box: centred on it, whole at the edges, upright whatever the file says of its orientation, and never enlarged. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import sharp from "sharp";
import { createMedia } from "../../../electron/engine/media/media.ts";

const [width, height] = [1200, 800];

/** Grey, with a red box; the file stored so that `orientation` turns it upright. */
async function picture(context: TestContext, box: readonly [number, number, number, number], orientation = 1) {
  const folder = mkdtempSync(join(tmpdir(), "likeness around "));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const data = Buffer.alloc(width * height * 3, 128);
  const [x, y, w, h] = [box[0] * width, box[1] * height, box[2] * width, box[3] * height].map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  for (let row = y; row < y + h; row++) for (let at = x; at < x + w; at++) data.set([255, 0, 0], (row * width + at) * 3);
  const path = join(folder, "picture.png");
  const upright = sharp(data, { raw: { width, height, channels: 3 } });
  // Orientation 6 shows the stored picture turned clockwise: it is stored turned the other way.
  const stored = orientation === 6 ? upright.rotate(270) : upright;
  await stored.withMetadata({ orientation }).png().toFile(path);
  const media = createMedia();
  context.after(() => media.dispose());
  const { data: pixels, info } = await sharp(await media.around(path, box))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const isRed = (at: number): boolean => (pixels[at * info.channels] ?? 0) > 200 && (pixels[at * info.channels + 1] ?? 255) < 80;
  const red = Array.from({ length: info.width * info.height }, (_, at) => at).filter(isRed);
  const xs = red.map((at) => at % info.width);
  const ys = red.map((at) => Math.floor(at / info.width));
  return { side: [info.width, info.height], left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

for (const orientation of [1, 6]) {
  test(`in the middle, at 320 pixels, with room around (orientation ${orientation})`, async (context) => {
    const { side, left, right, top, bottom } = await picture(context, [0.3, 0.3, 0.25, 0.375], orientation);
    assert.deepEqual(side, [320, 320]);
    // A box of 300 x 300 in a square of 480: 200 of 320 pixels.
    for (const [value, wanted] of [
      [left, 60],
      [right, 260],
      [top, 60],
      [bottom, 260],
    ] as const)
      assert.ok(Math.abs(value - wanted) <= 3, `${value} for ${wanted}`);
  });
}

test("at a corner the square moves inwards", async (context) => {
  const { side, left, top, right } = await picture(context, [0, 0, 0.25, 0.375]);
  assert.deepEqual([side, left, top], [[320, 320], 0, 0]);
  assert.ok(Math.abs(right - 200) <= 3);
});

test("a small box is not enlarged", async (context) => {
  const { side } = await picture(context, [0.5, 0.5, 0.05, 0.075]);
  assert.deepEqual(side, [96, 96]);
});

test("a box over the whole picture gives what there is", async (context) => {
  const { side } = await picture(context, [0, 0, 1, 1]);
  assert.deepEqual(side, [320, 213]);
});

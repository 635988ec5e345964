/** One photo stored in the eight ways that EXIF knows: all come out upright and alike. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { paintPicture } from "../../fixtures/pictures.ts";
import { shown } from "../hash/plain.ts";
import { createBench, meanDifference } from "./files.ts";

const { decode } = createBench();
/** Stored under orientation k, a picture is turned by k's inverse; only 6 and 8 are not their own. */
const inverse: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6 };
const upright = paintPicture(31, 700, 420);

async function stored(orientation: number, format: "jpeg" | "webp" | "png" | "tiff" | "avif"): Promise<Buffer> {
  const { width, height, data } = shown(upright, inverse[orientation]!);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation })
    [format]({ quality: 92 })
    .toBuffer();
}

for (const format of ["jpeg", "webp", "png", "tiff"] as const) {
  describe(format, () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      test(`orientation ${orientation}`, async () => {
        const reference = await decode(await stored(1, format));
        const photo = await decode(await stored(orientation, format));
        assert.deepEqual([photo.facts.width, photo.facts.height], [700, 420]);
        assert.ok(meanDifference(photo.pixels, reference.pixels) < 3, `${meanDifference(photo.pixels, reference.pixels)}`);
      });
    }
  });
}

test("a turned picture without the mark stays turned", async () => {
  const { width, height, data } = shown(upright, 8);
  const photo = await decode(
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );
  assert.deepEqual([photo.facts.width, photo.facts.height], [420, 700]);
});

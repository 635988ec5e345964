/** Cameras' RAW files: the picture comes from the largest JPEG inside, the facts from the sensor's directories. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { paintPicture } from "../../fixtures/pictures.ts";
import { shown } from "../hash/plain.ts";
import { createBench, meanDifference, outcome, painted, type TiffEntry, tiff } from "./files.ts";

const { decode, media, put } = createBench();
const small = await painted(40, 160, 120).jpeg().toBuffer();
const large = await painted(40, 800, 600).jpeg({ quality: 92 }).toBuffer();
const expected = await decode(large);
const sensor: readonly TiffEntry[] = [
  [256, "long", 4032],
  [257, "long", 3024],
  [262, "short", 32803],
];

function raw(make: string, preview: Uint8Array, orientation = 1, more: readonly TiffEntry[] = []): Buffer {
  const first: TiffEntry[] = [
    [256, "long", 160],
    [257, "long", 120],
    [271, "text", make],
    [272, "text", "Model 1"],
    [274, "short", orientation],
    ...more,
  ];
  return tiff([first, sensor], Buffer.concat([small, Buffer.alloc(999, 0xff), preview, Buffer.alloc(5000, 0x5a)]));
}

describe("the picture is the largest preview", () => {
  for (const [make, format] of [
    ["NIKON CORPORATION", "nef"],
    ["SONY", "arw"],
    ["PENTAX", "pef"],
    ["Someone", "raw"],
  ] as const) {
    test(format, async () => {
      const photo = await decode(raw(make, large), "photo.jpg");
      assert.equal(photo.facts.format, format);
      assert.deepEqual([photo.facts.width, photo.facts.height], [4032, 3024]);
      assert.equal(photo.facts.camera, `${make} Model 1`);
      assert.ok(meanDifference(photo.pixels, expected.pixels) < 1);
    });
  }

  test("a DNG says so itself", async () => {
    assert.equal((await decode(raw("NIKON", large, 1, [[50706, "long", 0x0401]]))).facts.format, "dng");
  });

  test("marks of makers that are not TIFF", async () => {
    const files = {
      cr2: Buffer.from(raw("Canon", large)),
      rw2: Buffer.from(raw("Panasonic", large)),
      raf: Buffer.concat([Buffer.from("FUJIFILMCCD-RAW 0201"), large]),
    };
    files.cr2.write("CR\x02", 8, "latin1");
    files.rw2.write("IIU\0", 0, "latin1");
    for (const [format, bytes] of Object.entries(files)) {
      const photo = await decode(bytes);
      assert.equal(photo.facts.format, format);
      assert.ok(meanDifference(photo.pixels, expected.pixels) < 1, format);
    }
  });
});

test("the sensor's orientation turns a preview that has none of its own", async () => {
  const upright = paintPicture(41, 600, 800);
  const lying = shown(upright, 8);
  const preview = await sharp(lying.data, { raw: { width: lying.width, height: lying.height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  const photo = await decode(raw("SONY", preview, 6));
  const wanted = await decode(
    await sharp(upright.data, { raw: { width: 600, height: 800, channels: 3 } })
      .png()
      .toBuffer(),
  );
  assert.deepEqual([photo.facts.width, photo.facts.height], [3024, 4032]);
  assert.ok(meanDifference(photo.pixels, wanted.pixels) < 4);
});

test("a preview that stands already is not turned again", async () => {
  const preview = await painted(41, 600, 800).jpeg().toBuffer();
  const photo = await decode(raw("SONY", preview, 6));
  assert.deepEqual([photo.pixels.width, photo.pixels.height], [384, 512]);
});

test("without a preview of use it says so", async () => {
  const bytes = tiff([[[271, "text", "SONY"], ...sensor]], Buffer.alloc(2000, 0xff));
  assert.equal(await outcome(decode(bytes)), "unsupported-format");
});

test("a view is made of the preview", async () => {
  const { format, width } = await sharp(await media.view(put(raw("SONY", large), "photo.arw"))).metadata();
  assert.deepEqual([format, width], ["jpeg", 800]);
});

test("an ordinary TIFF is no RAW", async () => {
  assert.equal((await decode(await painted(40, 200, 100).tiff().toBuffer())).facts.format, "tiff");
});

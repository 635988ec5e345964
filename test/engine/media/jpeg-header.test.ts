/** The quick reading of a JPEG's header, held against the image library's; and the sizes at which a JPEG is cheap to shrink. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { readJpegHeader } from "../../../electron/engine/media/jpeg-header.ts";
import { easySize } from "../../../electron/engine/media/shrink.ts";
import { createRandom } from "../../fixtures/random.ts";
import { createBench, painted } from "./files.ts";

const { decode } = createBench();

describe("header", () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    test(`says what the image library says, orientation ${orientation}`, async () => {
      const bytes = await painted(2, 90, 60)
        .withMetadata({ orientation })
        .withExifMerge({ IFD0: { Make: "Maker" } })
        .withIccProfile("p3")
        .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        .jpeg({ progressive: orientation % 2 === 0 })
        .toBuffer();
      const expected = await sharp(bytes).metadata();
      const header = readJpegHeader(bytes);
      assert.ok(header && expected.exif);
      assert.deepEqual([header.width, header.height, header.orientation], [expected.width, expected.height, expected.orientation]);
      assert.ok(header.exif?.equals(expected.exif.subarray(6)));
      assert.ok(header.profile?.equals(expected.icc ?? Buffer.alloc(0)));
      assert.equal(header.otherBlocks, 1);
    });
  }

  test("of a JPEG without metadata", async () => {
    const header = readJpegHeader(await painted(2, 90, 60).jpeg().toBuffer());
    assert.deepEqual(header, { width: 90, height: 60, orientation: 1, exif: null, profile: undefined, otherBlocks: 0 });
  });

  test("of noise is none, and ends", () => {
    const random = createRandom(4);
    for (let round = 0; round < 200; round++) {
      const noise = Buffer.from(
        Uint8Array.from({ length: random.below(300) }, () => random.pick([0xff, 0xd8, 0xe1, 0, 2, random.below(256)])),
      );
      noise.set([0xff, 0xd8].slice(0, noise.length));
      const header = readJpegHeader(noise);
      assert.ok(header === null || header.width * header.height > 0);
    }
  });

  test("a thumbnail's orientation is not the photo's", async () => {
    // Two directories: the photo's says nothing, the thumbnail's says 6.
    const block = Buffer.alloc(44);
    block.write("MM\0*", 0, "latin1");
    block.writeUInt32BE(8, 4);
    block.writeUInt16BE(0, 8);
    block.writeUInt32BE(14, 10);
    block.writeUInt16BE(1, 14);
    block.writeUInt16BE(0x0112, 16);
    block.writeUInt16BE(3, 18);
    block.writeUInt32BE(1, 20);
    block.writeUInt16BE(6, 24);
    const length = Buffer.alloc(4);
    length.writeUInt16BE(0xffe1, 0);
    length.writeUInt16BE(block.length + 8, 2);
    const jpeg = await painted(2, 90, 60).jpeg().toBuffer();
    const { facts } = await decode(Buffer.concat([jpeg.subarray(0, 2), length, Buffer.from("Exif\0\0"), block, jpeg.subarray(2)]));
    assert.deepEqual([facts.width, facts.height], [90, 60]);
  });
});

describe("cheap sizes", () => {
  test("are at most the size asked for, and not far below", () => {
    for (let longSide = 1; longSide < 12_000; longSide += 7) {
      const side = easySize("jpeg", longSide, 512);
      assert.ok(side <= 512 && side >= 399, `${longSide} to ${side}`);
    }
  });

  test("lie just below an eighth, a quarter and a half, for JPEG alone", () => {
    assert.equal(easySize("jpeg", 4032, 512), 448);
    assert.equal(easySize("jpeg", 2500, 512), 500);
    assert.equal(easySize("jpeg", 1280, 512), 426);
    assert.equal(easySize("jpeg", 6000, 512), 512);
    assert.equal(easySize("png", 4032, 512), 512);
  });

  test("a photo of such a size keeps its own size as a fact", async () => {
    const photo = await decode(await painted(9, 1280, 960).jpeg({ quality: 92 }).toBuffer());
    assert.deepEqual([photo.pixels.width, photo.pixels.height], [426, 320]);
    assert.deepEqual([photo.facts.width, photo.facts.height], [1280, 960]);
  });
});

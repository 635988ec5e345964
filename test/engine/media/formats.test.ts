/** Photos in every format, by every name, in every colour model: all come out upright, in sRGB, at the working size. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import sharp from "sharp";
import { createBench, meanDifference, outcome, painted } from "./files.ts";

const { decode, decodePath, put, media } = createBench();
const width = 900;
const height = 600;
const lossless = await painted(4, width, height).png().toBuffer();
const expected = await decode(lossless, "expected.png");

describe("formats", () => {
  const made = {
    jpeg: painted(4, width, height).jpeg({ quality: 92 }),
    png: painted(4, width, height).png({ palette: true }),
    webp: painted(4, width, height).webp({ quality: 90, effort: 0 }),
    gif: painted(4, width, height).gif({ effort: 1 }),
    tiff: painted(4, width, height).tiff({ compression: "lzw" }),
    avif: painted(4, width, height).avif({ effort: 0, quality: 80 }),
  };
  for (const [format, picture] of Object.entries(made)) {
    test(format, async () => {
      const bytes = await picture.toBuffer();
      const photo = await decode(bytes, `photo.${format}`);
      assert.equal(photo.facts.format, format);
      assert.deepEqual([photo.facts.width, photo.facts.height], [width, height]);
      assert.deepEqual([photo.pixels.width, photo.pixels.height], [512, 341]);
      assert.ok(meanDifference(photo.pixels, expected.pixels) < 6);
      // Whatever the name says, the bytes decide.
      const misnamed = await decode(bytes, format === "png" ? "photo.heic" : "photo.png");
      assert.equal(misnamed.facts.format, format);
      assert.deepEqual(misnamed.pixels.data, photo.pixels.data);
    });
  }

  test("an AVIF that says only that it is of the HEIF family", async () => {
    const bytes = await painted(4, 300, 200).avif({ effort: 0 }).toBuffer();
    bytes.write("mif1", 8, "latin1");
    assert.equal((await decode(bytes)).facts.format, "avif");
  });

  test("a JPEG with a film behind it", async () => {
    const jpeg = await made.jpeg.toBuffer();
    const film = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom"), Buffer.alloc(5000, 7)]);
    const photo = await decode(Buffer.concat([jpeg, film]));
    assert.ok(meanDifference(photo.pixels, expected.pixels) < 6);
  });

  test("the list for people is the truth", () => {
    for (const format of [...Object.keys(made), "bmp", "heic", "dng"]) assert.ok(media.formats().includes(format), format);
  });
});

describe("colour", () => {
  const grey = painted(4, width, height).greyscale();

  test("grey, grey with alpha and 16 bits become three equal channels", async () => {
    const plain = await decode(await grey.clone().toColourspace("b-w").png().toBuffer());
    const deep = await decode(await grey.clone().toColourspace("grey16").png().toBuffer());
    const jpeg = await decode(await grey.clone().toColourspace("b-w").jpeg({ quality: 95 }).toBuffer());
    for (const { pixels } of [plain, deep, jpeg]) {
      assert.equal(pixels.data.length, 512 * 341 * 3);
      for (let at = 0; at < pixels.data.length; at += 3)
        assert.ok(pixels.data[at] === pixels.data[at + 1] && pixels.data[at] === pixels.data[at + 2]);
    }
    assert.ok(meanDifference(deep.pixels, plain.pixels) < 2);
    assert.ok(meanDifference(jpeg.pixels, plain.pixels) < 3);
  });

  test("16 bits a channel", async () => {
    const { pixels } = await decode(await painted(4, width, height).toColourspace("rgb16").png().toBuffer());
    assert.ok(meanDifference(pixels, expected.pixels) < 2);
  });

  for (const profile of ["p3", "srgb"]) {
    for (const format of ["jpeg", "png"] as const) {
      test(`${format} in ${profile} shows the same colours`, async () => {
        const bytes = await painted(4, width, height).withIccProfile(profile)[format]({ quality: 95 }).toBuffer();
        const { pixels } = await decode(bytes);
        assert.ok(meanDifference(pixels, expected.pixels) < (format === "png" ? 1.5 : 4), `${meanDifference(pixels, expected.pixels)}`);
      });
    }
  }

  test("the reading of a wide profile matters: the numbers themselves are others", async () => {
    const bytes = await painted(4, width, height).withIccProfile("p3").png().toBuffer();
    const asStored = await sharp(bytes, { ignoreIcc: true }).resize(512, 341).raw().toBuffer();
    const { pixels } = await decode(bytes);
    const unread = meanDifference({ width: 512, height: 341, data: asStored }, expected.pixels);
    assert.ok(unread > 2 && unread > 3 * meanDifference(pixels, expected.pixels), `${unread}`);
  });

  test("CMYK", async () => {
    const { pixels } = await decode(await painted(4, width, height).toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer());
    // Printing inks reach fewer colours.
    assert.ok(meanDifference(pixels, expected.pixels) < 30);
  });

  test("transparent places are white", async () => {
    const clear = { create: { width: 40, height: 30, channels: 4, background: { r: 200, g: 10, b: 10, alpha: 0 } } } as const;
    const { pixels, meanColour } = await decode(await sharp(clear).png().toBuffer());
    assert.ok(pixels.data.every((value) => value === 255));
    assert.equal(meanColour, "#ffffff");
  });
});

describe("size", () => {
  test("a small picture is never enlarged", async () => {
    const photo = await decode(await painted(5, 40, 30).png().toBuffer());
    assert.deepEqual([photo.pixels.width, photo.pixels.height], [40, 30]);
    const { width, height } = await sharp(photo.thumbnail).metadata();
    assert.deepEqual([width, height], [40, 30]);
  });

  test("one pixel, one row, one column", async () => {
    for (const [width, height] of [
      [1, 1],
      [3000, 1],
      [1, 3000],
    ] as const) {
      const photo = await decode(await painted(5, width, height).png().toBuffer());
      assert.deepEqual([photo.facts.width, photo.facts.height], [width, height]);
      assert.equal(Math.max(photo.pixels.width, photo.pixels.height), Math.min(512, Math.max(width, height)));
      assert.equal(photo.sharpness, 0);
    }
  });

  test("the first frame of an animation", async () => {
    const frames = await Promise.all([1, 2, 3].map((seed) => painted(seed, 120, 80).png().toBuffer()));
    const first = await decode(frames[0]!);
    for (const format of ["gif", "webp"] as const) {
      const bytes = await sharp(frames, { join: { animated: true } })
        [format]({ effort: 1 })
        .toBuffer();
      const photo = await decode(bytes);
      assert.deepEqual([photo.facts.width, photo.facts.height], [120, 80]);
      assert.ok(meanDifference(photo.pixels, first.pixels) < 12, format);
    }
  });

  test("over the cap of pixels is refused before decoding, in every reader", async () => {
    const capped = createBench({ maxPixels: 1000 * 1000 });
    const large = { create: { width: 1200, height: 1000, channels: 3, background: "#123456" } } as const;
    for (const format of ["jpeg", "png", "webp", "tiff", "gif"] as const) {
      assert.equal(await outcome(capped.decode(await sharp(large)[format]().toBuffer())), "too-large", format);
    }
    assert.notEqual(await outcome(capped.decode(await painted(1, 900, 900).jpeg().toBuffer())), "too-large");
  });
});

describe("what is made of it", () => {
  test("a thumbnail in WebP of at most 320, of the same picture", async () => {
    const { format, width, height } = await sharp(expected.thumbnail).metadata();
    assert.deepEqual([format, width, height], ["webp", 320, 213]);
    const shrunk = await sharp(expected.pixels.data, { raw: { ...expected.pixels, channels: 3 } })
      .resize(320, 213)
      .raw()
      .toBuffer();
    assert.ok(meanDifference(await media.pixels(expected.thumbnail), { width: 320, height: 213, data: shrunk }) < 8);
  });

  test("the mean colour is the picture's", () => {
    const stats = [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let at = channel; at < expected.pixels.data.length; at += 3) sum += expected.pixels.data[at]!;
      return sum / (expected.pixels.data.length / 3);
    });
    const found = [1, 3, 5].map((at) => Number.parseInt(expected.meanColour.slice(at, at + 2), 16));
    for (const [channel, value] of stats.entries()) assert.ok(Math.abs(value - found[channel]!) <= 2);
  });

  test("a blurred copy is less sharp", async () => {
    const blurred = await decode(await painted(4, width, height).blur(4).png().toBuffer());
    assert.ok(blurred.sharpness < expected.sharpness / 3);
  });

  test("a view for formats that browsers cannot show: JPEG, upright, at most 2560", async () => {
    const path = put(await painted(6, 3000, 100).withMetadata({ orientation: 6 }).tiff().toBuffer(), "wide.tiff");
    const { format, width, height } = await sharp(await media.view(path)).metadata();
    assert.deepEqual([format, width, height], ["jpeg", 85, 2560]);
    const photo = await decodePath(path);
    assert.deepEqual([photo.facts.width, photo.facts.height], [100, 3000]);
  });
});

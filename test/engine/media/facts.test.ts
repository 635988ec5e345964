/** What EXIF says of time, camera, lens and place; and that a broken block never costs the photo. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Exif } from "sharp";
import sharp from "sharp";
import { createRandom } from "../../fixtures/random.ts";
import { createBench, painted } from "./files.ts";

const { decode } = createBench();

async function factsOf(exif: Exif, format: "jpeg" | "webp" | "png" = "jpeg") {
  return (await decode(await painted(1, 64, 48).withExif(exif)[format]().toBuffer())).facts;
}

describe("time", () => {
  const local = "2021:07:14 12:30:05";
  test("without an offset, as if it were UTC", async () => {
    assert.equal((await factsOf({ IFD2: { DateTimeOriginal: local } })).takenAtMs, Date.UTC(2021, 6, 14, 12, 30, 5));
  });

  test("with an offset and fractions of a second", async () => {
    const { takenAtMs } = await factsOf({ IFD2: { DateTimeOriginal: local, OffsetTimeOriginal: "+02:00", SubSecTimeOriginal: "25" } });
    assert.equal(takenAtMs, Date.UTC(2021, 6, 14, 10, 30, 5, 250));
  });

  test("west of Greenwich", async () => {
    const { takenAtMs } = await factsOf({ IFD2: { DateTimeOriginal: local, OffsetTime: "-03:30" } });
    assert.equal(takenAtMs, Date.UTC(2021, 6, 14, 16, 0, 5));
  });

  test("of digitizing, where the original's is not known; never of the last change", async () => {
    assert.equal((await factsOf({ IFD2: { DateTimeDigitized: local } })).takenAtMs, Date.UTC(2021, 6, 14, 12, 30, 5));
    assert.equal((await factsOf({ IFD0: { DateTime: local } })).takenAtMs, null);
  });

  test("that never was is none", async () => {
    for (const time of ["0000:00:00 00:00:00", "    :  :     :  :  ", "2021:13:01 00:00:00", "2021:01:01 25:00:00", "yesterday"]) {
      assert.equal((await factsOf({ IFD2: { DateTimeOriginal: time } })).takenAtMs, null, time);
    }
  });
});

describe("camera and lens", () => {
  for (const [make, model, camera] of [
    ["Apple", "iPhone 8", "Apple iPhone 8"],
    ["NIKON CORPORATION", "NIKON D70", "NIKON D70"],
    ["Canon", "Canon EOS 40D", "Canon EOS 40D"],
    ["  SONY ", " DSC-RX100   ", "SONY DSC-RX100"],
  ] as const) {
    test(camera, async () => assert.equal((await factsOf({ IFD0: { Make: make, Model: model } })).camera, camera));
  }

  test("one of the two, or blanks only", async () => {
    assert.equal((await factsOf({ IFD0: { Model: "X100" } })).camera, "X100");
    assert.equal((await factsOf({ IFD0: { Make: "   ", Model: "-" } })).camera, null);
  });

  test("the lens", async () => {
    assert.equal((await factsOf({ IFD2: { LensModel: "EF50mm f/1.8 STM" } })).lens, "EF50mm f/1.8 STM");
  });
});

describe("place", () => {
  const at = (latitude: string, north: string, longitude: string, east: string) =>
    factsOf({ IFD3: { GPSLatitude: latitude, GPSLatitudeRef: north, GPSLongitude: longitude, GPSLongitudeRef: east } });

  test("south and west are negative", async () => {
    const { place } = await at("33/1 52/1 1200/100", "S", "151/1 12/1 3600/100", "W");
    assert.ok(place);
    assert.ok(Math.abs(place.latitude + 33.87) < 1e-4);
    assert.ok(Math.abs(place.longitude + 151.21) < 1e-4);
  });

  test("zero and zero, or off the globe, is no place", async () => {
    assert.equal((await at("0/1 0/1 0/1", "N", "0/1 0/1 0/1", "E")).place, null);
    assert.equal((await at("95/1 0/1 0/1", "N", "10/1 0/1 0/1", "E")).place, null);
    assert.equal((await at("10/0 0/0 0/0", "N", "10/1 0/1 0/1", "E")).place, null);
  });
});

test("more fields are counted as more, in every format that carries them", async () => {
  for (const format of ["jpeg", "webp", "png"] as const) {
    const few = await factsOf({ IFD0: { Make: "A" } }, format);
    const many = await factsOf({ IFD0: { Make: "A", Model: "B", Artist: "C", Copyright: "D" } }, format);
    assert.ok(many.metadataFields >= few.metadataFields + 3, format);
    assert.equal(many.camera, "A B", format);
  }
  assert.equal((await decode(await painted(1, 64, 48).jpeg().toBuffer())).facts.metadataFields, 0);
});

test("a broken block never costs the photo", async () => {
  const whole = await painted(1, 64, 48)
    .withExif({
      IFD0: { Make: "Apple", Model: "iPhone" },
      IFD2: { DateTimeOriginal: "2021:07:14 12:30:05" },
      IFD3: { GPSLatitudeRef: "N" },
    })
    .jpeg()
    .toBuffer();
  const start = whole.indexOf("Exif") + 6;
  const random = createRandom(77);
  for (let round = 0; round < 60; round++) {
    const broken = Buffer.from(whole);
    for (let hit = 0; hit < 12; hit++) broken[start + random.below(180)] = random.below(256);
    const { facts } = await decode(broken);
    // An orientation may have come out of the noise.
    assert.equal(facts.width * facts.height, 64 * 48);
  }
});

test("colours: full, grey and few are told apart, whatever the file could hold", async () => {
  const picture = painted(3, 320, 240);
  const coloursOf = async (bytes: Buffer) => (await decode(bytes)).facts.colours;
  assert.equal(await coloursOf(await picture.clone().jpeg().toBuffer()), "full");
  assert.equal(await coloursOf(await picture.clone().png().toBuffer()), "full");
  const grey = await picture.clone().greyscale().png().toBuffer();
  assert.equal(await coloursOf(await sharp(grey).jpeg().toBuffer()), "grey");
  const greyInColour = await sharp(grey).toColourspace("srgb").jpeg({ quality: 40 }).toBuffer();
  assert.equal(await coloursOf(greyInColour), "grey", "three channels of the same grey");
  assert.equal(await coloursOf(await picture.clone().gif().toBuffer()), "few");
  assert.equal(await coloursOf(await picture.clone().png({ palette: true, colours: 64 }).toBuffer()), "few");
  assert.equal(await coloursOf(await picture.clone().greyscale().threshold(128).png({ palette: true, colours: 2 }).toBuffer()), "few");
});

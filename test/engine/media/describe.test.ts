/** What photos of each format say of themselves in EXIF, IPTC and XMP. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { readEmbedded } from "../../../electron/engine/media/describe.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-describe-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const packet =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">Zürich</rdf:RDF></x:xmpmeta>';
const picture = () => sharp({ create: { width: 64, height: 48, channels: 3, background: "#a04020" } });
const exif = (description: string) => ({
  IFD0: { ImageDescription: description },
  IFD2: { DateTimeOriginal: "2019:05:03 14:02:11", SubSecTimeOriginal: "25", OffsetTimeOriginal: "+02:00" },
  IFD3: { GPSLatitudeRef: "S", GPSLatitude: "33/1 30/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "151/1 15/1 0/1" },
});

async function read(bytes: Uint8Array) {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, bytes);
  return readEmbedded(path);
}

/** A JPEG with an IPTC block of these (dataset, bytes), as Photoshop writes it. */
function withIptc(jpeg: Buffer, records: readonly (readonly [number, Buffer])[]): Buffer {
  const block = Buffer.concat(records.flatMap(([set, bytes]) => [Buffer.of(0x1c, 2, set, bytes.length >> 8, bytes.length & 255), bytes]));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(block.length);
  const resource = Buffer.concat([Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0", "latin1"), size, block, Buffer.alloc(block.length % 2)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(resource.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.of(0xff, 0xed), length, resource, jpeg.subarray(2)]);
}

test("EXIF's time and place and the XMP packet are found in every format that carries them", async () => {
  for (const format of ["jpeg", "png", "webp", "avif"] as const) {
    const { description, xmp } = await read(await picture().withExif(exif("A day out")).withXmp(packet).toFormat(format).toBuffer());
    assert.deepEqual(description.place, { latitude: -33.5, longitude: 151.25 }, format);
    assert.equal(description.taken, "2019-05-03T14:02:11.25+02:00", format);
    assert.equal(description.description, "A day out", format);
    assert.match(xmp ?? "", /Zürich/, format);
  }
  assert.match((await read(await picture().withXmp(packet).tiff().toBuffer())).xmp ?? "", /Zürich/);
});

test("keywords of IPTC are read as UTF-8 where they are, else as Latin-1, and never as numbers", async () => {
  const jpeg = await picture().jpeg().toBuffer();
  const { description } = await read(
    withIptc(jpeg, [
      [25, Buffer.from("Zürich")],
      [25, Buffer.from("Gen\xe8ve", "latin1")],
      [25, Buffer.from("007")],
      [5, Buffer.from("A title")],
      [120, Buffer.from("A caption")],
    ]),
  );
  assert.deepEqual(
    [description.keywords, description.title, description.description],
    [["Zürich", "Genève", "007"], "A title", "A caption"],
  );
  assert.deepEqual((await read(withIptc(jpeg, [[25, Buffer.from("one")]]))).description.keywords, ["one"]);
});

test("what a camera writes of itself is nobody's description, and a broken time is none", async () => {
  for (const words of ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "   "])
    assert.equal((await read(await picture().withExif(exif(words)).jpeg().toBuffer())).description.description, null);
  for (const time of ["0000:00:00 00:00:00", "2019:13:03 14:02:11", "    :  :     :  :  "]) {
    const bytes = await picture()
      .withExif({ IFD2: { DateTimeOriginal: time } })
      .jpeg()
      .toBuffer();
    assert.equal((await read(bytes)).description.taken, null, time);
  }
});

test("what says nothing, or is no photo, says nothing", async () => {
  const none = { rating: null, keywords: [], title: null, description: null, place: null, taken: null };
  for (const bytes of [
    await picture().jpeg().toBuffer(),
    Buffer.from("no photo"),
    Buffer.alloc(0),
    Buffer.of(0xff, 0xd8, 0xff, 0xe1, 0xff),
  ])
    assert.deepEqual(await read(bytes), { description: none, xmp: null, orientation: undefined });
});

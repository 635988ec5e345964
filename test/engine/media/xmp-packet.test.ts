/** A packet put into JPEGs: everything else stays byte for byte, sharp and exifr read it, and what could break is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import exifr from "exifr";
import sharp from "sharp";
import { haveSamePixels } from "../../../electron/engine/media/same-pixels.ts";
import { longestPacketBytes, withXmpPacket, xmpPlace } from "../../../electron/engine/media/xmp-packet.ts";
import { nothing } from "../../../electron/engine/metadata/merge.ts";
import { writeXmp } from "../../../electron/engine/metadata/xmp-write.ts";
import { paintPicture } from "../../fixtures/pictures.ts";

const { data, width, height } = paintPicture(11, 320, 240);
const picture = () => sharp(data, { raw: { width, height, channels: 3 } });
const words = writeXmp(null, { ...nothing, rating: 4, title: "Zoë" });
const exif = { IFD0: { Artist: "somebody" }, IFD2: { DateTimeOriginal: "2019:05:03 14:02:11" } };
const mark = Buffer.from("http://ns.adobe.com/xap/1.0/\0");

const kinds: Record<string, () => Promise<Buffer>> = {
  bare: () => picture().jpeg().toBuffer(),
  progressive: () => picture().jpeg({ progressive: true }).toBuffer(),
  "with EXIF": () => picture().withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  "with XMP": () =>
    picture()
      .withXmp(writeXmp(null, { ...nothing, keywords: ["lake"] }))
      .jpeg()
      .toBuffer(),
  "with all": () => picture().withExif(exif).withIccProfile("p3").withXmp(words).jpeg().toBuffer(),
};

function segment(kind: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string, "latin1");
  const head = Buffer.from([0xff, kind, 0, 0]);
  head.writeUInt16BE(2 + bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

/** Right after the beginning. */
const withSegment = (jpeg: Buffer, kind: number, content: Buffer | string): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), segment(kind, content), jpeg.subarray(2)]);

for (const [name, make] of Object.entries(kinds))
  test(`${name}: the packet is there and nothing else has changed`, async () => {
    const jpeg = await make();
    const made = withXmpPacket(jpeg, words);
    assert.equal(made.refusal, null);
    const before = xmpPlace(jpeg);
    const after = xmpPlace(made.bytes!);
    assert.ok(typeof before === "object" && typeof after === "object");
    assert.equal(before.packet !== null, name === "with XMP" || name === "with all");
    assert.deepEqual(made.bytes!.subarray(0, after.from), jpeg.subarray(0, before.from));
    assert.deepEqual(made.bytes!.subarray(after.to), jpeg.subarray(before.to));
    const packet = after.packet!.toString();
    assert.ok(packet.startsWith('<?xpacket begin="\ufeff"') && packet.endsWith('<?xpacket end="w"?>') && !packet.includes("<?xml"));
    assert.ok(await haveSamePixels(jpeg, made.bytes!));
    const read = await exifr.parse(made.bytes!, { xmp: true, tiff: true, exif: true });
    assert.deepEqual([read.Rating, read.Artist], [4, name.endsWith("EXIF") || name === "with all" ? "somebody" : undefined]);
    const { xmp, orientation } = await sharp(made.bytes!).metadata();
    assert.equal(xmp!.toString(), packet);
    assert.equal(orientation, (await sharp(jpeg).metadata()).orientation);
    // The same again changes nothing more; the old one put back gives the old file.
    assert.deepEqual(withXmpPacket(made.bytes!, packet).bytes, made.bytes);
  });

test("a packet that was there can be put back to the byte", async () => {
  const jpeg = withXmpPacket(await kinds.bare!(), writeXmp(null, { ...nothing, rating: 1 })).bytes!;
  const place = xmpPlace(jpeg);
  assert.ok(typeof place === "object");
  const made = withXmpPacket(jpeg, words).bytes!;
  assert.deepEqual(withXmpPacket(made, place.packet!.toString()).bytes, jpeg);
});

test("it stands after JFIF and EXIF, wherever the others are", async () => {
  const jpeg = await kinds["with EXIF"]!();
  const place = xmpPlace(jpeg);
  assert.ok(typeof place === "object");
  assert.ok(jpeg.subarray(0, place.from).includes("Exif\0\0"));
  assert.ok(place.from < jpeg.indexOf(Buffer.from([0xff, 0xdb])));
});

test("the longest packet fits and one byte more does not", async () => {
  const jpeg = await kinds.bare!();
  const packet = (length: number): string => {
    const [head, tail] = ['<?xpacket begin=""?>', '<?xpacket end="w"?>'];
    return head + " ".repeat(length - head.length - tail.length) + tail;
  };
  const made = withXmpPacket(jpeg, packet(longestPacketBytes));
  assert.equal(made.refusal, null);
  assert.ok(await haveSamePixels(jpeg, made.bytes!));
  assert.match(withXmpPacket(jpeg, packet(longestPacketBytes + 1)).refusal!, /too long/);
});

test("what a change could break is refused", async () => {
  const jpeg = await kinds.bare!();
  const xmp = (text: string): Buffer => Buffer.concat([mark, Buffer.from(text)]);
  const refused: readonly (readonly [Buffer, RegExp])[] = [
    [withSegment(jpeg, 0xe2, "MPF\0II*\0"), /several pictures/],
    [withSegment(jpeg, 0xeb, "JP\0\x01"), /credentials/],
    [withSegment(jpeg, 0xe1, "http://ns.adobe.com/xmp/extension/\0abc"), /more XMP/],
    [withSegment(jpeg, 0xe1, xmp('<a xmpNote:HasExtendedXMP="0"/>')), /other parts/],
    [withSegment(jpeg, 0xe1, xmp('<a GCamera:MicroVideo="1"/>')), /other parts/],
    [withSegment(withSegment(jpeg, 0xe1, xmp("<a/>")), 0xe1, xmp("<b/>")), /several XMP/],
    [Buffer.concat([jpeg, Buffer.from("MotionPhoto_Data")]), /follows/],
    [Buffer.concat([jpeg, jpeg]), /follows/],
    [Buffer.concat([jpeg, Buffer.alloc(1)]), /follows/],
    [jpeg.subarray(0, jpeg.length - 2), /hold together/],
    [jpeg.subarray(0, 300), /hold together/],
    [Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff]), withSegment(jpeg, 0xe1, xmp("<a/>")).subarray(2)]), /hold together/],
    [Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0]), jpeg.subarray(2)]), /hold together/],
    [await picture().png().toBuffer(), /hold together/],
    [Buffer.alloc(0), /hold together/],
  ];
  for (const [bytes, why] of refused) assert.match(withXmpPacket(bytes, words).refusal ?? "none", why);
});

test("cut anywhere, and with any byte of its head altered, it is refused or only its packet differs", async () => {
  const jpeg = await kinds["with XMP"]!();
  for (let end = 0; end < jpeg.length; end += 97) assert.equal(withXmpPacket(jpeg.subarray(0, end), words).bytes, null, `cut at ${end}`);
  for (let at = 0; at < 700; at++) {
    const altered = Buffer.from(jpeg);
    altered[at] = (altered[at]! + 1 + (at % 200)) & 0xff;
    const place = xmpPlace(altered);
    const { bytes } = withXmpPacket(altered, words);
    if (bytes === null || typeof place === "string") continue;
    const after = xmpPlace(bytes);
    assert.ok(typeof after === "object");
    assert.deepEqual(
      Buffer.concat([bytes.subarray(0, after.from), bytes.subarray(after.to)]),
      Buffer.concat([altered.subarray(0, place.from), altered.subarray(place.to)]),
      `altered at ${at}`,
    );
  }
});

test("other pixels are told, and what cannot be decoded is not the same", async () => {
  const jpeg = await kinds.bare!();
  assert.equal(await haveSamePixels(jpeg, await picture().jpeg({ quality: 50 }).toBuffer()), false);
  assert.equal(await haveSamePixels(Buffer.from("no picture"), Buffer.from("no picture")), false);
});

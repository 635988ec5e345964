/** Makes the files that the media tests read: painted pictures in every format, and containers built by hand. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import sharp, { type Sharp } from "sharp";
import { createMedia, type MediaOptions } from "../../../electron/engine/media/media.ts";
import { MediaError } from "../../../electron/engine/media/media-error.ts";
import type { DecodedPhoto, Pixels } from "../../../electron/engine/photo.ts";
import { paintPicture } from "../../fixtures/pictures.ts";

/** A folder for one test file, with a reader of photos; both go away with the tests. */
export function createBench(options: MediaOptions = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "likeness-media-")));
  const media = createMedia(options);
  after(async () => {
    await media.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  let made = 0;
  const put = (bytes: Uint8Array, name = "photo.jpg") => {
    made += 1;
    const path = join(folder, `${made}-${name}`);
    writeFileSync(path, bytes);
    return path;
  };
  const decodePath = async (path: string) => media.decode(await media.open(path, () => undefined));
  return { folder, media, put, decodePath, decode: (bytes: Uint8Array, name?: string) => decodePath(put(bytes, name)) };
}

const paintings = new Map<string, Buffer>();

/** Painted once for each seed and size: the same picture goes into many files. */
export function painted(seed: number, width: number, height: number): Sharp {
  const key = `${seed} ${width} ${height}`;
  const data = paintings.get(key) ?? Buffer.from(paintPicture(seed, width, height).data);
  paintings.set(key, data);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Mean difference of two pictures of one size, 0..255 a channel. */
export function meanDifference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) sum += Math.abs(a.data[at]! - b.data[at]!);
  return sum / a.data.length;
}

/** What came of it: the photo, or the code of the error. Anything but a MediaError is thrown. */
export async function outcome(decoding: Promise<DecodedPhoto>): Promise<DecodedPhoto | string> {
  try {
    return await decoding;
  } catch (error) {
    if (error instanceof MediaError) return error.code;
    throw error;
  }
}

export interface BitmapOptions {
  readonly bits: 1 | 4 | 8 | 16 | 24 | 32;
  readonly topDown?: boolean;
  /** Already encoded rows for compressions 1 and 2. */
  readonly runs?: Uint8Array;
  readonly compression?: number;
  readonly masks?: readonly number[];
  /** RGB triples. */
  readonly palette?: readonly (readonly [number, number, number])[];
}

/** A BMP whose pixel at (x, y) is what `value` says: an index up to 8 bits, the packed value above. */
export function bitmap(width: number, height: number, options: BitmapOptions, value: (x: number, y: number) => number): Buffer {
  const { bits, topDown = false, compression = 0, masks = [], palette = [], runs } = options;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const pixelsAt = 54 + masks.length * 4 + palette.length * 4;
  const bytes = Buffer.alloc(pixelsAt + (runs ? runs.length : rowBytes * height));
  bytes.write("BM", 0, "latin1");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(pixelsAt, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(topDown ? -height : height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(compression, 30);
  bytes.writeUInt32LE(palette.length, 46);
  for (const [index, mask] of masks.entries()) bytes.writeUInt32LE(mask, 54 + index * 4);
  for (const [index, [red, green, blue]] of palette.entries()) bytes.set([blue, green, red, 0], 54 + masks.length * 4 + index * 4);
  if (runs) bytes.set(runs, pixelsAt);
  for (let y = 0; y < height && !runs; y++) {
    const row = pixelsAt + rowBytes * (topDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const put = value(x, y);
      if (bits >= 16) bytes.writeUIntLE(put, row + (x * bits) / 8, bits / 8);
      else bytes[row + ((x * bits) >> 3)]! |= put << (8 - bits - ((x * bits) & 7));
    }
  }
  return bytes;
}

/** One TIFF directory entry: its tag and values, kept as LONG, SHORT or text. */
export type TiffEntry = readonly [tag: number, type: "short" | "long" | "text", value: number | string];

/** A little-endian TIFF of the directories given, one after the other, with bytes behind them. */
export function tiff(directories: readonly (readonly TiffEntry[])[], behind: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8192);
  bytes.write("II*\0", 0, "latin1");
  bytes.writeUInt32LE(8, 4);
  let at = 8;
  let text = 4096;
  for (const [index, entries] of directories.entries()) {
    bytes.writeUInt16LE(entries.length, at);
    for (const [place, [tag, type, value]] of entries.entries()) {
      const entry = at + 2 + place * 12;
      bytes.writeUInt16LE(tag, entry);
      bytes.writeUInt16LE({ short: 3, long: 4, text: 2 }[type], entry + 2);
      bytes.writeUInt32LE(typeof value === "string" ? value.length + 1 : 1, entry + 4);
      if (typeof value === "number") bytes[type === "short" ? "writeUInt16LE" : "writeUInt32LE"](value, entry + 8);
      else {
        bytes.writeUInt32LE(text, entry + 8);
        bytes.write(value, text, "latin1");
        text += value.length + 1;
      }
    }
    at += 2 + entries.length * 12;
    bytes.writeUInt32LE(index + 1 < directories.length ? at + 4 : 0, at);
    at += 4;
  }
  return Buffer.concat([bytes, behind]);
}

/** A BMP file's bytes come in; its pixels go out, as RGB from the top (Microsoft's BITMAPINFOHEADER and OS/2's BITMAPCOREHEADER). */
import type { Pixels } from "../photo.ts";
import { MediaError } from "./media-error.ts";

interface Header {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  readonly pixelsAt: number;
  /** uint8 [colours, 3], RGB */
  readonly palette: Uint8Array;
  /** Red, green, blue: where their bits lie in a pixel of 16 or 32 bits. */
  readonly masks: readonly [number, number, number];
}

const uncompressed = 0;
const runs8 = 1;
const runs4 = 2;
const bitFields = 3;
const alphaBitFields = 6;

/** Throws MediaError "damaged" or "unsupported-format". */
export function bitmapSize(bytes: Buffer): { width: number; height: number } {
  const { width, height } = readHeader(bytes);
  return { width, height };
}

export function decodeBitmap(bytes: Buffer): Pixels {
  const header = readHeader(bytes);
  const { width, height, bits, compression } = header;
  const data = new Uint8Array(width * height * 3);
  const isRuns = (compression === runs8 && bits === 8) || (compression === runs4 && bits === 4);
  if (isRuns) decodeRuns(bytes, header, data);
  else if (compression === uncompressed || compression === bitFields || compression === alphaBitFields) decodeRows(bytes, header, data);
  else throw new MediaError("unsupported-format", `BMP compression ${compression} cannot be read.`);
  return { width, height, data };
}

function readHeader(bytes: Buffer): Header {
  if (bytes.length < 26) throw truncated();
  const headerBytes = bytes.readUInt32LE(14);
  const core = headerBytes === 12;
  if (!core && (headerBytes < 40 || headerBytes > 256 || bytes.length < 14 + headerBytes)) {
    throw new MediaError("damaged", `The BMP header claims ${headerBytes} bytes.`);
  }
  const width = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = core ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(core ? 24 : 28);
  const compression = core ? 0 : bytes.readUInt32LE(30);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw new MediaError("damaged", `The BMP header claims ${width} x ${signedHeight} pixels.`);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new MediaError("unsupported-format", `BMP with ${bits} bits a pixel cannot be read.`);
  const extraMasks = headerBytes === 40 && (compression === bitFields || compression === alphaBitFields);
  const maskBytes = extraMasks ? (compression === bitFields ? 12 : 16) : 0;
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    compression,
    pixelsAt: bytes.readUInt32LE(10),
    palette: readPalette(bytes, 14 + headerBytes + maskBytes, core, bits, core ? 0 : bytes.readUInt32LE(46)),
    masks: readMasks(bytes, bits, compression),
  };
}

function readPalette(bytes: Buffer, at: number, core: boolean, bits: number, claimed: number): Uint8Array {
  const colours = bits > 8 ? 0 : Math.min(claimed || 2 ** bits, 256);
  const stride = core ? 3 : 4;
  if (at + colours * stride > bytes.length) throw truncated();
  const palette = new Uint8Array(256 * 3);
  for (let index = 0; index < colours; index++) {
    for (let channel = 0; channel < 3; channel++) palette[index * 3 + channel] = bytes[at + index * stride + 2 - channel] ?? 0;
  }
  return palette;
}

function readMasks(bytes: Buffer, bits: number, compression: number): Header["masks"] {
  if ((compression === bitFields || compression === alphaBitFields) && bytes.length >= 66) {
    return [bytes.readUInt32LE(54), bytes.readUInt32LE(58), bytes.readUInt32LE(62)];
  }
  return bits === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0x00ff00, 0x0000ff];
}

function decodeRows(bytes: Buffer, header: Header, data: Uint8Array): void {
  const { width, height, topDown, bits, pixelsAt } = header;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (pixelsAt + rowBytes * (height - 1) + Math.ceil((width * bits) / 8) > bytes.length) throw truncated();
  const put = bits <= 8 ? indexedRow(bytes, header, data) : bits === 24 ? plainRow(bytes, width, data) : maskedRow(bytes, header, data);
  for (let y = 0; y < height; y++) put(pixelsAt + y * rowBytes, (topDown ? y : height - 1 - y) * width * 3);
}

/** Reads one row from a byte of the file into a byte of the pixels. */
type PutRow = (from: number, to: number) => void;

function plainRow(bytes: Buffer, width: number, data: Uint8Array): PutRow {
  return (from, to) => {
    for (let at = 0; at < width * 3; at += 3) {
      data[to + at] = bytes[from + at + 2] as number;
      data[to + at + 1] = bytes[from + at + 1] as number;
      data[to + at + 2] = bytes[from + at] as number;
    }
  };
}

function indexedRow(bytes: Buffer, { width, bits, palette }: Header, data: Uint8Array): PutRow {
  const mask = 2 ** bits - 1;
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      const index = ((bytes[from + (bit >> 3)] as number) >> (8 - bits - (bit & 7))) & mask;
      data.set(palette.subarray(index * 3, index * 3 + 3), to + x * 3);
    }
  };
}

function maskedRow(bytes: Buffer, { width, bits, masks }: Header, data: Uint8Array): PutRow {
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, top: Math.max(1, mask >>> shift) };
  });
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const value = bits === 16 ? bytes.readUInt16LE(from + x * 2) : bytes.readUInt32LE(from + x * 4);
      for (let channel = 0; channel < 3; channel++) {
        const { mask, shift, top } = channels[channel] as (typeof channels)[number];
        data[to + x * 3 + channel] = Math.round((((value & mask) >>> shift) * 255) / top);
      }
    }
  };
}

/** BI_RLE8 and BI_RLE4: pairs of (count, value); a count of 0 escapes to a line's end, the end, a jump, or literal pixels. */
function decodeRuns(bytes: Buffer, { width, height, topDown, bits, pixelsAt, palette }: Header, data: Uint8Array): void {
  let x = 0;
  let y = 0;
  let at = pixelsAt;
  const next = () => {
    const value = bytes[at++];
    if (value === undefined) throw truncated();
    return value;
  };
  const put = (index: number) => {
    if (x < width && y < height) data.set(palette.subarray(index * 3, index * 3 + 3), ((topDown ? y : height - 1 - y) * width + x) * 3);
    x += 1;
  };
  const nibble = (value: number, step: number) => (bits === 8 ? value : step % 2 === 0 ? value >> 4 : value & 15);
  while (y < height) {
    const count = next();
    const value = next();
    if (count > 0) for (let step = 0; step < count; step++) put(nibble(value, step));
    else if (value === 0) [x, y] = [0, y + 1];
    else if (value === 1) return;
    else if (value === 2) [x, y] = [x + next(), y + next()];
    else {
      const literal = bytes.subarray(at, at + Math.ceil((value * bits) / 8));
      if (literal.length * 8 < value * bits) throw truncated();
      for (let step = 0; step < value; step++) put(nibble(literal[bits === 8 ? step : step >> 1] ?? 0, step));
      at += literal.length + (literal.length % 2);
    }
  }
}

function truncated(): MediaError {
  return new MediaError("damaged", "The BMP file ends before its pixels do.");
}

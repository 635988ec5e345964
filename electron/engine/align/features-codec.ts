/** Features come in and bytes to keep go out, and back. */
import { colourSide, type Features, type KeyPoints } from "./features.ts";

const magic = 0x314e4c41;
const headerBytes = 20;
/** Place, angle, octave, descriptor. */
const pointBytes = 2 * 2 + 2 + 32;

/** Little-endian: magic, sizes, grey, colours, then for both sets of key points their points, angles, octaves and descriptors. */
export function encodeFeatures(features: Features): Uint8Array {
  const { grey, colours, upright, mirrored } = features;
  const bytes = new Uint8Array(headerBytes + grey.data.length + colours.length + (upright.count + mirrored.count) * pointBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  [features.width, features.height, grey.width, grey.height, upright.count, mirrored.count].forEach((value, index) => {
    view.setUint16(4 + index * 2, value, true);
  });
  bytes.set(grey.data, headerBytes);
  bytes.set(colours, headerBytes + grey.data.length);
  let at = headerBytes + grey.data.length + colours.length;
  for (const set of [upright, mirrored]) {
    for (const value of set.points) {
      view.setInt16(at, Math.round(value * 16), true);
      at += 2;
    }
    for (const part of [set.angles, set.octaves, new Uint8Array(set.descriptors.buffer, 0, set.count * 32)]) {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return bytes;
}

/** Throws RangeError where these are not the bytes of encodeFeatures. */
export function decodeFeatures(bytes: Uint8Array): Features {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes || view.getUint32(0, true) !== magic) throw new RangeError("These bytes are not features for aligning.");
  const [width, height, greyWidth, greyHeight, upright, mirrored] = [0, 1, 2, 3, 4, 5].map((index) =>
    view.getUint16(4 + index * 2, true),
  ) as [number, number, number, number, number, number];
  const greyEnd = headerBytes + greyWidth * greyHeight;
  let at = greyEnd + colourSide * colourSide * 3;
  if (bytes.length !== at + (upright + mirrored) * pointBytes) throw new RangeError("Features for aligning are cut short.");
  // Not slice: where the bytes are a Buffer, that one does not copy.
  const copied = (from: number, length: number): Uint8Array<ArrayBuffer> => new Uint8Array(bytes.subarray(from, from + length));
  const read = (count: number): KeyPoints => {
    const points = Float32Array.from({ length: count * 2 }, (_, index) => view.getInt16(at + index * 2, true) / 16);
    at += count * 4;
    const angles = copied(at, count);
    const octaves = copied(at + count, count);
    at += count * 2;
    const descriptors = new Uint32Array(copied(at, count * 32).buffer);
    at += count * 32;
    return { count, points, angles, octaves, descriptors };
  };
  return {
    width,
    height,
    grey: { width: greyWidth, height: greyHeight, data: bytes.subarray(headerBytes, greyEnd) },
    colours: bytes.subarray(greyEnd, greyEnd + colourSide * colourSide * 3),
    upright: read(upright),
    mirrored: read(mirrored),
  };
}

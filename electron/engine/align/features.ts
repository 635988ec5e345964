/** Working pixels of one photo come in; its features go out, and to bytes and back. */
import type { Pixels } from "../photo.ts";
import type { CvMat, OpenCv } from "./opencv.ts";

/** Key points of one picture with their binary descriptors. */
export interface KeyPoints {
  readonly count: number;
  /** float32 [count, 2], pixels of the features' own size. */
  readonly points: Float32Array;
  /** uint8 [count], 256 steps to a full turn clockwise. */
  readonly angles: Uint8Array;
  /** uint8 [count], pyramid level, each 1.2 times the one before. */
  readonly octaves: Uint8Array;
  /** uint32 [count, 8]: ORB (Rublee et al. 2011), 256 bits. */
  readonly descriptors: Uint32Array;
}

export interface Features {
  /** Of the picture in which the points lie: long side `featureSide`. */
  readonly width: number;
  readonly height: number;
  readonly upright: KeyPoints;
  /** Of the picture mirrored left to right; the points are those of the mirrored picture. */
  readonly mirrored: KeyPoints;
  readonly grey: Grey;
  /** uint8 [colourSide, colourSide, 3]: the whole picture stretched to a square. */
  readonly colours: Uint8Array;
}

/** uint8 [height, width], 0..255 */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const featureSide = 400;
export const greySide = 192;
export const colourSide = 16;
const featureCount = 500;
/** Key points this near to the border are dropped; ORB's own 31 leaves little of a small crop's picture. */
const borderPixels = 19;

const magic = 0x314e4c41;
const headerBytes = 20;
const pointBytes = 2 * 2 + 2 + 32;

const fitted = (width: number, height: number, side: number): readonly [number, number] => {
  const scale = side / Math.max(width, height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
};

/** ORB sees contrast, not light: every neighbourhood is brought to the same mean and spread, so that dark photos have corners too. */
export function normaliseContrast(grey: Uint8Array, width: number, height: number, radius = 24): Uint8Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  const squares = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    let square = 0;
    for (let x = 0; x < width; x += 1) {
      const value = grey[y * width + x] as number;
      sum += value;
      square += value * value;
      const at = (y + 1) * stride + x + 1;
      sums[at] = (sums[at - stride] as number) + sum;
      squares[at] = (squares[at - stride] as number) + square;
    }
  }
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - radius) * stride;
    const bottom = Math.min(height, y + radius + 1) * stride;
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const area = ((bottom - top) / stride) * (right - left);
      const total = (table: Float64Array): number =>
        (table[bottom + right] as number) -
        (table[top + right] as number) -
        (table[bottom + left] as number) +
        (table[top + left] as number);
      const mean = total(sums) / area;
      const deviation = Math.sqrt(Math.max(0, total(squares) / area - mean * mean));
      const value = 128 + (52 * ((grey[y * width + x] as number) - mean)) / (deviation + 3);
      out[y * width + x] = Math.max(0, Math.min(255, Math.round(value)));
    }
  }
  return out;
}

/** 10 to 20 ms. Every OpenCV object is deleted, also when a call throws. */
export function extractFeatures(cv: OpenCv, pixels: Pixels): Features {
  const owned: { delete(): void }[] = [];
  const own = <T extends { delete(): void }>(object: T): T => {
    owned.push(object);
    return object;
  };
  const resized = (from: CvMat, width: number, height: number): CvMat => {
    const to = own(new cv.Mat());
    cv.resize(from, to, new cv.Size(width, height), 0, 0, width < from.cols ? cv.INTER_AREA : cv.INTER_CUBIC);
    return to;
  };
  try {
    const colour = own(new cv.Mat(pixels.height, pixels.width, cv.CV_8UC3));
    colour.data.set(pixels.data);
    const full = own(new cv.Mat());
    cv.cvtColor(colour, full, cv.COLOR_RGB2GRAY);
    const [width, height] = fitted(pixels.width, pixels.height, featureSide);
    const picture = resized(full, width, height);
    const normal = normaliseContrast(picture.data, width, height);
    picture.data.set(normal);
    const mirror = own(new cv.Mat());
    cv.flip(picture, mirror, 1);
    const orb = own(new cv.ORB(featureCount));
    orb.setEdgeThreshold(borderPixels);
    const [greyWidth, greyHeight] = fitted(pixels.width, pixels.height, greySide);
    return {
      width,
      height,
      upright: detect(cv, orb, picture),
      mirrored: detect(cv, orb, mirror),
      grey: { width: greyWidth, height: greyHeight, data: resized(full, greyWidth, greyHeight).data.slice() },
      colours: resized(colour, colourSide, colourSide).data.slice(),
    };
  } finally {
    for (const object of owned.reverse()) object.delete();
  }
}

function detect(cv: OpenCv, orb: InstanceType<OpenCv["ORB"]>, picture: CvMat): KeyPoints {
  const mask = new cv.Mat();
  const found = new cv.KeyPointVector();
  const described = new cv.Mat();
  try {
    orb.detectAndCompute(picture, mask, found, described);
    const count = found.size();
    const points = new Float32Array(count * 2);
    const angles = new Uint8Array(count);
    const octaves = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) {
      const { pt, angle, octave } = found.get(index);
      // Sixteenths: what the bytes keep, so that kept and fresh features align alike.
      points[index * 2] = Math.round(pt.x * 16) / 16;
      points[index * 2 + 1] = Math.round(pt.y * 16) / 16;
      angles[index] = Math.round((angle / 360) * 256) & 255;
      octaves[index] = octave & 255;
    }
    const descriptors = new Uint32Array(count * 8);
    new Uint8Array(descriptors.buffer).set(described.data.subarray(0, count * 32));
    return { count, points, angles, octaves, descriptors };
  } finally {
    described.delete();
    found.delete();
    mask.delete();
  }
}

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
  const read = (count: number): KeyPoints => {
    const points = Float32Array.from({ length: count * 2 }, (_, index) => view.getInt16(at + index * 2, true) / 16);
    at += count * 4;
    const angles = bytes.slice(at, at + count);
    const octaves = bytes.slice(at + count, at + count * 2);
    at += count * 2;
    const descriptors = new Uint32Array(bytes.slice(at, at + count * 32).buffer);
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

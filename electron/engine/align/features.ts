/** Working pixels of one photo come in; its features go out. */

import type { Pixels } from "../photo.ts";
import { normaliseContrast } from "./contrast.ts";
import type { CvMat, CvOrb, OpenCv } from "./opencv.ts";

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

const fitted = (width: number, height: number, side: number): readonly [number, number] => {
  const scale = side / Math.max(width, height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
};

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

/** ORB's smallest pyramid level of a picture thinner than this is no picture, on which OpenCV throws. */
const thinnestPixels = 48;

function detect(cv: OpenCv, orb: CvOrb, picture: CvMat): KeyPoints {
  if (Math.min(picture.rows, picture.cols) < thinnestPixels) return noKeyPoints();
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

const noKeyPoints = (): KeyPoints => ({
  count: 0,
  points: new Float32Array(0),
  angles: new Uint8Array(0),
  octaves: new Uint8Array(0),
  descriptors: new Uint32Array(0),
});

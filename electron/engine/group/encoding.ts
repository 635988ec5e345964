/** Facts of one photo come in; how its file keeps the picture goes out: camera data, lossless, lossy, bits a pixel. */
import type { Candidate, PhotoFacts } from "../photo.ts";

const rawFormats = new Set([
  "raw",
  "dng",
  "cr2",
  "cr3",
  "crw",
  "nef",
  "nrw",
  "arw",
  "srf",
  "sr2",
  "raf",
  "orf",
  "rw2",
  "pef",
  "x3f",
  "3fr",
  "iiq",
  "srw",
  "rwl",
]);
const losslessFormats = new Set(["png", "bmp", "tiff", "tif", "ppm"]);

/** How many bits of JPEG one bit of the format is worth. */
const jpegBits: Readonly<Record<string, number>> = { jpeg: 1, jpg: 1, webp: 1.4, heic: 1.8, heif: 1.8, avif: 2, jxl: 1.7 };

/** A lossless file shows no more than a good JPEG where it was saved from one, which nobody can tell: it counts as one of this many bits a pixel. */
const losslessBitsPerPixel = 3;

/** Below this a JPEG shows its blocks, wherever it came from. */
const poorBitsPerPixel = 0.7;

export const isRaw = (facts: PhotoFacts): boolean => rawFormats.has(facts.format);
export const isLossless = (facts: PhotoFacts): boolean => losslessFormats.has(facts.format);

/** Bits a pixel, as a JPEG would need them for the same quality. */
export function bitsPerPixel({ sizeBytes, facts }: Candidate): number {
  if (isLossless(facts) || isRaw(facts)) return losslessBitsPerPixel;
  return ((sizeBytes * 8) / Math.max(1, facts.width * facts.height)) * (jpegBits[facts.format] ?? 1);
}

/**
 * 3: as the camera wrote it, or nearly: it names its camera and is not heavily compressed. 2: lossless without a camera
 * (a screenshot, a scan, a drawing). 1: lossy without a camera, heavily compressed, or lossless but with the very pixels of a
 * lossy file (`resaved`), so saved from it. 0: with a palette.
 */
export function originRank(candidate: Candidate, resaved: boolean): 0 | 1 | 2 | 3 {
  const { facts } = candidate;
  if (facts.colours === "few") return 0;
  if (resaved) return 1;
  if (facts.camera !== null && bitsPerPixel(candidate) >= poorBitsPerPixel) return 3;
  return isLossless(facts) ? 2 : 1;
}

/** A camera's RAW file comes in; the largest JPEG picture that the camera put inside goes out. */
import { MediaError } from "./media-error.ts";
import type { TiffDirectories } from "./tiff-directories.ts";

export interface Preview {
  /** Begins at the JPEG's start; may hold more than the JPEG. */
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

const startOfImage = Buffer.of(0xff, 0xd8, 0xff);
const candidatesAtMost = 4096;
/** The pictures inside are for camera screens at least; smaller ones are thumbnails of no use to compare by. */
const smallestSide = 120;

/** The sensor's format by what the directories say; the maker's name tells most of them apart. */
export function rawFormat({ dng, make }: TiffDirectories): string {
  if (dng) return "dng";
  const maker = make.toLowerCase();
  if (maker.startsWith("nikon")) return "nef";
  if (maker.startsWith("sony")) return "arw";
  if (maker.startsWith("pentax") || maker.startsWith("ricoh")) return "pef";
  if (maker.startsWith("samsung")) return "srw";
  if (maker.startsWith("kodak") || maker.startsWith("eastman")) return "dcr";
  if (maker.startsWith("hasselblad")) return "3fr";
  return "raw";
}

/**
 * Every maker keeps its previews elsewhere, but all are whole JPEGs: each start-of-image mark is tried as one, and only a header
 * that holds together with a lossy frame counts (lossless JPEG is how sensors' samples are packed).
 * Throws MediaError "unsupported-format" where there is none.
 */
export function largestPreview(bytes: Buffer, format: string): Preview {
  let best: Preview | null = null;
  let at = bytes.indexOf(startOfImage);
  for (let tried = 0; at >= 0 && tried < candidatesAtMost; tried++) {
    const size = lossyFrame(bytes, at);
    if (size && size.width * size.height > (best ? best.width * best.height : 0)) best = { jpeg: bytes.subarray(at), ...size };
    at = bytes.indexOf(startOfImage, at + startOfImage.length);
  }
  if (!best || Math.max(best.width, best.height) < smallestSide) {
    throw new MediaError(
      "unsupported-format",
      `This ${format.toUpperCase()} file holds no JPEG picture of useful size, and its sensor data cannot be read.`,
    );
  }
  return best;
}

/** Follows the segments from start of image to the frame header (ITU-T T.81, B.1 and B.2). */
function lossyFrame(bytes: Buffer, start: number): { width: number; height: number } | null {
  let at = start + 2;
  for (let segments = 0; segments < 200 && at + 9 < bytes.length; segments++) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || marker < 0xc0) return null;
    if (marker >= 0xc0 && marker <= 0xc2) {
      const height = bytes.readUInt16BE(at + 5);
      const width = bytes.readUInt16BE(at + 7);
      return bytes[at + 4] === 8 && width > 0 && height > 0 ? { width, height } : null;
    }
    if (marker === 0xc3 || marker === 0xda || marker === 0xd9) return null;
    at += 2 + length;
  }
  return null;
}

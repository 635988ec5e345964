/** A JPEG's bytes come in; its size and blocks of metadata go out, many times faster than by opening it as a picture. */
import { readTiffDirectories } from "./tiff-directories.ts";

export interface JpegHeader {
  /** As stored. */
  readonly width: number;
  readonly height: number;
  /** EXIF, 1..8. */
  readonly orientation: number;
  /** From the TIFF header on. */
  readonly exif: Buffer | null;
  readonly profile: Buffer | undefined;
  /** XMP and IPTC blocks. */
  readonly otherBlocks: number;
}

const marker = { app1: 0xe1, app2: 0xe2, app13: 0xed, startOfScan: 0xda, endOfImage: 0xd9 } as const;
/** Baseline, extended and progressive frames. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
const exifMark = "Exif\0\0";
export const xmpMark = "http://ns.adobe.com/xap/1.0/\0";
const profileMark = "ICC_PROFILE\0";
const photoshopMark = "Photoshop 3.0\0";

/** Follows the segments up to the first scan (ITU-T T.81, B.1). null where they do not hold together: then only a decoder can say more. */
export function readJpegHeader(bytes: Buffer): JpegHeader | null {
  let size: { width: number; height: number } | null = null;
  let exif: Buffer | null = null;
  const profile: Buffer[] = [];
  const others = new Set<string>();
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const kind = bytes[at + 1] ?? 0;
    if (kind === 0xff) {
      at += 1;
      continue;
    }
    if (kind === marker.startOfScan) break;
    const length = bytes.readUInt16BE(at + 2);
    if (kind < 0xc0 || kind === marker.endOfImage || length < 2) return null;
    const content = bytes.subarray(at + 4, at + 2 + length);
    const begins = (text: string) => content.length >= text.length && content.toString("latin1", 0, text.length) === text;
    if (frames.has(kind) && content.length >= 6) size = { height: content.readUInt16BE(1), width: content.readUInt16BE(3) };
    else if (kind === marker.app1 && begins(exifMark)) exif ??= content.subarray(exifMark.length);
    else if (kind === marker.app1 && begins(xmpMark)) others.add("xmp");
    // Two bytes count the pieces that a large profile comes in.
    else if (kind === marker.app2 && begins(profileMark)) profile.push(content.subarray(profileMark.length + 2));
    else if (kind === marker.app13 && begins(photoshopMark)) others.add("iptc");
    at += 2 + length;
  }
  if (!size || size.width === 0 || size.height === 0) return null;
  const orientation = exif ? (readTiffDirectories(exif)?.orientation ?? 1) : 1;
  return {
    ...size,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    exif,
    profile: profile.length > 0 ? Buffer.concat(profile) : undefined,
    otherBlocks: others.size,
  };
}

/** A photo's EXIF block, or a file that carries one, comes in; what it says of time, camera, lens and place goes out. */
import exifr from "exifr";
import type { Place } from "../../contract.ts";

export interface ExifFacts {
  readonly takenAtMs: number | null;
  readonly camera: string | null;
  readonly lens: string | null;
  readonly place: Place | null;
  readonly fields: number;
}

export const noExif: ExifFacts = { takenAtMs: null, camera: null, lens: null, place: null, fields: 0 };

const parts = { translateValues: false, reviveValues: false };
const exifrOptions = {
  tiff: parts,
  ifd0: parts,
  exif: parts,
  gps: parts,
  ifd1: false,
  interop: false,
  xmp: false,
  icc: false,
  iptc: false,
  jfif: false,
  makerNote: false,
  userComment: false,
  mergeOutput: true,
  translateValues: false,
  reviveValues: false,
};
/** Say nothing of the photo itself: how the bytes are laid out, or where another block begins. */
const structural = new Set([
  "ExifIFD",
  "GPSInfo",
  "InteropIFD",
  "ThumbnailOffset",
  "ThumbnailLength",
  "StripOffsets",
  "StripByteCounts",
  "RowsPerStrip",
  "BitsPerSample",
  "Compression",
  "ImageWidth",
  "ImageHeight",
]);
const longestText = 120;

/** `block` begins with the TIFF header ("II*" or "MM*"), or is a whole HEIC, TIFF or JPEG file. Never throws: a broken block says nothing. */
export async function readExif(block: Uint8Array): Promise<ExifFacts> {
  let tags: Record<string, unknown>;
  try {
    tags = (await exifr.parse(block, exifrOptions)) ?? {};
  } catch {
    return noExif;
  }
  return {
    takenAtMs: takenAtMs(tags),
    camera: camera(text(tags.Make), text(tags.Model)),
    lens: text(tags.LensModel) ?? text(tags.Lens),
    place: placeOf(tags),
    fields: Object.keys(tags).filter((name) => !structural.has(name) && tags[name] !== undefined).length,
  };
}

function text(value: unknown): string | null {
  if (typeof value !== "string") return null;
  // Cameras pad their names with NUL and worse.
  const clean = value
    .replace(/[\p{Cc}\ufffd]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return clean === "" || !/[\p{L}\p{N}]/u.test(clean) ? null : clean.slice(0, longestText);
}

/** "NIKON CORPORATION" + "NIKON D70" is "NIKON D70"; "Apple" + "iPhone 8" is "Apple iPhone 8". */
function camera(make: string | null, model: string | null): string | null {
  if (!make || !model) return model ?? make;
  const [brand = ""] = make.split(" ");
  return model.toLowerCase().startsWith(brand.toLowerCase()) ? model : `${make} ${model}`.slice(0, longestText);
}

const timePattern = /^(\d{4})[:\-/. ](\d{2})[:\-/. ](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/;
const offsetPattern = /^([+-])(\d{2}):?(\d{2})$/;

/** Milliseconds since 1970. A time without an offset (most cameras know none) is taken as if it were UTC: differences within one camera stay right. */
function takenAtMs(tags: Record<string, unknown>): number | null {
  return (
    instant(tags.DateTimeOriginal, tags.SubSecTimeOriginal, tags.OffsetTimeOriginal ?? tags.OffsetTime) ??
    instant(tags.CreateDate ?? tags.DateTimeDigitized, tags.SubSecTimeDigitized, tags.OffsetTimeDigitized ?? tags.OffsetTime)
  );
}

function instant(time: unknown, fraction: unknown, offset: unknown): number | null {
  const found = timePattern.exec(typeof time === "string" ? time.trim() : "");
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map((digits) => Number(digits ?? 0));
  // 1826: the oldest photograph that is kept.
  const sane =
    year >= 1826 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60;
  if (!sane) return null;
  const digits = /^\s*(\d{1,9})/.exec(String(fraction ?? ""))?.[1];
  const milliseconds = digits ? Math.floor(Number(`0.${digits}`) * 1000) : 0;
  const zone = offsetPattern.exec(typeof offset === "string" ? offset.trim() : "");
  const offsetMinutes = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offsetMinutes * 60_000;
}

/** Degrees from the tags of a GPS block; null where they say none. */
export function placeOf(tags: Readonly<Record<string, unknown>>): Place | null {
  const latitude = degrees(tags.GPSLatitude, tags.GPSLatitudeRef, "S");
  const longitude = degrees(tags.GPSLongitude, tags.GPSLongitudeRef, "W");
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  // Receivers without a fix write zeros: nobody means the sea off Ghana.
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude };
}

function degrees(value: unknown, reference: unknown, negative: string): number | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const [whole = 0, minutes = 0, seconds = 0] = value.map(Number);
  const result = whole + (Number.isFinite(minutes) ? minutes / 60 : 0) + (Number.isFinite(seconds) ? seconds / 3600 : 0);
  if (!Number.isFinite(result)) return null;
  return String(reference).toUpperCase().startsWith(negative) ? -result : result;
}

/** A photo's path comes in; what its EXIF and IPTC say of rating, keywords, title, place and time, and its XMP packet as text, go out. */
import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import exifr from "exifr";
import sharp from "sharp";
import type { FilePath } from "../../contract.ts";
import { type Description, systemPath } from "../photo.ts";
import { placeOf } from "./exif.ts";
import { headBytes, sniff } from "./sniff.ts";

export interface Embedded {
  readonly description: Description;
  /** As it stands in the file; null where there is none. */
  readonly xmp: string | null;
  /** EXIF orientation, 1 to 8, by which the decoder turns the picture upright; undefined where none is said, or, in HEIC, where the container does it. */
  readonly orientation: unknown;
}

type Tags = Readonly<Record<string, unknown>>;
interface Blocks {
  readonly exif: Tags;
  readonly iptc: Tags;
  readonly xmp: string | null;
  readonly orientation: unknown;
}

/** A JPEG has all of it before its pixels. */
const jpegHeadBytes = 2 ** 20;
const longestBytes = 2 ** 28;
/** Larger text is nobody's words. */
const longestText = 10_000;

const plain = { translateValues: false, reviveValues: false };
const readerOptions = {
  ...{ tiff: plain, ifd0: plain, exif: plain, gps: plain, iptc: plain, xmp: { parse: false } },
  ...{ ifd1: false, interop: false, icc: false, jfif: false, ihdr: false, makerNote: false, userComment: false, mergeOutput: false },
  ...plain,
};

/** A broken block says nothing. Throws the system's errors, and a RangeError for a file too large to look through. */
export async function readEmbedded(path: FilePath): Promise<Embedded> {
  const bytes = await metadataBytes(path);
  const { reader, format } = sniff(bytes.subarray(0, headBytes));
  // The EXIF library knows JPEG and all that is built as a TIFF; the image library the others.
  const isItsOwn = format === "jpeg" || format === "tiff" || reader === "raw";
  const blocks = (isItsOwn ? null : await fromImageLibrary(bytes)) ?? (await fromExifLibrary(bytes));
  return { description: descriptionOf(blocks), xmp: blocks.xmp, orientation: format === "heic" ? undefined : blocks.orientation };
}

async function metadataBytes(path: FilePath): Promise<Buffer> {
  const file = await open(systemPath(path));
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, jpegHeadBytes));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    if (size <= jpegHeadBytes || (head[0] === 0xff && head[1] === 0xd8)) return head.subarray(0, bytesRead);
    if (size > longestBytes) throw new RangeError("The file is too large to look through for metadata.");
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function fromImageLibrary(bytes: Buffer): Promise<Blocks | null> {
  // An empty buffer makes it throw before there is a promise to catch.
  if (bytes.length === 0) return null;
  const header = await sharp(bytes, { limitInputPixels: false, failOn: "none" })
    .metadata()
    .catch(() => null);
  if (!header) return null;
  const { exif, xmp, orientation } = header;
  const block = exif?.toString("latin1", 0, 4) === "Exif" ? exif.subarray(6) : exif;
  return { exif: block ? (await fromExifLibrary(block)).exif : {}, iptc: {}, xmp: xmp ? xmp.toString("utf8") : null, orientation };
}

async function fromExifLibrary(bytes: Buffer): Promise<Blocks> {
  type Parsed = { readonly [Block in "ifd0" | "exif" | "gps" | "iptc"]?: Tags } & { readonly xmp?: unknown };
  const parsed: Parsed = (await exifr.parse(bytes, readerOptions).catch(() => null)) ?? {};
  const { ifd0, exif, gps, iptc = {}, xmp } = parsed;
  return { exif: { ...ifd0, ...exif, ...gps }, iptc, xmp: typeof xmp === "string" ? xmp : null, orientation: ifd0?.Orientation };
}

function descriptionOf({ exif, iptc }: Blocks): Description {
  return {
    rating: ratingOf(exif.Rating ?? exif[ratingTag]),
    keywords: [iptc.Keywords ?? []].flat().flatMap((word) => iptcText(word) ?? []),
    title: iptcText(iptc.ObjectName),
    description: iptcText(iptc.Caption) ?? ownWords(exif.ImageDescription),
    place: placeOf(exif),
    taken: takenOf(exif),
  };
}

/** IFD0 0x4746, which Windows writes. */
const ratingTag = 0x4746;

function ratingOf(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 5 ? value : null;
}

/** The library reads bytes as Latin-1; what is valid UTF-8 was meant as such. */
function iptcText(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const bytes = Buffer.from(value, "latin1");
  return words(isUtf8(bytes) ? bytes.toString("utf8") : value);
}

/** Cameras write their own name there ("OLYMPUS DIGITAL CAMERA", "SONY DSC"): capitals only. */
function ownWords(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = words(value);
  return text === null || /^[^\u0080-\u{10ffff}a-z]*$/u.test(text) ? null : text;
}

function words(text: string): string | null {
  const clean = text.replaceAll("\0", "").trim();
  return clean === "" || clean.includes("\ufffd") || clean.length > longestText ? null : clean;
}

const timePattern = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/;

/** Only the time of the shutter: when a print was scanned is not when it was taken. */
function takenOf({ DateTimeOriginal: time, SubSecTimeOriginal: fraction, OffsetTimeOriginal: offset }: Tags): string | null {
  const found = timePattern.exec(typeof time === "string" ? time : "");
  const [, year, month, day, clock] = found ?? [];
  if (year === undefined || Number.isNaN(Date.parse(`${year}-${month}-${day}T${clock}Z`)) || Number(year) < 1826) return null;
  const digits = /^\d{1,9}/.exec(typeof fraction === "string" ? fraction.trim() : "")?.[0];
  const zone = /^[+-]\d{2}:\d{2}$/.exec(typeof offset === "string" ? offset.trim() : "")?.[0];
  return `${year}-${month}-${day}T${clock}${digits ? `.${digits}` : ""}${zone ?? ""}`;
}

/** A file's bytes come in; what the image library is to decode, and what is known of the original before that, go out. */
import sharp, { type Metadata } from "sharp";
import { systemPath } from "../photo.ts";
import { bitmapSize, decodeBitmap } from "./bitmap.ts";
import type { HeicDecoder } from "./heic.ts";
import { type ColourPath, colourPath } from "./icc.ts";
import { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";
import { MediaError } from "./media-error.ts";
import { largestPreview, rawFormat } from "./raw.ts";
import { mediaErrorOf } from "./sharp-errors.ts";
import { sniff } from "./sniff.ts";
import type { Source } from "./source.ts";
import { readTiffDirectories, type TiffDirectories } from "./tiff-directories.ts";
import { withOrientation } from "./with-orientation.ts";

export interface Prepared {
  readonly format: string;
  /** A file's bytes or path, or samples where `raw` is set. */
  readonly input: Buffer | Uint8Array | string;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 3 | 4 } | null;
  /** Upright, of the original. */
  readonly width: number;
  readonly height: number;
  readonly colour: ColourPath;
  /** A palette, or fewer than 8 bits a sample. */
  readonly fewColours: boolean;
  /** EXIF to read facts from: a block that begins with the TIFF header, or a whole file. */
  readonly exif: Uint8Array | null;
  /** Other blocks of metadata in the file: XMP, IPTC. */
  readonly otherBlocks: number;
}

export interface Preparation {
  readonly maxPixels: number;
  readonly heic: HeicDecoder;
}

/** Throws MediaError. */
export async function prepare(source: Source, { maxPixels, heic }: Preparation): Promise<Prepared> {
  const { reader, format } = sniff(source.head);
  switch (reader) {
    case "foreign":
      throw new MediaError("not-a-photo", `The name is a photo's, but the file is ${format}.`);
    case "known":
      throw new MediaError("unsupported-format", `${format.toUpperCase()} files cannot be read.`);
    case "bitmap":
      return prepareBitmap(inMemory(source, format), maxPixels);
    case "raw":
      return prepareRaw(inMemory(source, format), format, maxPixels);
    case "heic":
      return prepareHeic(inMemory(source, format), format, { maxPixels, heic });
    case "sharp":
      return prepareFile(source, format, maxPixels);
  }
}

function inMemory({ bytes, sizeBytes }: Source, format: string): Buffer {
  if (bytes) return bytes;
  throw new MediaError("too-large", `A ${format.toUpperCase()} file of ${sizeBytes} bytes is over the limit.`);
}

function checkPixels(width: number, height: number, maxPixels: number): void {
  if (width * height > maxPixels)
    throw new MediaError("too-large", `The photo has ${width} x ${height} pixels; ${maxPixels} is the limit.`);
}

/** The header only; no pixel is decoded. */
async function readHeader(input: Buffer | string, format: string): Promise<Metadata> {
  try {
    // The limit is checked by checkPixels, which can say the size.
    return await sharp(input, { limitInputPixels: false, failOn: "none" }).metadata();
  } catch (error) {
    throw mediaErrorOf(error, format);
  }
}

/** Upright: libvips numbers orientations as EXIF does; some formats' loaders have turned the picture already and say none. */
function fromHeader(header: Metadata, format: string, input: Buffer | string): Prepared {
  const { width, height } = header.autoOrient;
  return {
    format,
    input,
    raw: null,
    width,
    height: header.pages && header.pageHeight ? header.pageHeight : height,
    colour: colourPath(header.icc),
    fewColours: format === "gif" || header.isPalette === true || (header.bitsPerSample ?? 8) < 8,
    exif: tiffBlock(header.exif),
    otherBlocks: (header.xmp ? 1 : 0) + (header.iptc ? 1 : 0),
  };
}

function tiffBlock(exif: Buffer | undefined): Buffer | null {
  if (!exif) return null;
  return exif.toString("latin1", 0, 4) === "Exif" ? exif.subarray(6) : exif;
}

async function prepareFile(source: Source, format: string, maxPixels: number): Promise<Prepared> {
  const directories = format === "tiff" ? readTiffDirectories(source.bytes ?? source.head) : null;
  if (directories?.raw) return prepareRaw(inMemory(source, format), rawFormat(directories), maxPixels, directories);
  const jpeg = format === "jpeg" && source.bytes ? readJpegHeader(source.bytes) : null;
  if (jpeg && source.bytes) return prepareJpeg(source.bytes, jpeg, maxPixels);
  const input = source.bytes ?? filePath(source);
  const header = await readHeader(input, format);
  const prepared = fromHeader(header, format, input);
  checkPixels(prepared.width, prepared.height, maxPixels);
  // libvips keeps no EXIF block of a TIFF: the file is the block.
  return format === "tiff" && source.bytes ? { ...prepared, exif: source.bytes } : prepared;
}

function prepareJpeg(bytes: Buffer, { width, height, orientation, exif, profile, otherBlocks }: JpegHeader, maxPixels: number): Prepared {
  checkPixels(width, height, maxPixels);
  const swap = orientation >= 5;
  return {
    format: "jpeg",
    input: bytes,
    raw: null,
    width: swap ? height : width,
    height: swap ? width : height,
    colour: colourPath(profile),
    fewColours: false,
    exif,
    otherBlocks,
  };
}

/** The image library takes a string only. */
function filePath({ path }: Source): string {
  const name = systemPath(path);
  if (typeof name === "string") return name;
  throw new MediaError("too-large", "A file this large can be read only if its name is Unicode.");
}

function prepareBitmap(bytes: Buffer, maxPixels: number): Prepared {
  const { width, height } = bitmapSize(bytes);
  checkPixels(width, height, maxPixels);
  const { data } = decodeBitmap(bytes);
  return samples("bmp", data, width, height, 3);
}

function samples(format: string, data: Uint8Array, width: number, height: number, channels: 3 | 4): Prepared {
  const raw = { width, height, channels };
  return { format, input: data, raw, width, height, colour: "srgb", fewColours: false, exif: null, otherBlocks: 0 };
}

async function prepareHeic(bytes: Buffer, format: string, { maxPixels, heic }: Preparation): Promise<Prepared> {
  const header = await readHeader(bytes, format).catch(() => null);
  if (header && header.compression === "av1") return { ...fromHeader(header, "avif", bytes) };
  if (header) checkPixels(header.width, header.height, maxPixels);
  const { width, height, data } = await heic.decode(bytes, maxPixels);
  const facts = header ? fromHeader(header, "heic", bytes) : null;
  return {
    ...samples("heic", data, width, height, 4),
    colour: facts?.colour ?? "srgb",
    exif: facts?.exif ?? bytes,
    otherBlocks: facts?.otherBlocks ?? 0,
  };
}

async function prepareRaw(
  bytes: Buffer,
  format: string,
  maxPixels: number,
  known: TiffDirectories | null = readTiffDirectories(bytes),
): Promise<Prepared> {
  const preview = largestPreview(bytes, format);
  const header = await readHeader(preview.jpeg, format);
  const previewTurn = header.orientation ?? 1;
  const turn = known?.orientation ?? 1;
  // The camera's tag counts where the preview has none of its own and lies as the sensor does.
  const liesAsSensor = !known || preview.width >= preview.height === known.width >= known.height;
  const turned = previewTurn === 1 && turn > 1 && liesAsSensor;
  const prepared = fromHeader(header, format, turned ? withOrientation(preview.jpeg, turn) : preview.jpeg);
  const sensor = known && known.width * known.height > preview.width * preview.height ? known : preview;
  checkPixels(sensor.width, sensor.height, maxPixels);
  const swap = (turned ? turn : previewTurn) >= 5;
  return {
    ...prepared,
    width: swap ? sensor.height : sensor.width,
    height: swap ? sensor.width : sensor.height,
    exif: known && bytes.readUInt16LE(2) !== 0 ? bytes : prepared.exif,
  };
}

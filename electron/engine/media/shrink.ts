/** A prepared file and a size come in; its pixels, upright, in sRGB and no larger than that, go out. */
import sharp, { type OutputInfo, type SharpOptions } from "sharp";
import type { Pixels } from "../photo.ts";
import type { Prepared } from "./prepare.ts";
import { mediaErrorOf } from "./sharp-errors.ts";

/** What programs mostly put behind a transparent picture when they save it as JPEG. */
const background = "#ffffff";
/** A file made to be slow must not hold a scan for ever. */
const longestSeconds = 120;

/**
 * Complaints of the JPEG reader that cost no pixel: bytes between the segments, an unknown version, odd parameters.
 * All others (bad codes, missing or shifted blocks, an early end) mean that part of the picture is lost.
 */
const harmless = /extraneous bytes before marker 0x(?!d9)|unknown (JFIF|Adobe)|Invalid SOS parameters|Warning: thumbnail/i;
/** Readers of other formats warn of odd metadata only: what costs pixels is an error to them. */
const warnedOnly = /Warning treated as error/i;

/**
 * Long side at most `size`; never enlarged. A picture of which a part is lost is no photo: it must never be kept in place of a whole one.
 * Throws MediaError.
 */
export async function shrink(prepared: Prepared, size: number, maxPixels: number): Promise<Pixels> {
  const { format } = prepared;
  try {
    return await render(prepared, size, maxPixels, "warning");
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    const [first = ""] = words.split("\n");
    const again = harmless.test(first) || warnedOnly.test(words);
    if (!again) throw mediaErrorOf(error, format);
  }
  try {
    return await render(prepared, size, maxPixels, "error");
  } catch (error) {
    throw mediaErrorOf(error, format);
  }
}

/** A JPEG's reader can leave out most of its work when it shrinks by one of these. */
const jpegScales = [8, 4, 2];
const leastShare = 0.78;

/**
 * A little below the size asked for (at least 400 for 512) where the JPEG reader then need not compute what is thrown away again:
 * a fifth of the time for the photos of most cameras and phones. The image library does so from one above each scale on.
 */
export function easySize(format: string, longSide: number, size: number): number {
  if (format !== "jpeg") return size;
  const easy = jpegScales.map((scale) => Math.floor(longSide / (scale + 1))).find((side) => side <= size && side >= leastShare * size);
  return easy ?? size;
}

async function render(prepared: Prepared, size: number, maxPixels: number, failOn: SharpOptions["failOn"]): Promise<Pixels> {
  const { input, raw, colour } = prepared;
  const options: SharpOptions = { failOn, limitInputPixels: maxPixels, ignoreIcc: colour !== "engine", ...(raw ? { raw } : {}) };
  const { data, info } = await sharp(input, options)
    .autoOrient()
    .resize({ width: size, height: size, fit: "inside", withoutEnlargement: true })
    .flatten({ background })
    .toColourspace("srgb")
    .timeout({ seconds: longestSeconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = threeChannels(data, info);
  if (typeof colour === "function") colour(pixels.data);
  return pixels;
}

function threeChannels(data: Buffer, { width, height, channels }: OutputInfo): Pixels {
  if (channels === 3) return { width, height, data };
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    for (let channel = 0; channel < 3; channel++) rgb[pixel * 3 + channel] = data[from + (channels > 3 ? channel : 0)] as number;
  }
  return { width, height, data: rgb };
}

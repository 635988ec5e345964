/** The reader of photos: a path comes in; its bytes, then its pixels, thumbnail and facts go out, or a MediaError. */
import sharp from "sharp";
import type { FilePath } from "../../contract.ts";
import type { DecodedPhoto, Pixels } from "../photo.ts";
import { noExif, readExif } from "./exif.ts";
import { createHeicDecoder } from "./heic.ts";
import { isGrey, measure } from "./measure.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { easySize, shrink } from "./shrink.ts";
import { readSource, type Source } from "./source.ts";

export interface MediaOptions {
  /** Long side of the working pixels, at most; 512. A JPEG's may be a little smaller where that is much cheaper. */
  readonly workingSize?: number;
  /** Long side of the thumbnail; 320. */
  readonly thumbnailSize?: number;
  /** Long side of what `view` makes; 2560. */
  readonly viewSize?: number;
  /** Pixels above which a photo is refused before it is decoded; 400 million. */
  readonly maxPixels?: number;
  /** Bytes above which a file is refused; 4 GiB. */
  readonly maxBytes?: number;
  /** Bytes up to which a file is kept in memory between `open` and `decode`; larger ones are decoded from their path. 128 MiB. */
  readonly memoryBytes?: number;
  /** Threads that one picture's decoding may use; 1, because a scan has several pictures in flight. */
  readonly threadsPerPhoto?: number;
  /** HEIC pictures decoded at once, each by a thread of its own that starts with the first; 2. */
  readonly heicThreads?: number;
}

export interface Media {
  /**
   * Reads the file once from start to end and hands every chunk to `onChunk` (valid only during the call).
   * Throws MediaError: "vanished", "permission", "empty", "not-a-photo" (a link or no regular file), "too-large", "input-output".
   * A file that changes under the reading is "vanished": the next scan meets it anew.
   */
  open(path: FilePath, onChunk: (chunk: Uint8Array) => void): Promise<Source>;
  /** One decode. Throws MediaError: "not-a-photo", "unsupported-format", "damaged", "too-large", "vanished". */
  decode(source: Source): Promise<DecodedPhoto>;
  /** The pixels alone, upright, long side at most `longSide` (a JPEG's may be a little smaller where that is much cheaper). Throws as decode does. */
  pixelsAt(source: Source, longSide: number): Promise<Pixels>;
  /** A square around a box (x, y, width, height; 0..1 of the upright picture), WebP, side at most 320: for faces. Throws as open and decode do. */
  around(path: FilePath, box: readonly [number, number, number, number]): Promise<Uint8Array>;
  /** The photo upright as JPEG, long side at most `viewSize`: for formats that a browser cannot show. Throws as open and decode do. */
  view(path: FilePath): Promise<Uint8Array>;
  /** The pixels of a thumbnail that `decode` made, at its own size. */
  pixels(thumbnail: Uint8Array): Promise<Pixels>;
  /** What can be read here: "jpeg", "png", … */
  formats(): readonly string[];
  /** name → version of the libraries inside. */
  libraries(): Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

const readableFormats = [
  "jpeg",
  "png",
  "webp",
  "gif",
  "tiff",
  "avif",
  "bmp",
  "heic",
  "cr2",
  "cr3",
  "nef",
  "arw",
  "dng",
  "orf",
  "rw2",
  "raf",
  "pef",
];
/** Effort 0: half the time of 4 for a third more bytes. */
const thumbnailEncoding = { quality: 75, effort: 0 };
const viewQuality = 88;

export function createMedia(options: MediaOptions = {}): Media {
  const { workingSize = 512, thumbnailSize = 320, viewSize = 2560, maxPixels = 400e6, maxBytes = 2 ** 32, memoryBytes = 2 ** 27 } = options;
  const heic = createHeicDecoder(options.heicThreads ?? 2);
  sharp.concurrency(options.threadsPerPhoto ?? 1);
  // Every photo is read once: keeping what was decoded would only hold memory.
  sharp.cache(false);

  return {
    open: (path, onChunk) => readSource(path, { maxBytes, memoryBytes }, onChunk),
    async decode(source) {
      const prepared = await prepare(source, { maxPixels, heic });
      const size = easySize(prepared.format, Math.max(prepared.width, prepared.height), workingSize);
      const pixels = await shrink(prepared, size, maxPixels);
      const { width, height, data } = pixels;
      const thumbnail = sharp(data, { raw: { width, height, channels: 3 } })
        // From pixels this small a triangle filter looks the same as a finer one.
        .resize({ width: thumbnailSize, height: thumbnailSize, fit: "inside", withoutEnlargement: true, kernel: "linear" })
        .webp(thumbnailEncoding)
        .toBuffer();
      const { meanColour, sharpness } = measure(pixels);
      const { takenAtMs, camera, lens, place, fields } = prepared.exif ? await readExif(prepared.exif) : noExif;
      return {
        facts: {
          format: prepared.format,
          ...uprightSize(prepared, pixels),
          takenAtMs,
          camera,
          lens,
          place,
          colours: prepared.fewColours ? "few" : isGrey(pixels) ? "grey" : "full",
          metadataFields: fields + prepared.otherBlocks,
        },
        pixels,
        thumbnail: await thumbnail,
        meanColour,
        sharpness,
      };
    },
    async pixelsAt(source, longSide) {
      const prepared = await prepare(source, { maxPixels, heic });
      return shrink(prepared, easySize(prepared.format, Math.max(prepared.width, prepared.height), longSide), maxPixels);
    },
    async around(path, box) {
      const source = await readSource(path, { maxBytes, memoryBytes }, () => undefined);
      const prepared = await prepare(source, { maxPixels, heic });
      const { width, height } = prepared;
      const size = Math.min(viewSize, Math.ceil((thumbnailSize * Math.max(width, height)) / squareAround(box, width, height).side));
      const pixels = await shrink(prepared, size, maxPixels);
      const { left, top, side } = squareAround(box, pixels.width, pixels.height);
      return sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
        .extract({ left, top, width: Math.min(side, pixels.width), height: Math.min(side, pixels.height) })
        .resize({ width: thumbnailSize, height: thumbnailSize, fit: "inside", withoutEnlargement: true })
        .webp({ ...thumbnailEncoding, quality: 85 })
        .toBuffer();
    },
    async view(path) {
      const source = await readSource(path, { maxBytes, memoryBytes }, () => undefined);
      const { width, height, data } = await shrink(await prepare(source, { maxPixels, heic }), viewSize, maxPixels);
      return sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: viewQuality })
        .toBuffer();
    },
    async pixels(thumbnail) {
      const { data, info } = await sharp(thumbnail).raw().toBuffer({ resolveWithObject: true });
      return { width: info.width, height: info.height, data };
    },
    formats: () => readableFormats,
    libraries: () => ({ sharp: sharp.versions.sharp, libvips: sharp.versions.vips }),
    dispose: () => heic.dispose(),
  };
}

/** With room for hair and chin; moved inwards where it would hang over the picture's edge. */
const roomAround = 1.6;

function squareAround([x, y, w, h]: readonly [number, number, number, number], width: number, height: number) {
  const side = Math.max(1, Math.round(Math.min(Math.max(w * width, h * height) * roomAround, Math.max(width, height))));
  const inside = (middle: number, length: number): number => Math.max(0, Math.min(Math.round(middle - side / 2), length - side));
  return { left: inside((x + w / 2) * width, width), top: inside((y + h / 2) * height, height), side };
}

/** The decoder has the last word on which way is up: a broken header may have said otherwise. */
function uprightSize({ width, height }: Prepared, pixels: Pixels): Pick<Pixels, "width" | "height"> {
  const lies = width > height && pixels.width < pixels.height;
  const stands = width < height && pixels.width > pixels.height;
  return lies || stands ? { width: height, height: width } : { width, height };
}

export type { Source };

/** The reader of photos: a path comes in; its bytes, then its pixels, thumbnail and facts go out, or a MediaError. */
import type { FilePath } from "../../contract.ts";
import type { DecodedPhoto } from "../photo.ts";

export interface MediaOptions {
  /** Long side of the working pixels; 512. */
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
}

/** A file that was read once, ready to be decoded. */
export interface Source {
  readonly path: FilePath;
  readonly sizeBytes: number;
  /** As fstat said both before and after the reading. */
  readonly modifiedAtNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
  /** All bytes; null where the file is larger than `memoryBytes`. */
  readonly bytes: Buffer | null;
  /** The first bytes, enough to know the format by; up to 64 KiB. */
  readonly head: Buffer;
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
  /** The photo upright as JPEG, long side at most `viewSize`: for formats that a browser cannot show. Throws as open and decode do. */
  view(path: FilePath): Promise<Uint8Array>;
  /** What can be read here: "jpeg", "png", … */
  formats(): readonly string[];
  /** name → version of the libraries inside. */
  libraries(): Readonly<Record<string, string>>;
}

export function createMedia(_options: MediaOptions = {}): Media {
  throw new Error("not yet written");
}

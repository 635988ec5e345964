/** Thumbnails (WebP) go in by content hash, files come out: library/thumbnails/ab/abcd….webp. */
import type { FilePath } from "../../contract.ts";

export interface Thumbnails {
  /** Atomic: a reader sees the whole file or none. */
  write(hash: Uint8Array, webp: Uint8Array): Promise<FilePath>;
  /** null where there is none, or an empty one that a power cut left. */
  find(hash: Uint8Array): FilePath | null;
}

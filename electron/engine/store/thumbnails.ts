/** Thumbnails (WebP) go in by content hash, files come out: library/thumbnails/ab/abcd….webp. */
import { statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FilePath } from "../../contract.ts";

export interface Thumbnails {
  /** Atomic: a reader sees the whole file or none. */
  write(hash: Uint8Array, webp: Uint8Array): Promise<FilePath>;
  /** null where there is none, or an empty one that a power cut left. */
  find(hash: Uint8Array): FilePath | null;
}

export function createThumbnails(libraryFolder: FilePath): Thumbnails {
  const root = join(libraryFolder, "thumbnails");
  const made = new Set<string>();
  let last = 0;

  const placeOf = (hash: Uint8Array): { folder: string; path: string } => {
    const name = Buffer.from(hash).toString("hex");
    const folder = join(root, name.slice(0, 2));
    return { folder, path: join(folder, `${name}.webp`) };
  };

  return {
    async write(hash, webp) {
      const { folder, path } = placeOf(hash);
      if (!made.has(folder)) await mkdir(folder, { recursive: true });
      made.add(folder);
      last += 1;
      const unfinished = `${path}.${last}.part`;
      try {
        await writeFile(unfinished, webp);
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      return path;
    },
    find(hash) {
      const { path } = placeOf(hash);
      return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0 ? path : null;
    },
  };
}

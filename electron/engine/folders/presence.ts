/** Photos come in with the folders that hold copies of them; for each folder how many it has, and how much of it exists elsewhere, goes out. */
import type { FolderPresence } from "../../contract/folders.ts";
import type { FolderTree } from "./tree.ts";

export interface Presence {
  /** `copies`: the other folders that hold a copy. hasCopy: also where that is the photo's own folder. */
  count(folder: number, sizeBytes: number, photo: { readonly hasCopy: boolean; readonly copies: readonly number[] }, sign: 1 | -1): void;
  of(folder: number): FolderPresence;
  /** Photos in the folder itself. */
  own(folder: number): { readonly photos: number; readonly bytes: number };
  photos(folder: number): number;
  bytes(folder: number): number;
}

type Sum = "photos" | "bytes" | "elsewhere" | "elsewhereBytes" | "repeated" | "repeatedBytes" | "ownPhotos" | "ownBytes";

export function createPresence(tree: FolderTree): Presence {
  const sums: Record<Sum, number[]> = {
    ...{ photos: [], bytes: [], elsewhere: [], elsewhereBytes: [], repeated: [], repeatedBytes: [], ownPhotos: [], ownBytes: [] },
  };
  const add = (sum: Sum, folder: number, value: number): void => {
    sums[sum][folder] = (sums[sum][folder] ?? 0) + value;
  };
  const get = (sum: Sum, folder: number): number => sums[sum][folder] ?? 0;

  /** How deep the folders reach that hold both the photo and every copy of it; deeper ones have a copy outside. */
  function sharedDepth(chain: readonly number[], copies: readonly number[]): number {
    let shared = Number.POSITIVE_INFINITY;
    for (const copy of copies) {
      const common = chain.find((folder) => tree.within(copy, folder));
      shared = Math.min(shared, common === undefined ? -1 : tree.depthOf(common));
      if (shared < 0) break;
    }
    return shared;
  }

  return {
    count(folder, sizeBytes, { hasCopy, copies }, sign) {
      const chain = tree.chainOf(folder);
      const shared = sharedDepth(chain, copies);
      const bytes = sign * sizeBytes;
      add("ownPhotos", folder, sign);
      add("ownBytes", folder, bytes);
      for (const [at, above] of chain.entries()) {
        add("photos", above, sign);
        add("bytes", above, bytes);
        if (hasCopy) {
          add("repeated", above, sign);
          add("repeatedBytes", above, bytes);
        }
        if (chain.length - 1 - at > shared) {
          add("elsewhere", above, sign);
          add("elsewhereBytes", above, bytes);
        }
      }
    },
    of: (folder) => ({
      path: tree.pathOf(folder),
      photos: get("photos", folder),
      bytes: get("bytes", folder),
      elsewhere: get("elsewhere", folder),
      elsewhereBytes: get("elsewhereBytes", folder),
      repeated: get("repeated", folder),
      repeatedBytes: get("repeatedBytes", folder),
    }),
    own: (folder) => ({ photos: get("ownPhotos", folder), bytes: get("ownBytes", folder) }),
    photos: (folder) => get("photos", folder),
    bytes: (folder) => get("bytes", folder),
  };
}

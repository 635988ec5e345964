/** A folder's path comes in; the same folder goes out as the walk names it, with links resolved; and the scanned folder that a file lies in. */
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { FilePath } from "../contract.ts";
import { isBelow } from "./folders/paths.ts";
import { pathOfBytes, systemPath } from "./photo.ts";
import type { Store } from "./store/store.ts";

/** As it stands where the disk has no such folder. */
export function resolvedFolder(folder: FilePath): FilePath {
  try {
    return pathOfBytes(realpathSync.native(systemPath(folder), { encoding: "buffer" }));
  } catch {
    return folder;
  }
}

export function resolvedRoots({ settings }: Pick<Store, "settings">): FilePath[] {
  return settings.roots().map(resolvedFolder);
}

/** Of a file in no scanned folder its own one. */
export function rootFinder(store: Pick<Store, "settings">): (path: FilePath) => FilePath {
  const roots = resolvedRoots(store);
  return (path) => roots.filter((root) => isBelow(path, root)).sort((one, other) => other.length - one.length)[0] ?? dirname(path);
}

/** A folder's path comes in; the same folder goes out as the walk names it, with links resolved; and the scanned folder that a file lies in. */
import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { FilePath } from "../contract.ts";
import { joined } from "./actions/holding-place.ts";
import { isBelow } from "./folders/paths.ts";
import { pathOfBytes, systemPath } from "./photo.ts";
import type { Store } from "./store/store.ts";

/** Without separators at the end. Where the disk has no such folder yet, what of the way is there is resolved. */
export function resolvedFolder(folder: FilePath): FilePath {
  try {
    return pathOfBytes(realpathSync.native(systemPath(folder), { encoding: "buffer" }));
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : joined(resolvedFolder(above), basename(folder));
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

/** Where a file came from comes in; the first free place goes out: its own, or beside it under a name that says so. */
import { dirname, extname } from "node:path";
import type { FilePath } from "../../contract.ts";
import { bytesOfPath, type JournalEntry } from "../photo.ts";
import type { FileSystem } from "./file-system.ts";
import { joined } from "./holding-place.ts";

const longestNameBytes = 255;
const attempts = 1000;

/** Its own path, then "name (restored).jpg", "name (restored 2).jpg", … A folder whose place something else took is renamed alike. */
export function* restoredPaths(fileSystem: FileSystem, path: FilePath): Generator<FilePath> {
  const folder = standingFolder(fileSystem, dirname(path));
  const name = nameOf(path);
  yield joined(folder, name);
  for (let attempt = 1; attempt <= attempts; attempt++) yield joined(folder, distinctName(name, attempt));
}

/** The folder itself where it is one or can be made; else one beside whatever took its place, a link too. */
function standingFolder(fileSystem: FileSystem, folder: FilePath): FilePath {
  const facts = fileSystem.stat(folder);
  if (facts?.kind === "folder" || dirname(folder) === folder) return folder;
  const above = standingFolder(fileSystem, dirname(folder));
  const name = nameOf(folder);
  for (let attempt = 0; attempt <= attempts; attempt++) {
    const candidate = joined(above, attempt === 0 ? name : distinctName(name, attempt));
    const there = fileSystem.stat(candidate);
    if (there === null || there.kind === "folder") return candidate;
  }
  return folder;
}

/** What a copy is called until it has been read again. */
export function partialPath({ session, id }: JournalEntry, to: FilePath): FilePath {
  return joined(dirname(to), `.likeness-${session}-${id}.partial`);
}

export function distinctName(name: string, attempt: number): string {
  return markedName(name, attempt === 1 ? " (restored)" : ` (restored ${attempt})`);
}

/** The mark stands before the extension. At most 255 bytes: the stem is cut, never the extension. */
export function markedName(name: string, mark: string): string {
  const extension = extname(name);
  const room = longestNameBytes - bytesOfPath(mark + extension).length;
  let stem = Array.from(name.slice(0, name.length - extension.length));
  while (stem.length > 0 && bytesOfPath(stem.join("")).length > room) stem = stem.slice(0, -1);
  return stem.join("") + mark + extension;
}

/** node:path's basename would drop a separator at the end and no more, but names must be exact. */
export function nameOf(path: FilePath): string {
  return path.slice(joined(dirname(path), "").length);
}

/** A file comes in; the folders that may hold it, on its own volume, and its name there go out. */
import { dirname, extname, sep } from "node:path";
import type { FilePath } from "../../contract.ts";
import { bytesOfPath, type JournalEntry } from "../photo.ts";
import type { FileSystem } from "./file-system.ts";

/** Where removed files wait, at the top of a scanned folder or of a volume mounted in it. The walk must leave it alone. */
export const holdingFolder = ".likeness-removed";

/** Nobody but the person looks into it. */
export const holdingMode = 0o700;

/** How often a name that is taken is tried in another folder. */
const attempts = 100;

/**
 * The highest folder from the scanned one down that is on the file's volume, then the file's own folder:
 * bind mounts have one device number and are two volumes all the same, and the top may be read-only.
 */
export function holdingFolders(fileSystem: FileSystem, path: FilePath, root: FilePath): FilePath[] {
  const own = dirname(path);
  const device = fileSystem.stat(own)?.device;
  let top = own;
  while (isInside(top, root) && top !== dirname(top)) {
    const above = dirname(top);
    const facts = fileSystem.stat(above);
    if (facts?.kind !== "folder" || facts.device !== device) break;
    top = above;
  }
  return top === own ? [own] : [top, own];
}

/** Whether `path` lies below `folder`; not the folder itself. */
export function isInside(path: FilePath, folder: FilePath): boolean {
  return path !== folder && path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The way from the top is kept; where a file of that name is held already, in a folder of its own; the last where the whole is too long. */
export function* heldPaths(entry: JournalEntry, top: FilePath): Generator<FilePath> {
  const { path } = entry.removal;
  const session = joined(joined(top, holdingFolder), entry.session);
  const way = unicode(path.slice(top.endsWith(sep) ? top.length : top.length + 1));
  yield joined(session, way);
  for (let attempt = 2; attempt <= attempts; attempt++) yield joined(session, `~${attempt}${sep}${way}`);
}

/** For a way too long to lie below another folder: the journal knows what it was. */
export function shortHeldPath(entry: JournalEntry, top: FilePath): FilePath {
  const extension = unicode(extname(entry.removal.path));
  const name = `${entry.id}${extension.length <= 16 ? extension : ""}`;
  return joined(joined(joined(top, holdingFolder), entry.session), `~long${sep}${name}`);
}

/** Trash cans take only Unicode, so bytes that are none are written as %XX while the file is held. */
function unicode(way: string): string {
  if (way.isWellFormed()) return way;
  return Array.from(way, (character) =>
    character.isWellFormed() ? character : `%${bytesOfPath(character).toString("hex").toUpperCase().slice(-2)}`,
  ).join("");
}

/** node:path would tidy names that are to stay exact. */
export function joined(folder: FilePath, name: string): FilePath {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

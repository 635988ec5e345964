/** A folder comes in; the names in it go out, byte-exact and in a fixed order, told apart into folders and photos. */
import { type Dirent, readdirSync } from "node:fs";
import type { FilePath } from "../../contract.ts";
import { pathOfBytes, systemPath } from "../photo.ts";
import { isPhotoName } from "./photo-names.ts";

export interface Listing {
  readonly folders: readonly string[];
  readonly photos: readonly string[];
}

/** What a decoder puts where bytes are no Unicode. */
const replacement = "\ufffd";

/** Links, devices, pipes and sockets are in neither list. Throws what the system throws. */
export function list(folder: FilePath): Listing {
  const at = systemPath(folder);
  const entries = readdirSync(at, { withFileTypes: true });
  // Asking for bytes costs twice as much, and hardly any folder needs it.
  if (entries.some(({ name }) => name.includes(replacement))) return sort(readBytes(at));
  return sort(entries);
}

type Entry = Pick<Dirent, "name" | "isDirectory" | "isFile">;

function readBytes(at: string | Buffer): Entry[] {
  return readdirSync(at, { withFileTypes: true, encoding: "buffer" }).map((entry) => ({
    name: pathOfBytes(entry.name),
    isDirectory: () => entry.isDirectory(),
    isFile: () => entry.isFile(),
  }));
}

function sort(entries: readonly Entry[]): Listing {
  const folders: string[] = [];
  const photos: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isFile() && isPhotoName(entry.name)) photos.push(entry.name);
  }
  return { folders: folders.sort(), photos: photos.sort() };
}

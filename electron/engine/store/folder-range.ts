/** A folder's path comes in; the two byte strings between which every path below it sorts go out. */
import { sep } from "node:path";
import type { FilePath } from "../../contract.ts";
import { bytesOfPath } from "../photo.ts";

/** For `path >= from AND path < to`. A folder's own path is not in its range. */
export function folderRange(folder: FilePath): readonly [from: Uint8Array, to: Uint8Array] {
  const from = bytesOfPath(folder.endsWith(sep) ? folder : folder + sep);
  const to = Buffer.from(from);
  // The separator is the last byte and never 255, so the next byte string of this length ends the range.
  to[to.length - 1] = (to.at(-1) ?? 0) + 1;
  return [from, to];
}

/** Paths come in; the folders that hold them, and whether one lies below another, go out. */
import { sep } from "node:path";
import type { FilePath } from "../../contract.ts";

/** The folder of a file or folder; "" above the topmost. */
export function parentOf(path: FilePath): FilePath {
  const end = path.lastIndexOf(sep);
  return end <= 0 ? (end === 0 && path.length > 1 ? sep : "") : path.slice(0, end);
}

/** At any depth; a folder is not below itself. */
export function isBelow(path: FilePath, folder: FilePath): boolean {
  return path.length > folder.length && path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

export function inPathOrder(one: FilePath, other: FilePath): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** All files and matches of a library come in; the pairs of folders with most in common go out, at a cost that follows the matches. */
import type { FilePath, FolderOverlap } from "../../contract.ts";
import type { Match } from "../photo.ts";
import type { FolderFile, FolderOptions } from "./compare.ts";

export interface OverlapOptions extends FolderOptions {
  /** Scanned folders: no folder above one of them is reported. */
  readonly roots?: readonly FilePath[];
}

/** Most in common first. Of pairs that lie in each other only one is reported. */
export function folderOverlaps(files: readonly FolderFile[], matches: readonly Match[], options: OverlapOptions): FolderOverlap[] {
  throw new Error(`not yet: ${files.length} ${matches.length} ${options.minProbability}`);
}

/** Folders come in; every file below them whose name is a photo's goes out once, in batches, with the problems met on the way. */
import type { FilePath, Problem } from "../../contract.ts";
import type { FoundFile } from "../photo.ts";

export interface WalkOptions {
  /** gitignore patterns, relative to each folder given; besides the built-in ones. */
  readonly ignorePatterns?: readonly string[];
  /** Never read into: where the library itself lies. */
  readonly libraryFolder?: FilePath | null;
  /** Files a batch at most; 512. The event loop turns between batches. */
  readonly batchSize?: number;
}

export interface WalkBatch {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

/** Stops when the consumer stops asking. Never throws for what lies on the disk: that becomes a problem. */
// biome-ignore lint/correctness/useYield: signature first
export async function* walk(_folders: readonly FilePath[], _options: WalkOptions = {}): AsyncGenerator<WalkBatch, void, undefined> {
  throw new Error("not yet written");
}

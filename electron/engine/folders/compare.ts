/** Two folders, their files and the matches come in; how much of each is contained in the other goes out. */
import type { FilePath, Relation } from "../../contract.ts";
import type { ContentId, Match } from "../photo.ts";

/** One file of the library. */
export interface FolderFile {
  readonly path: FilePath;
  readonly content: ContentId;
}

export interface FolderMatch {
  /** Indexes into the files given. */
  readonly a: number;
  readonly b: number;
  readonly relation: Relation;
  /** 0..1; 1 for the same bytes. */
  readonly probability: number;
}

/** Indexes into the files given, in path order. */
export interface FolderContainment {
  /** Share of A's photos that have a copy in B, 0..1; 0 where A is empty. */
  readonly aInB: number;
  readonly bInA: number;
  readonly onlyInA: readonly number[];
  readonly onlyInB: readonly number[];
  /** Every photo of A with its best partner in B, then those of B that are in no pair yet with theirs in A. */
  readonly matched: readonly FolderMatch[];
}

export interface FolderOptions {
  /** Pairs below this probability (0..1) do not count. */
  readonly minProbability: number;
}

/** Folders count with everything below them; where one lies in the other, its photos are its own only. */
export function compareFolders(
  files: readonly FolderFile[],
  matches: readonly Match[],
  folders: { readonly a: FilePath; readonly b: FilePath },
  options: FolderOptions,
): FolderContainment {
  throw new Error(`not yet: ${files.length} ${matches.length} ${folders.a} ${options.minProbability}`);
}

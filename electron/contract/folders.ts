/** The boundary's part on folders: how alike they are, what only one of them has, what could be done about it. */
import type { FilePath, PhotoSummary, Relation } from "../contract.ts";

export interface FolderOverlap {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly photosInA: number;
  readonly photosInB: number;
  readonly shared: number;
  /** Share of A's photos that have a copy in B, 0..1. */
  readonly aInB: number;
  readonly bInA: number;
}

export interface FolderPair {
  readonly a: PhotoSummary;
  readonly b: PhotoSummary;
  readonly relation: Relation;
  readonly probability: number;
}

export interface FolderComparison {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly aInB: number;
  readonly bInA: number;
  readonly onlyInA: readonly PhotoSummary[];
  readonly onlyInB: readonly PhotoSummary[];
  readonly matched: readonly FolderPair[];
}

/** name → [parameters, result]. */
export interface FolderMethodTypes {
  folderOverlaps: [Record<string, never>, readonly FolderOverlap[]];
  compareFolders: [{ a: FilePath; b: FilePath }, FolderComparison];
}
export const folderMethodNames = ["folderOverlaps", "compareFolders"] as const satisfies readonly (keyof FolderMethodTypes)[];

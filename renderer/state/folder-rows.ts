/** Two folders compared come in with a filter; the rows of the list that shows them side by side go out, by aligned folder. Pure. */
import type { AlignedFolder, FolderComparison, FolderPair } from "../../electron/contract/folders.ts";
import type { FilePath, PhotoSummary, Relation } from "../../electron/contract.ts";
import { folderOf } from "./speech.ts";

export const folderParts = ["all", "onlyA", "both", "onlyB"] as const;
export type FolderPart = (typeof folderParts)[number];
export const betterFilters = ["any", "a", "b"] as const;

export interface FolderFilter {
  readonly part: FolderPart;
  readonly relation: Relation | "any";
  readonly better: (typeof betterFilters)[number];
  readonly onlyMetadata: boolean;
}
export const wholeFolderFilter: FolderFilter = { part: "all", relation: "any", better: "any", onlyMetadata: false };

export type FolderRow =
  | { readonly kind: "folder"; readonly folder: AlignedFolder; readonly key: string; readonly photos: number }
  /** `folder`: under which the row stands. */
  | { readonly kind: "pair"; readonly pair: FolderPair; readonly isMoment: boolean; readonly folder: AlignedFolder }
  | { readonly kind: "a" | "b"; readonly photo: PhotoSummary };

export const rowHeights = { folder: 36, photo: 60 } as const;

export interface FolderRows {
  readonly rows: readonly FolderRow[];
  /** Upper edge of each row in CSS pixels, and at the end the height of all. */
  readonly tops: Float64Array;
  /** Photos of B that a row shows. */
  readonly photosOfB: readonly PhotoSummary[];
}

interface Section {
  readonly folder: AlignedFolder;
  readonly key: string;
  readonly pairs: FolderRow[];
  readonly onlyA: FolderRow[];
  readonly onlyB: FolderRow[];
}

/** `closed`: keys of the folders whose photos are not shown. Photos stand with A's folder, those that only B has with the folder that B's is aligned to. */
export function folderRows(comparison: FolderComparison, filter: FolderFilter, closed: ReadonlySet<string>): FolderRows {
  const sections = new Map<string, Section>();
  const byA = new Map<FilePath, Section>();
  const byB = new Map<FilePath, Section>();
  const add = (folder: AlignedFolder): Section => {
    const key = keyOf(folder);
    const section = sections.get(key) ?? { folder, key, pairs: [], onlyA: [], onlyB: [] };
    sections.set(key, section);
    if (folder.a !== null) byA.set(folder.a, section);
    if (folder.b !== null) byB.set(folder.b, section);
    return section;
  };
  for (const folder of comparison.folders) add(folder);
  const none = { photosInA: 0, photosInB: 0, shared: 0, renamed: false };
  const ofA = (path: FilePath): Section => byA.get(folderOf(path)) ?? add({ a: folderOf(path), b: null, ...none });
  const ofB = (path: FilePath): Section => byB.get(folderOf(path)) ?? add({ a: null, b: folderOf(path), ...none });
  const addPair = (pair: FolderPair, isMoment: boolean): void => {
    const { folder, pairs } = ofA(pair.a.path);
    pairs.push({ kind: "pair", pair, isMoment, folder });
  };

  for (const pair of comparison.matched) if (fits(pair, filter)) addPair(pair, false);
  const isPlain = filter.relation === "any" && filter.better === "any" && !filter.onlyMetadata;
  const moments = filter.relation === "same-moment" && filter.part !== "onlyA" && filter.part !== "onlyB";
  if (moments) for (const pair of comparison.moments) addPair(pair, true);
  if (isPlain && (filter.part === "all" || filter.part === "onlyA"))
    for (const photo of comparison.onlyInA) ofA(photo.path).onlyA.push({ kind: "a", photo });
  if (isPlain && (filter.part === "all" || filter.part === "onlyB"))
    for (const photo of comparison.onlyInB) ofB(photo.path).onlyB.push({ kind: "b", photo });

  const rows: FolderRow[] = [];
  const photosOfB: PhotoSummary[] = [];
  for (const { folder, key, pairs, onlyA, onlyB } of sections.values()) {
    const those = [...pairs, ...onlyA, ...onlyB];
    if (those.length === 0) continue;
    rows.push({ kind: "folder", folder, key, photos: those.length });
    for (const row of those) {
      if (row.kind === "b") photosOfB.push(row.photo);
      else if (row.kind === "pair" && !row.isMoment) photosOfB.push(row.pair.b);
    }
    if (!closed.has(key)) for (const row of those) rows.push(row);
  }
  return { rows, tops: topsOf(rows), photosOfB };
}

export function keyOf({ a, b }: AlignedFolder): string {
  return JSON.stringify([a, b]);
}

function fits({ relation, better, onlyMetadataDiffers }: FolderPair, filter: FolderFilter): boolean {
  if (filter.part === "onlyA" || filter.part === "onlyB") return false;
  if (filter.relation !== "any" && relation !== filter.relation) return false;
  if (filter.better !== "any" && better !== filter.better) return false;
  return !filter.onlyMetadata || onlyMetadataDiffers;
}

function topsOf(rows: readonly FolderRow[]): Float64Array {
  const tops = new Float64Array(rows.length + 1);
  for (const [index, { kind }] of rows.entries()) tops[index + 1] = (tops[index] ?? 0) + rowHeights[kind === "folder" ? "folder" : "photo"];
  return tops;
}

/** The row at a height. */
export function rowAt({ rows, tops }: FolderRows, height: number): number {
  let low = 0;
  let high = rows.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) <= height) low = middle;
    else high = middle;
  }
  return low;
}

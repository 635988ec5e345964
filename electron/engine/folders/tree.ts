/** The folders of all files come in; a numbered tree of them with the photos below each goes out. */
import type { FilePath } from "../../contract.ts";
import type { FolderFile } from "./compare.ts";
import { parentOf } from "./paths.ts";

export interface FolderTree {
  readonly size: number;
  /** The folder that holds file `index` itself. */
  folderOfFile(index: number): number;
  pathOf(folder: number): FilePath;
  /** The folder and those above it up to a root, the nearest first. */
  chainOf(folder: number): readonly number[];
  /** Whether `inner` is `outer` or lies below it. */
  within(inner: number, outer: number): boolean;
  /** Photos below the folder, at any depth. */
  photosBelow(folder: number): number;
}

/** No folder above one of `roots` is in the tree; without roots it reaches up to the top. */
export function createFolderTree(files: readonly FolderFile[], roots: readonly FilePath[]): FolderTree {
  const tops = new Set(roots);
  const numbers = new Map<FilePath, number>();
  const paths: FilePath[] = [];
  const chains: (readonly number[])[] = [];
  const counts: number[] = [];

  function numberOf(path: FilePath): number {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    const parent = tops.has(path) ? "" : parentOf(path);
    const above = parent === "" ? [] : (chains[numberOf(parent)] ?? []);
    const number = paths.length;
    numbers.set(path, number);
    paths.push(path);
    chains.push([number, ...above]);
    counts.push(0);
    return number;
  }

  const folders = files.map((file) => numberOf(parentOf(file.path)));
  for (const folder of folders) for (const above of chains[folder] ?? []) counts[above] = (counts[above] ?? 0) + 1;
  return {
    size: paths.length,
    folderOfFile: (index) => folders[index] ?? 0,
    pathOf: (folder) => paths[folder] ?? "",
    chainOf: (folder) => chains[folder] ?? [],
    within: (inner, outer) => chains[inner]?.includes(outer) ?? false,
    photosBelow: (folder) => counts[folder] ?? 0,
  };
}

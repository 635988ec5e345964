/** Paths of folders come in, one by one; each gets a number for good, with the numbers of the folders around it. */
import type { FilePath } from "../../contract.ts";
import { parentOf } from "./paths.ts";

export interface FolderTree {
  readonly size: number;
  /** The folder's number, given with those of the folders above it where it is new: parents have smaller numbers. */
  numberOf(path: FilePath): number;
  /** undefined where it was never met. */
  find(path: FilePath): number | undefined;
  pathOf(folder: number): FilePath;
  /** The folder and those above it up to a root, the nearest first. */
  chainOf(folder: number): readonly number[];
  /** 0 for a root. */
  depthOf(folder: number): number;
  /** Whether `inner` is `outer` or lies below it. */
  within(inner: number, outer: number): boolean;
}

/** No folder above one of `roots` is in the tree; without roots it reaches up to the top. */
export function createFolderTree(roots: readonly FilePath[]): FolderTree {
  const tops = new Set(roots);
  const numbers = new Map<FilePath, number>();
  const paths: FilePath[] = [];
  const chains: (readonly number[])[] = [];

  function numberOf(path: FilePath): number {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    const parent = tops.has(path) ? "" : parentOf(path);
    const above = parent === "" ? [] : (chains[numberOf(parent)] ?? []);
    const number = paths.length;
    numbers.set(path, number);
    paths.push(path);
    chains.push([number, ...above]);
    return number;
  }

  const depthOf = (folder: number): number => (chains[folder]?.length ?? 1) - 1;
  return {
    get size() {
      return paths.length;
    },
    numberOf,
    find: (path) => numbers.get(path),
    pathOf: (folder) => paths[folder] ?? "",
    chainOf: (folder) => chains[folder] ?? [],
    depthOf,
    within(inner, outer) {
      const above = depthOf(inner) - depthOf(outer);
      return above >= 0 && chains[inner]?.[above] === outer;
    },
  };
}

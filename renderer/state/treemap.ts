/**
 * Folders with their sizes come in; rectangles go out, each as large as what it stands for and as square as can be. Pure.
 * Squarified treemaps: Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000.
 */
import type { FolderBranch } from "../../electron/contract/folders.ts";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Tile extends Rectangle {
  /** Place of the folder in the tree. */
  readonly folder: number;
  /** 0 for those directly inside what is shown. */
  readonly depth: number;
  /** own: the photos that lie in the folder itself. frame: a folder with others inside it, drawn below it. whole: a folder with all below it. */
  readonly part: "own" | "frame" | "whole";
}

export interface TreemapOptions {
  /** Below this, in CSS pixels, a folder is drawn whole. */
  readonly smallestFrame: number;
  readonly headHeight: number;
  readonly padding: number;
  readonly deepest: number;
}

const usual: TreemapOptions = { smallestFrame: 84, headHeight: 20, padding: 3, deepest: 4 };

/** Areas in proportion to the weights, largest first, within the room; weights must be positive and in falling order. */
export function squarify(weights: readonly number[], room: Rectangle): Rectangle[] {
  const placed: Rectangle[] = [];
  let left = room;
  let start = 0;
  let rest = weights.reduce((sum, weight) => sum + weight, 0);
  while (start < weights.length) {
    const scale = rest > 0 ? (left.width * left.height) / rest : 0;
    const side = Math.min(left.width, left.height);
    let end = start + 1;
    let sum = weights[start] ?? 0;
    const worst = (total: number, last: number): number => {
      const length = (total * scale) / Math.max(side, 1e-9);
      const ratio = (weight: number): number => {
        const other = (weight * scale) / Math.max(length, 1e-9);
        return Math.max(length / Math.max(other, 1e-9), other / Math.max(length, 1e-9));
      };
      return Math.max(ratio(weights[start] ?? 0), ratio(weights[last] ?? 0));
    };
    while (end < weights.length && worst(sum + (weights[end] ?? 0), end) <= worst(sum, end - 1)) {
      sum += weights[end] ?? 0;
      end += 1;
    }
    const thick = side > 0 ? (sum * scale) / side : 0;
    const isColumn = left.width >= left.height;
    let at = isColumn ? left.y : left.x;
    for (let place = start; place < end; place += 1) {
      const long = sum > 0 ? (side * (weights[place] ?? 0)) / sum : 0;
      placed.push(isColumn ? { x: left.x, y: at, width: thick, height: long } : { x: at, y: left.y, width: long, height: thick });
      at += long;
    }
    left = isColumn
      ? { ...left, x: left.x + thick, width: Math.max(0, left.width - thick) }
      : { ...left, y: left.y + thick, height: Math.max(0, left.height - thick) };
    rest -= sum;
    start = end;
  }
  return placed;
}

/** Children of each folder, by place, the largest first; those of `null` are the scanned folders. */
export function childrenOf(tree: readonly FolderBranch[]): ReadonlyMap<number | null, readonly number[]> {
  const places = tree.map((_, place) => place).filter((place) => (tree[place]?.bytes ?? 0) > 0);
  const children = Map.groupBy(places, (place) => tree[place]?.parent ?? null);
  for (const those of children.values()) those.sort((one, other) => (tree[other]?.bytes ?? 0) - (tree[one]?.bytes ?? 0));
  return children;
}

/** `top`: the folder that is shown; null for the whole library. */
export function layTreemap(
  tree: readonly FolderBranch[],
  children: ReadonlyMap<number | null, readonly number[]>,
  top: number | null,
  room: Rectangle,
  options: Partial<TreemapOptions> = {},
): Tile[] {
  const { smallestFrame, headHeight, padding, deepest } = { ...usual, ...options };
  const tiles: Tile[] = [];

  function lay(folder: number | null, inside: Rectangle, depth: number): void {
    const own = folder === null ? 0 : (tree[folder]?.ownBytes ?? 0);
    const parts: { readonly place: number; readonly bytes: number; readonly isOwn: boolean }[] = (children.get(folder) ?? []).map(
      (place) => ({
        place,
        bytes: tree[place]?.bytes ?? 0,
        isOwn: false,
      }),
    );
    if (own > 0 && folder !== null) parts.push({ place: folder, bytes: own, isOwn: true });
    parts.sort((one, other) => other.bytes - one.bytes);
    const boxes = squarify(
      parts.map(({ bytes }) => bytes),
      inside,
    );
    for (const [index, { place, isOwn }] of parts.entries()) {
      const box = boxes[index];
      if (!box || box.width < 1 || box.height < 1) continue;
      const isFrame = !isOwn && depth < deepest && box.width >= smallestFrame && box.height >= smallestFrame && children.has(place);
      tiles.push({ ...box, folder: place, depth, part: isOwn ? "own" : isFrame ? "frame" : "whole" });
      if (!isFrame) continue;
      const room = {
        x: box.x + padding,
        y: box.y + headHeight,
        width: box.width - 2 * padding,
        height: box.height - headHeight - padding,
      };
      lay(place, room, depth + 1);
    }
  }
  lay(top, room, 0);
  return tiles;
}

/** The map of folders as a square of cells: places, sizes and steps in it, and which folders form blocks. Pure. */
import type { FolderMap, FolderMapCell, FolderPresence } from "../../electron/contract/folders.ts";

/** Row and column, both places in the map's folders; the cell says how much of the row's folder is in the column's. */
export interface MatrixPlace {
  readonly row: number;
  readonly column: number;
}

export interface MatrixCell extends MatrixPlace {
  readonly shared: number;
  /** Share of the row's folder that is in the column's, 0..1. */
  readonly share: number;
  /** The other way round. */
  readonly back: number;
  readonly jaccard: number;
}

/** Folders that stand together in the order, each sharing something with the next. */
export interface Block {
  readonly first: number;
  /** The place after the last. */
  readonly end: number;
  /** Place of the folder with most photos, which it is called after. */
  readonly largest: number;
}

export interface Matrix {
  readonly folders: readonly FolderPresence[];
  /** In row order, within a row by column. */
  readonly rows: readonly (readonly MatrixCell[])[];
  readonly blocks: readonly Block[];
  /** Of each folder as much of its path as tells it from the others. */
  readonly names: readonly string[];
  cell(place: MatrixPlace): MatrixCell | null;
}

export function matrixOf({ folders, cells }: FolderMap): Matrix {
  const rows: MatrixCell[][] = folders.map(() => []);
  for (const { a, b, shared, aInB, bInA, jaccard } of cells) {
    rows[a]?.push({ row: a, column: b, shared, share: aInB, back: bInA, jaccard });
    rows[b]?.push({ row: b, column: a, shared, share: bInA, back: aInB, jaccard });
  }
  for (const row of rows) row.sort((one, other) => one.column - other.column);
  return {
    folders,
    rows,
    blocks: blocksOf(folders, cells),
    names: shortNames(folders.map(({ path }) => path)),
    cell: ({ row, column }) => rows[row]?.find((one) => one.column === column) ?? null,
  };
}

/** A pair further apart in the order joins no blocks: it is a bridge between two of them. */
const nearby = 16;

function blocksOf(folders: readonly FolderPresence[], cells: readonly FolderMapCell[]): Block[] {
  const reach = folders.map((_, place) => place);
  for (const { a, b } of cells) if (b - a <= nearby) reach[a] = Math.max(reach[a] ?? 0, b);
  const blocks: Block[] = [];
  let first = 0;
  let furthest = 0;
  for (let place = 0; place < folders.length; place += 1) {
    furthest = Math.max(furthest, reach[place] ?? place);
    if (furthest > place) continue;
    let largest = first;
    for (let member = first; member <= place; member += 1)
      if ((folders[member]?.photos ?? 0) > (folders[largest]?.photos ?? 0)) largest = member;
    blocks.push({ first, end: place + 1, largest });
    first = place + 1;
  }
  return blocks;
}

export type Direction = "left" | "right" | "up" | "down";

/** The next cell that holds anything in this direction; where there is none, the same place. */
export function stepFrom({ rows }: Matrix, { row, column }: MatrixPlace, direction: Direction): MatrixPlace {
  if (direction === "right") return rows[row]?.find((cell) => cell.column > column) ?? { row, column };
  if (direction === "left") return rows[row]?.findLast((cell) => cell.column < column) ?? { row, column };
  const step = direction === "down" ? 1 : -1;
  for (let next = row + step; next >= 0 && next < rows.length; next += step) {
    const cells = rows[next] ?? [];
    // The nearest column in the next row that has any: rows with nothing straight below are not skipped.
    const [first, ...others] = cells;
    if (first) return others.reduce((best, cell) => (Math.abs(cell.column - column) < Math.abs(best.column - column) ? cell : best), first);
  }
  return { row, column };
}

export const cellSizes = { largest: 84, labelled: 12, numbered: 30 } as const;

/** Side of a cell so that all fit, in CSS pixels. */
export function fittingCell(folders: number, room: number): number {
  return Math.min(cellSizes.largest, room / Math.max(1, folders));
}

/** The first place and the place after the last that show between two edges. */
export function placesBetween(from: number, to: number, cell: number, folders: number): readonly [number, number] {
  return [Math.max(0, Math.floor(from / cell)), Math.min(folders, Math.ceil(to / cell))];
}

/** The last parts of each path that tell it from the others. */
export function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[/\\]/).filter((part) => part !== ""));
  const counts = new Map<string, number>();
  const tail = (of: readonly string[], length: number): string => of.slice(-length).join("/");
  const longest = 3;
  for (const of of parts)
    for (let length = 1; length <= longest; length += 1) counts.set(tail(of, length), (counts.get(tail(of, length)) ?? 0) + 1);
  return parts.map((of, at) => {
    for (let length = 1; length <= longest; length += 1) if (counts.get(tail(of, length)) === 1) return tail(of, length);
    return tail(of, longest) || (paths[at] ?? "");
  });
}

/** What folders have in common comes in; the folders of a map, in an order in which like stands beside like, with their cells, go out; and the tree of all folders. */
import type { FolderBranch, FolderMap, FolderMapCell, FolderOverlap } from "../../contract/folders.ts";
import type { Library } from "./fold.ts";
import { orderByLikeness } from "./order.ts";
import { overlapRows } from "./overlaps.ts";

/** `overlaps`: the folded pairs, most in common first. `threshold`: 0..1, for the larger of the two shares. */
export function folderMap(library: Library, overlaps: readonly FolderOverlap[], threshold: number, most: number): FolderMap {
  const { tree, tallies, presence } = library;
  const folders = new Set<number>();
  for (const { a, b, aInB, bInA } of overlaps) {
    if (Math.max(aInB, bInA) < threshold) continue;
    const pair = [tree.find(a), tree.find(b)].filter((folder) => folder !== undefined);
    if (new Set([...folders, ...pair]).size > most) continue;
    for (const folder of pair) folders.add(folder);
  }
  const list = [...folders];
  const places = new Map(list.map((folder, place) => [folder, place]));
  const cells = list.flatMap((one, a) =>
    [...tallies.rowsFrom(one)].flatMap((row): FolderMapCell[] => {
      const other = tallies.to(row);
      const b = places.get(other);
      if (b === undefined || (b <= a && tallies.shared(tallies.find(other, one)) > 0)) return [];
      const { shared, aInB, bInA, jaccard } = overlapRows(library, one, other);
      return aInB === 0 && bInA === 0 ? [] : [{ a, b, shared, aInB, bInA, jaccard }];
    }),
  );
  const order = orderByLikeness(
    list.length,
    cells.map(({ a, b, jaccard }) => ({ a, b, likeness: jaccard })),
  );
  const placeOf = new Map(order.map((old, place) => [old, place]));
  return {
    folders: order.map((old) => presence.of(list[old] ?? 0)),
    cells: cells.map((cell) => {
      const [a, b] = [placeOf.get(cell.a) ?? 0, placeOf.get(cell.b) ?? 0];
      return a < b ? { ...cell, a, b } : { ...cell, a: b, b: a, aInB: cell.bInA, bInA: cell.aInB };
    }),
  };
}

/** Parents first, in path order. */
export function folderBranches({ tree, presence }: Library): FolderBranch[] {
  const folders = Array.from({ length: tree.size }, (_, folder) => folder).filter((folder) => presence.photos(folder) > 0);
  // Siblings by path, and each folder's own follow it at once.
  const children = Map.groupBy(folders, (folder) => tree.chainOf(folder)[1] ?? -1);
  const branches: FolderBranch[] = [];
  function visit(folder: number, parent: number | null): void {
    const { photos, bytes } = presence.own(folder);
    const place = branches.length;
    branches.push({ ...presence.of(folder), parent, ownPhotos: photos, ownBytes: bytes });
    for (const child of inPathOrder(children.get(folder) ?? [])) visit(child, place);
  }
  const inPathOrder = (list: readonly number[]): number[] => list.toSorted((a, b) => (tree.pathOf(a) < tree.pathOf(b) ? -1 : 1));
  for (const top of inPathOrder(children.get(-1) ?? [])) visit(top, null);
  return branches;
}

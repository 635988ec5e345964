/** Two folders and the pairs of photos in both come in; which folder below one stands for which below the other goes out. */
import type { AlignedFolder } from "../../contract/folders.ts";
import type { FilePath } from "../../contract.ts";
import { inPathOrder, parentOf } from "./paths.ts";

export interface FoldersToAlign {
  readonly a: FilePath;
  readonly b: FilePath;
  readonly photosInA: readonly FilePath[];
  readonly photosInB: readonly FilePath[];
  readonly pairs: readonly { readonly a: FilePath; readonly b: FilePath }[];
}

/**
 * Folders that hold photos themselves. The two with most pairs between them first, then the next two that are left; of equally many the
 * two of the same way below A and B, then by path. What is left of the same way belongs together without a pair.
 */
export function alignFolders({ a, b, photosInA, photosInB, pairs }: FoldersToAlign): AlignedFolder[] {
  const [inA, inB] = [countByFolder(photosInA), countByFolder(photosInB)];
  const common = new Map<string, { readonly one: FilePath; readonly other: FilePath; count: number }>();
  for (const pair of pairs) {
    const [one, other] = [parentOf(pair.a), parentOf(pair.b)];
    const key = JSON.stringify([one, other]);
    const known = common.get(key) ?? { one, other, count: 0 };
    known.count += 1;
    common.set(key, known);
  }
  const isSameWay = (one: FilePath, other: FilePath): boolean => one.slice(a.length) === other.slice(b.length);
  const candidates = [...common.values()].sort(
    (x, y) =>
      y.count - x.count ||
      Number(isSameWay(y.one, y.other)) - Number(isSameWay(x.one, x.other)) ||
      inPathOrder(x.one, y.one) ||
      inPathOrder(x.other, y.other),
  );
  const [ofA, ofB] = [new Map<FilePath, { other: FilePath; count: number }>(), new Set<FilePath>()];
  for (const { one, other, count } of candidates) {
    if (ofA.has(one) || ofB.has(other)) continue;
    ofA.set(one, { other, count });
    ofB.add(other);
  }
  for (const one of inA.keys()) {
    const other = b + one.slice(a.length);
    if (ofA.has(one) || ofB.has(other) || !inB.has(other)) continue;
    ofA.set(one, { other, count: 0 });
    ofB.add(other);
  }
  const rows = [...inA.keys()].sort(inPathOrder).map((one): AlignedFolder => {
    const { other = null, count = 0 } = ofA.get(one) ?? {};
    const photos = { photosInA: inA.get(one) ?? 0, photosInB: other === null ? 0 : (inB.get(other) ?? 0) };
    return { a: one, b: other, ...photos, shared: count, renamed: other !== null && !isSameWay(one, other) };
  });
  const left = [...inB.keys()].filter((other) => !ofB.has(other)).sort(inPathOrder);
  return [
    ...rows,
    ...left.map((other) => ({ a: null, b: other, photosInA: 0, photosInB: inB.get(other) ?? 0, shared: 0, renamed: false })),
  ];
}

function countByFolder(paths: readonly FilePath[]): Map<FilePath, number> {
  const counts = new Map<FilePath, number>();
  for (const path of paths) counts.set(parentOf(path), (counts.get(parentOf(path)) ?? 0) + 1);
  return counts;
}

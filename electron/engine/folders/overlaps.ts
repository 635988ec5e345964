/** The kept counts of two folders come in; what they have in common goes out in the contract's words. */
import { type FolderOverlap, type OverlapCounts, type OverlapKind, overlapKinds } from "../../contract/folders.ts";
import type { FilePath } from "../../contract.ts";
import { type FoldedPair, foldPairs, type Library } from "./fold.ts";
import { inPathOrder } from "./paths.ts";

/** The folded pairs, most in common first. */
export function folderOverlaps(library: Library): FolderOverlap[] {
  return foldPairs(library)
    .map((pair) => overlapOf(library, pair))
    .sort(
      (one, other) =>
        other.shared - one.shared ||
        Math.max(other.aInB, other.bInA) - Math.max(one.aInB, one.bInA) ||
        inPathOrder(one.a, other.a) ||
        inPathOrder(one.b, other.b),
    );
}

/** Of any two folders, by their numbers in the tree. */
export function overlapRows(library: Library, one: number, other: number): FolderOverlap {
  const { tallies } = library;
  return dress(sideOf(library, one, other, tallies.find(one, other)), sideOf(library, other, one, tallies.find(other, one)));
}

/** null where one of them holds no photo. */
export function overlapBetween(library: Library, a: FilePath, b: FilePath): FolderOverlap | null {
  const [one, other] = [library.tree.find(a), library.tree.find(b)];
  return one === undefined || other === undefined ? null : overlapRows(library, one, other);
}

function overlapOf(library: Library, { forth, back }: FoldedPair): FolderOverlap {
  const { tallies } = library;
  const [one, other] = [tallies.from(forth), tallies.to(forth)];
  const [ofOne, ofOther] = [sideOf(library, one, other, forth), sideOf(library, other, one, back)];
  return inPathOrder(ofOne.path, ofOther.path) <= 0 ? dress(ofOne, ofOther) : dress(ofOther, ofOne);
}

interface Side {
  readonly path: FilePath;
  readonly photos: number;
  readonly bytes: number;
  readonly shared: number;
  readonly sharedBytes: number;
  readonly kinds: OverlapCounts;
}

function sideOf({ tree, tallies, presence }: Library, folder: number, apart: number, row: number): Side {
  const isOuter = tree.within(apart, folder);
  const counts = overlapKinds.map((kind, place) => [kind, row < 0 ? 0 : tallies.count(row, place)] as const);
  return {
    path: tree.pathOf(folder),
    photos: presence.photos(folder) - (isOuter ? presence.photos(apart) : 0),
    bytes: presence.bytes(folder) - (isOuter ? presence.bytes(apart) : 0),
    shared: row < 0 ? 0 : tallies.shared(row),
    sharedBytes: row < 0 ? 0 : tallies.sharedBytes(row),
    kinds: Object.fromEntries(counts) as Record<OverlapKind, number>,
  };
}

function dress(a: Side, b: Side): FolderOverlap {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const inCommon = a.shared + b.shared;
  return {
    ...{ a: a.path, b: b.path, photosInA: a.photos, photosInB: b.photos, bytesInA: a.bytes, bytesInB: b.bytes },
    ...{ shared: Math.min(a.shared, b.shared), sharedInA: a.shared, sharedInB: b.shared },
    ...{ sharedBytesInA: a.sharedBytes, sharedBytesInB: b.sharedBytes },
    ...{ aInB: share(a.shared, a.photos), bInA: share(b.shared, b.photos) },
    ...{ aInBByBytes: share(a.sharedBytes, a.bytes), bInAByBytes: share(b.sharedBytes, b.bytes) },
    jaccard: share(inCommon, 2 * (a.photos + b.photos) - inCommon),
    ...{ kindsInA: a.kinds, kindsInB: b.kinds },
  };
}

/** All files and matches of a library come in; the pairs of folders with most in common go out, at a cost that follows the matches. */
import type { FolderOverlap } from "../../contract/folders.ts";
import type { FilePath } from "../../contract.ts";
import type { Match } from "../photo.ts";
import type { FolderFile, FolderOptions } from "./compare.ts";
import { partnersOf } from "./partners.ts";
import { inPathOrder } from "./paths.ts";
import { createFolderTree, type FolderTree } from "./tree.ts";

export interface OverlapOptions extends FolderOptions {
  /** Scanned folders: no folder above one of them is reported. */
  readonly roots?: readonly FilePath[];
}

interface PairCount {
  readonly one: number;
  readonly other: number;
  sharedInOne: number;
  sharedInOther: number;
  /** Some shared photos lie directly in the two folders, so that no pair below them speaks for these. */
  direct: boolean;
}

/** A picture that lies in more folders than this (a logo, an icon) says nothing about any two of them. */
const mostFolders = 200;
/** A pair stands for the pairs below it where the smaller side is shared by at least this much. */
const wholeShare = 0.5;

/**
 * Most in common first. Folders count with everything below them; where one lies in the other, its photos are its own only.
 * Of pairs that lie in each other one is reported: the narrowest that still shares the same photos, then the widest of which half of
 * one side is shared, else the pairs below it.
 */
export function folderOverlaps(files: readonly FolderFile[], matches: readonly Match[], options: OverlapOptions): FolderOverlap[] {
  const tree = createFolderTree(files, options.roots ?? []);
  const pairs = countPairs(files, matches, options, tree);
  return narrowestAndWidest(pairs, tree)
    .map((pair) => overlapOf(pair, tree))
    .sort(
      (one, other) =>
        other.shared - one.shared ||
        Math.max(other.aInB, other.bInA) - Math.max(one.aInB, one.bInA) ||
        inPathOrder(one.a, other.a) ||
        inPathOrder(one.b, other.b),
    );
}

const keyOf = (one: number, other: number, size: number): number => Math.min(one, other) * size + Math.max(one, other);

function countPairs(
  files: readonly FolderFile[],
  matches: readonly Match[],
  options: FolderOptions,
  tree: FolderTree,
): Map<number, PairCount> {
  const partners = partnersOf(files, matches, options);
  const pairs = new Map<number, PairCount>();
  const enclosing = new Map<number, readonly (readonly [number, number])[]>();

  function enclosingOf(own: number, theirs: number): readonly (readonly [number, number])[] {
    const key = own * tree.size + theirs;
    const known = enclosing.get(key) ?? enclosingPairs(own, theirs, tree);
    enclosing.set(key, known);
    return known;
  }
  function count(ownSide: number, theirSide: number, direct: boolean): void {
    const key = keyOf(ownSide, theirSide, tree.size);
    const [one, other] = [Math.min(ownSide, theirSide), Math.max(ownSide, theirSide)];
    const pair = pairs.get(key) ?? { one, other, sharedInOne: 0, sharedInOther: 0, direct: false };
    if (ownSide === one) pair.sharedInOne += 1;
    else pair.sharedInOther += 1;
    pair.direct ||= direct;
    pairs.set(key, pair);
  }

  for (const index of files.keys()) {
    const own = tree.folderOfFile(index);
    const theirs = new Set(partners(index).map((partner) => tree.folderOfFile(partner.index)));
    theirs.delete(own);
    if (theirs.size > mostFolders) continue;
    const counted = new Set<number>();
    for (const folder of theirs) {
      for (const [ownSide, theirSide] of enclosingOf(own, folder)) {
        const key = ownSide * tree.size + theirSide;
        if (!counted.has(key)) count(ownSide, theirSide, theirs.has(theirSide) && ownSide === own);
        counted.add(key);
      }
    }
  }
  return pairs;
}

/** All pairs of folders that hold a photo of `own` and one of `theirs` on different sides, the two themselves among them. */
function enclosingPairs(own: number, theirs: number, tree: FolderTree): [number, number][] {
  const result: [number, number][] = [];
  for (const ownSide of tree.chainOf(own)) {
    for (const theirSide of tree.chainOf(theirs)) {
      const swallowed =
        (tree.within(own, theirSide) && tree.within(theirSide, ownSide)) ||
        (tree.within(theirs, ownSide) && tree.within(ownSide, theirSide));
      if (!swallowed) result.push([ownSide, theirSide]);
    }
  }
  return result;
}

function narrowestAndWidest(pairs: ReadonlyMap<number, PairCount>, tree: FolderTree): PairCount[] {
  const around = ({ one, other }: PairCount): PairCount[] =>
    enclosingPairs(one, other, tree)
      .filter(([a, b]) => a !== one || b !== other)
      .flatMap(([a, b]) => pairs.get(keyOf(a, b, tree.size)) ?? []);
  const shared = ({ sharedInOne, sharedInOther }: PairCount): number => sharedInOne + sharedInOther;

  const loose = new Set<PairCount>();
  for (const pair of pairs.values()) for (const wider of around(pair)) if (shared(wider) === shared(pair)) loose.add(wider);

  const depth = ({ one, other }: PairCount): number => tree.chainOf(one).length + tree.chainOf(other).length;
  const kept = new Set<PairCount>();
  const widestFirst = [...pairs.values()].filter((pair) => !loose.has(pair)).sort((a, b) => depth(a) - depth(b));
  for (const pair of widestFirst) {
    if (around(pair).some((wider) => kept.has(wider))) continue;
    const { aInB, bInA } = overlapOf(pair, tree);
    if (pair.direct || Math.max(aInB, bInA) >= wholeShare) kept.add(pair);
  }
  return [...kept];
}

function overlapOf({ one, other, sharedInOne, sharedInOther }: PairCount, tree: FolderTree): FolderOverlap {
  const photosIn = (folder: number, apart: number): number =>
    tree.photosBelow(folder) - (tree.within(apart, folder) ? tree.photosBelow(apart) : 0);
  const [inOne, inOther] = [photosIn(one, other), photosIn(other, one)];
  const ofOne = { path: tree.pathOf(one), photos: inOne, share: inOne === 0 ? 0 : sharedInOne / inOne };
  const ofOther = { path: tree.pathOf(other), photos: inOther, share: inOther === 0 ? 0 : sharedInOther / inOther };
  const [a, b] = inPathOrder(ofOne.path, ofOther.path) <= 0 ? [ofOne, ofOther] : [ofOther, ofOne];
  return {
    a: a.path,
    b: b.path,
    photosInA: a.photos,
    photosInB: b.photos,
    shared: Math.min(sharedInOne, sharedInOther),
    aInB: a.share,
    bInA: b.share,
  };
}

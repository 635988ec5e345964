/** What folders have in common comes in; the pairs worth telling go out: of nested pairs the topmost that says the same. */
import { inPathOrder } from "./paths.ts";
import type { Presence } from "./presence.ts";
import type { Tallies } from "./tallies.ts";
import type { FolderTree } from "./tree.ts";

/** Rows of the two directions; -1 where one is nothing. */
export interface FoldedPair {
  readonly forth: number;
  readonly back: number;
}

export interface Library {
  readonly tree: FolderTree;
  readonly tallies: Tallies;
  readonly presence: Presence;
}

/** Shares that differ by no more than this say the same. */
const sameShare = 0.1;
/** Fewer photos than this say nothing of their folder. */
const fewestTelling = 3;
/** From this share on a folder counts as contained whole. */
const wholeShare = 0.9;

/**
 * A row says "this share of one folder lies in another". It is loose where narrower folders share the very same photos: those say it better,
 * and a pair whose stronger word is loose is left out.
 * A pair says the same as a pair inside it where the stronger word of the inner one holds of the outer one too, up to `sameShare`: the inner
 * one is then left out. An outer pair of which most shared photos lie in inner pairs that are clearly stronger is a mere sum of them, and is left out
 * itself, unless some shared photos lie directly in its two folders. So every shared photo is in some pair that is told.
 * Of a folder and one inside it only the inner one's share counts, and only where it is contained whole or photos lie directly in both: that
 * part of a folder lies somewhere else in the library is better said by the places where it lies.
 */
export function foldPairs(library: Library): FoldedPair[] {
  const { tree, tallies } = library;
  const rows = readRows(library);
  const told = new Uint8Array(rows.size);
  const found: number[] = [];

  const isImplied = (row: number): boolean => {
    const share = rows.share[row] ?? 0;
    const count = tallies.around(row, found);
    for (let at = 0; at < count; at++) {
      const wider = found[at] ?? 0;
      if (told[wider] === 1 && (rows.share[wider] ?? 0) >= share - sameShare) return true;
    }
    return false;
  };

  const isOuter = (row: number): boolean => tree.within(tallies.to(row), tallies.from(row));
  // Equal ones fall by path: the numbers of folders are those of the order in which they were met.
  const strongerFirst = (one: number, other: number): number =>
    (rows.share[other] ?? 0) - (rows.share[one] ?? 0) ||
    (rows.telling[other] ?? 0) - (rows.telling[one] ?? 0) ||
    inPathOrder(tree.pathOf(tallies.from(one)), tree.pathOf(tallies.from(other)));
  const depth = (row: number): number => tree.depthOf(tallies.from(row)) + tree.depthOf(tallies.to(row));
  const kept: FoldedPair[] = [];
  for (const [forth, back] of pairsOf(library, rows).sort((one, other) => depth(one[0]) - depth(other[0]))) {
    const words = [forth, back].filter((row) => row >= 0 && !isOuter(row)).sort(strongerFirst);
    const [strongest] = words;
    if (strongest === undefined || rows.telling[strongest] === 0) continue;
    const least = (rows.share[strongest] ?? 0) - sameShare;
    if (words.some((row) => rows.telling[row] === 1 && (rows.share[row] ?? 0) >= least && isImplied(row))) continue;
    const isDirect = tallies.direct(strongest) > 0;
    if (!isDirect && (rows.inStronger[strongest] ?? 0) * 2 > (rows.inside[strongest] ?? 0)) continue;
    // A loose word is told beside the other all the same.
    for (const row of words) told[row] = 1;
    kept.push({ forth, back });
  }
  return kept;
}

/** By row. */
interface Rows {
  readonly size: number;
  readonly shared: Int32Array;
  /** 0..1 */
  readonly share: Float64Array;
  /** 1 where the row may be told: it is not loose, and not the outer one's of nested folders. */
  readonly telling: Uint8Array;
  /** Photos directly in folders inside, and those of them that are in clearly stronger pairs. */
  readonly inside: Int32Array;
  readonly inStronger: Int32Array;
}

function readRows({ tree, tallies, presence }: Library): Rows {
  const { size } = tallies;
  const [shared, share, telling] = [new Int32Array(size), new Float64Array(size), new Uint8Array(size)];
  const [inside, inStronger] = [new Int32Array(size), new Int32Array(size)];
  for (let row = 0; row < size; row++) {
    const count = tallies.shared(row);
    if (count === 0) continue;
    const [own, their] = [tallies.from(row), tallies.to(row)];
    const [isOuter, isInner] = [tree.within(their, own), tree.within(own, their)];
    shared[row] = count;
    share[row] = count / (presence.photos(own) - (isOuter ? presence.photos(their) : 0));
    telling[row] = isOuter || (isInner && tallies.direct(row) === 0 && (share[row] ?? 0) < wholeShare) ? 0 : 1;
  }
  const found: number[] = [];
  for (let row = 0; row < size; row++) {
    if (telling[row] === 0 && tallies.direct(row) === 0) continue;
    const isStrong = (shared[row] ?? 0) >= fewestTelling;
    const direct = tallies.direct(row);
    inside[row] = (inside[row] ?? 0) + direct;
    const count = tallies.around(row, found);
    for (let at = 0; at < count; at++) {
      const wider = found[at] ?? 0;
      if (shared[wider] === shared[row]) telling[wider] = 0;
      if (direct === 0) continue;
      inside[wider] = (inside[wider] ?? 0) + direct;
      if (isStrong && (share[row] ?? 0) > (share[wider] ?? 0) + sameShare) inStronger[wider] = (inStronger[wider] ?? 0) + direct;
    }
  }
  return { size, shared, share, telling, inside, inStronger };
}

/** Each pair of folders once, as its two rows. */
function pairsOf({ tallies }: Library, { size, shared }: Rows): [forth: number, back: number][] {
  const pairs: [number, number][] = [];
  for (let row = 0; row < size; row++) {
    if (shared[row] === 0) continue;
    const [own, their] = [tallies.from(row), tallies.to(row)];
    const back = tallies.find(their, own);
    if (own < their || back < 0 || shared[back] === 0) pairs.push([row, back]);
  }
  return pairs;
}

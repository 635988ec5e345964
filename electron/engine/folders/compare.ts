/** Two folders, their files and the matches come in; how much of each is contained in the other goes out. */
import { basename } from "node:path";
import { type FilePath, type Relation, relations } from "../../contract.ts";
import type { ContentId, Match } from "../photo.ts";
import { type Partner, partnersOf } from "./partners.ts";
import { inPathOrder, isBelow } from "./paths.ts";

/** One file of the library. */
export interface FolderFile {
  readonly path: FilePath;
  readonly content: ContentId;
  readonly sizeBytes: number;
}

export interface FolderMatch {
  /** Indexes into the files given. */
  readonly a: number;
  readonly b: number;
  readonly relation: Relation;
  /** 0..1; 1 for the same bytes. */
  readonly probability: number;
  /** null for the same bytes. */
  readonly match: Match | null;
}

/** Indexes into the files given, in path order. */
export interface FolderContainment {
  /** Share of A's photos that have a copy in B, 0..1; 0 where A is empty. */
  readonly aInB: number;
  readonly bInA: number;
  readonly onlyInA: readonly number[];
  readonly onlyInB: readonly number[];
  /** Every photo of A with its best partner in B, then those of B that are in no pair yet with theirs in A. */
  readonly matched: readonly FolderMatch[];
  /** Photos that are only in one with another exposure of their moment in the other. */
  readonly moments: readonly FolderMatch[];
  readonly inA: readonly number[];
  readonly inB: readonly number[];
  /** All copies that a photo of one folder has in the other, the best first. */
  readonly copiesOf: (index: number) => readonly Partner[];
}

export interface FolderOptions {
  /** Pairs below this probability (0..1) do not count. */
  readonly minProbability: number;
}

/** Folders count with everything below them; where one lies in the other, its photos are its own only. */
export function compareFolders(
  files: readonly FolderFile[],
  matches: readonly Match[],
  folders: { readonly a: FilePath; readonly b: FilePath },
  options: FolderOptions,
): FolderContainment {
  const [inA, inB] = filesIn(files, folders);
  const places = [...inA, ...inB];
  const partners = partnersOf(files, matches, options, "copies", places);
  const copies = pairUp(inA, inB, bestOf(files, partners));
  const { onlyInA, onlyInB } = copies;
  const only = new Set([...onlyInA, ...onlyInB]);
  const moments = pairUp(inA, inB, bestOf(files, partnersOf(files, matches, options, "moments", places)), only);
  const share = (left: readonly number[], all: ReadonlySet<number>): number => (all.size === 0 ? 0 : (all.size - left.length) / all.size);
  return {
    ...{ aInB: share(onlyInA, inA), bInA: share(onlyInB, inB), onlyInA, onlyInB, matched: copies.matched, moments: moments.matched },
    ...{ inA: [...inA], inB: [...inB] },
    copiesOf: (index) => bestFirst(files, partners, index, inA.has(index) ? inB : inA),
  };
}

type BestIn = (index: number, others: ReadonlySet<number>) => Partner | undefined;

function bestOf(files: readonly FolderFile[], partners: (index: number) => readonly Partner[]): BestIn {
  return (index, others) => bestFirst(files, partners, index, others)[0];
}

function bestFirst(
  files: readonly FolderFile[],
  partners: (index: number) => readonly Partner[],
  index: number,
  others: ReadonlySet<number>,
): Partner[] {
  return partners(index)
    .filter((partner) => others.has(partner.index))
    .sort((one, other) => nearerFirst(one, other, index, files));
}

/** Of each side, or of those `wanted`, every photo with its best partner; of B only what is in no pair yet. */
function pairUp(inA: ReadonlySet<number>, inB: ReadonlySet<number>, bestIn: BestIn, wanted?: ReadonlySet<number>) {
  const matched: FolderMatch[] = [];
  const paired = new Set<number>();
  const onlyInA: number[] = [];
  const onlyInB: number[] = [];
  for (const a of inA) {
    const best = wanted && !wanted.has(a) ? undefined : bestIn(a, inB);
    if (!best) {
      onlyInA.push(a);
      continue;
    }
    const { index: b, relation, probability, match } = best;
    paired.add(b);
    matched.push({ a, b, relation, probability, match });
  }
  for (const b of inB) {
    if (paired.has(b)) continue;
    const best = wanted && !wanted.has(b) ? undefined : bestIn(b, inA);
    if (!best) {
      onlyInB.push(b);
      continue;
    }
    const { index: a, relation, probability, match } = best;
    matched.push({ a, b, relation, probability, match });
  }
  return { matched, onlyInA, onlyInB };
}

/** Indexes of the files of each folder, in path order. */
function filesIn(files: readonly FolderFile[], { a, b }: { a: FilePath; b: FilePath }): [Set<number>, Set<number>] {
  const [inA, inB] = [new Set<number>(), new Set<number>()];
  const below = [...files.entries()].filter(([, { path }]) => isBelow(path, a) || isBelow(path, b));
  for (const [index, { path }] of below.sort(([, one], [, other]) => inPathOrder(one.path, other.path))) {
    const [belowA, belowB] = [isBelow(path, a), isBelow(path, b)];
    if (belowA && !(belowB && b.length > a.length)) inA.add(index);
    if (belowB && !(belowA && a.length > b.length)) inB.add(index);
  }
  return [inA, inB];
}

/** Of equally good partners the one with the same name, then the first by path. */
function nearerFirst(one: Partner, other: Partner, index: number, files: readonly FolderFile[]): number {
  const name = basename(files[index]?.path ?? "");
  const renamed = ({ index: at }: Partner): number => (basename(files[at]?.path ?? "") === name ? 0 : 1);
  return (
    other.probability - one.probability ||
    relations.indexOf(one.relation) - relations.indexOf(other.relation) ||
    renamed(one) - renamed(other) ||
    inPathOrder(files[one.index]?.path ?? "", files[other.index]?.path ?? "")
  );
}

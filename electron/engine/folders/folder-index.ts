/** The files and matches of a library come in, again and again; what its folders have in common is kept up to date, at a cost that follows what changed. */
import type { FilePath } from "../../contract.ts";
import type { Match } from "../photo.ts";
import type { FolderFile } from "./compare.ts";
import { createFileSlots, type FileSlots } from "./file-slots.ts";
import { firstMomentKind } from "./kinds.ts";
import { bounds, changedContents, type Neighbours, neighboursOf } from "./neighbours.ts";
import { createPresence, type Presence } from "./presence.ts";
import { createTallies, type Tallies } from "./tallies.ts";
import { createFolderTree, type FolderTree } from "./tree.ts";

export interface FolderIndexOptions {
  /** Pairs below this probability (0..1) do not count. */
  readonly minProbability: number;
}

export interface FolderIndex {
  readonly tree: FolderTree;
  readonly tallies: Tallies;
  readonly presence: Presence;
  /** Returns how many photos were counted anew. No folder above one of `roots` is looked at; other roots than before begin from nothing. */
  update(files: readonly FolderFile[], matches: readonly Match[], roots: readonly FilePath[]): number;
}

/** A picture that lies in more folders than this (a logo, an icon) says nothing about any two of them. */
export const mostFolders = 200;

interface State {
  readonly roots: string;
  readonly tree: FolderTree;
  readonly slots: FileSlots;
  readonly tallies: Tallies;
  readonly presence: Presence;
  neighbours: Neighbours;
}

export function createFolderIndex({ minProbability }: FolderIndexOptions): FolderIndex {
  let state = emptyState([], minProbability);

  return {
    get tree() {
      return state.tree;
    },
    get tallies() {
      return state.tallies;
    },
    get presence() {
      return state.presence;
    },
    update(files, matches, roots) {
      if (JSON.stringify(roots) !== state.roots) state = emptyState(roots, minProbability);
      const { slots, tree } = state;
      const after = neighboursOf(matches, minProbability);
      const change = slots.compare(files, tree);
      const contents = new Set([...change.contents, ...changedContents(state.neighbours, after)]);
      for (const content of change.contents)
        for (const neighbours of [state.neighbours, after]) {
          const [from, to] = bounds(neighbours, content);
          for (let at = from; at < to; at++) contents.add(neighbours.partner[at] ?? 0);
        }
      countAll(state, contents, -1);
      change.apply();
      state.neighbours = after;
      return countAll(state, contents, 1);
    },
  };
}

function emptyState(roots: readonly FilePath[], minProbability: number): State {
  const tree = createFolderTree(roots);
  return {
    ...{ roots: JSON.stringify(roots), tree, slots: createFileSlots(), tallies: createTallies(tree), presence: createPresence(tree) },
    neighbours: neighboursOf([], minProbability),
  };
}

/** Counts every file of these contents, or takes it back; returns how many. */
function countAll({ slots, neighbours, tallies, presence }: State, contents: ReadonlySet<number>, sign: 1 | -1): number {
  const best = new Map<number, number>();
  const note = (folder: number, kind: number): void => {
    const known = best.get(folder);
    if (known === undefined || kind < known) best.set(folder, kind);
  };
  let files = 0;
  for (const content of contents) {
    const own = slots.holding(content);
    if (own.length === 0) continue;
    const [from, to] = bounds(neighbours, content);
    best.clear();
    // The same for every file of the content, but for the folder that it lies in itself.
    for (const slot of own) note(slots.folder(slot), 0);
    const isRepeated = own.length > 1;
    let hasCopy = isRepeated;
    for (let at = from; at < to; at++) {
      const kind = neighbours.kind[at] ?? 0;
      for (const slot of slots.holding(neighbours.partner[at] ?? 0)) {
        note(slots.folder(slot), kind);
        hasCopy ||= kind < firstMomentKind;
      }
    }
    for (const slot of own) {
      files += 1;
      const folder = slots.folder(slot);
      const others = [...best.keys()].filter((other) => other !== folder);
      const kinds = others.map((other) => best.get(other) ?? 0);
      const copies = others.filter((_, at) => (kinds[at] ?? 0) < firstMomentKind);
      presence.count(folder, slots.sizeBytes(slot), { hasCopy, copies }, sign);
      if (others.length > 0 && others.length <= mostFolders) tallies.tally(folder, slots.sizeBytes(slot), others, kinds, sign);
    }
  }
  return files;
}

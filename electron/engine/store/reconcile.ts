/** A finished walk and what the library knew come in; what must be opened, is back, or is gone goes out. Touches no database. */
import { sep } from "node:path";
import type { FilePath, Problem, ProblemCode } from "../../contract.ts";
import type { FoundFile } from "../photo.ts";

/** How a file looked from outside when it was last opened. */
export interface Stamp {
  readonly sizeBytes: bigint;
  readonly modifiedAtNs: bigint;
  readonly inode: bigint;
}

export interface KnownFile extends Stamp {
  readonly id: number;
  readonly gone: boolean;
}

export interface KnownProblem {
  readonly problem: Problem;
  /** null where the walk itself failed here. */
  readonly stamp: Omit<Stamp, "inode"> | null;
}

export interface Comparison {
  readonly toRead: readonly FoundFile[];
  readonly unchanged: number;
  readonly returnedIds: readonly number[];
  readonly goneIds: readonly number[];
  readonly stillUnreadable: readonly Problem[];
  /** Problems that no longer hold. */
  readonly settled: readonly FilePath[];
}

/** These can pass without any change of the file. */
const passing: readonly ProblemCode[] = ["vanished", "permission", "input-output"];

export function compareWalk(
  found: readonly FoundFile[],
  unread: readonly Problem[],
  known: ReadonlyMap<FilePath, KnownFile>,
  problems: ReadonlyMap<FilePath, KnownProblem>,
): Comparison {
  const toRead: FoundFile[] = [];
  const returnedIds: number[] = [];
  const stillUnreadable: Problem[] = [];
  const settled: FilePath[] = [];
  const met = new Set<FilePath>();
  let unchanged = 0;

  for (const file of found) {
    met.add(file.path);
    const before = known.get(file.path);
    const failed = problems.get(file.path);
    if (failed && stillFails(failed, file)) {
      stillUnreadable.push(failed.problem);
    } else if (before && sameStamp(before, file) && before.inode === file.inode) {
      if (before.gone) returnedIds.push(before.id);
      else unchanged += 1;
      if (failed) settled.push(file.path);
    } else {
      toRead.push(file);
    }
  }

  const hidden = hiddenBelow(unread.map((problem) => problem.path));
  const goneIds: number[] = [];
  for (const [path, { id, gone }] of known) if (!gone && !met.has(path) && !hidden(path)) goneIds.push(id);
  for (const [path, { stamp }] of problems) if (stamp === null || (!met.has(path) && !hidden(path))) settled.push(path);
  return { toRead, unchanged, returnedIds, goneIds, stillUnreadable, settled };
}

function stillFails({ problem, stamp }: KnownProblem, file: FoundFile): boolean {
  return stamp !== null && sameStamp(stamp, file) && !passing.includes(problem.code);
}

function sameStamp(stamp: Omit<Stamp, "inode">, file: FoundFile): boolean {
  return stamp.modifiedAtNs === file.modifiedAtNs && stamp.sizeBytes === BigInt(file.sizeBytes);
}

/** Whether the walk could not see a path because it, or a folder above it, could not be looked at. */
function hiddenBelow(unread: readonly FilePath[]): (path: FilePath) => boolean {
  const folders = new Set(unread.map((path) => (path.endsWith(sep) ? path.slice(0, -1) : path)));
  if (folders.size === 0) return () => false;
  return (path) => {
    for (let end = path.length; end >= 0; end = path.lastIndexOf(sep, end - 1)) {
      if (folders.has(path.slice(0, end))) return true;
      if (end === 0) break;
    }
    return false;
  };
}

/** What should be copied and where to come in; the copies, under names that are free, go out, after a look at the disk. Nothing is touched. */
import { dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { ContentAt, PlannedCopy } from "../photo.ts";
import type { FileFacts, FileSystem } from "./file-system.ts";
import { joined } from "./holding-place.ts";
import type { PlanOptions } from "./plan.ts";
import { listings, readSideFile } from "./plan-side-files.ts";
import { reasonOf } from "./refusal.ts";
import { markedName, nameOf } from "./restored-place.ts";
import { counterpart, sideFilesOf } from "./side-files.ts";

/** One photo to be copied, where it lies now. */
export interface CopyWish extends ContentAt {
  /** As it was read. */
  readonly sizeBytes: number;
  readonly modifiedAtNs: bigint;
  /** Where it should come to lie. */
  readonly to: FilePath;
  /** The scanned folder, or the one to be, that it comes to lie in. */
  readonly root: FilePath;
  readonly group: string;
}

export interface CopyNotice {
  readonly path: FilePath;
  readonly code: "vanished" | "not-a-file" | "changed" | "unreadable" | "target-read-only" | "too-little-space";
  readonly text: string;
}

/** One copy with what the disk says of its original. */
export interface CopyOnDisk {
  readonly copy: PlannedCopy;
  readonly original: FileFacts;
  readonly renamed: boolean;
  /** Of a side file: the photos beside the original that use it. */
  readonly owners: readonly FilePath[];
}

export interface PlannedCopies {
  /** Each photo before its side files. */
  readonly copies: readonly CopyOnDisk[];
  readonly refused: readonly CopyNotice[];
  readonly warnings: readonly CopyNotice[];
}

interface SideOnDisk extends ContentAt {
  readonly name: string;
  readonly facts: FileFacts;
  readonly owners: readonly FilePath[];
}

const texts: Readonly<Record<CopyNotice["code"], string>> = {
  vanished: "It is not there any more. Scan again.",
  "not-a-file": "A link or something else that is not a file stands there now.",
  changed: "It has changed since it was read. Scan again.",
  unreadable: "The system does not let it be looked at.",
  "target-read-only": "The folder that it is to be copied to cannot be written to.",
  "too-little-space": "The volume that it is to be copied to has too little space for all of the copies.",
};
const notice = (path: FilePath, code: CopyNotice["code"]): CopyNotice => ({ path, code, text: texts[code] });

const attempts = 10_000;

/** Where a name is taken, on the disk or by a copy before it, the copy gets a number, and its side files the same: both stay. A RAW is a photo of its own. */
export async function planCopies(
  wishes: readonly CopyWish[],
  options: Pick<PlanOptions, "fileSystem" | "createHasher" | "isPhotoName">,
): Promise<PlannedCopies> {
  const { fileSystem, createHasher, isPhotoName } = options;
  const names = listings(fileSystem);
  const mayWrite = writableFolders(fileSystem);
  /** What comes to lie where; in small letters, which are the same on some disks. */
  const taken = new Map<string, FilePath>();
  const copies: CopyOnDisk[] = [];
  const refused: CopyNotice[] = [];

  async function sideFilesFor(wish: CopyWish) {
    const photo = nameOf(wish.path);
    const folder = dirname(wish.path);
    const found: SideOnDisk[] = [];
    for (const { name, kind, owners } of sideFilesOf(photo, names(folder), isPhotoName)) {
      if (kind === "raw") continue;
      const path = joined(folder, name);
      const seen = await readSideFile(path, fileSystem, createHasher);
      if (!seen || (kind === "live-video" && !seen.isLive)) continue;
      found.push({ name, path, hash: seen.hash, facts: seen.facts, owners: owners.map((owner) => joined(folder, owner)) });
    }
    return found;
  }

  const isTakenBy = (to: FilePath, from: FilePath): boolean => taken.get(to.toLowerCase()) === from;
  const isFree = (to: FilePath): boolean => !taken.has(to.toLowerCase()) && fileSystem.stat(to) === null;

  for (const wish of wishes) {
    try {
      const original = lookAt(wish, fileSystem);
      if (typeof original === "string") {
        refused.push(notice(wish.path, original));
        continue;
      }
      if (!mayWrite(dirname(wish.to))) {
        refused.push(notice(wish.path, "target-read-only"));
        continue;
      }
      const sides = await sideFilesFor(wish);
      const [photo, folder, wanted] = [nameOf(wish.path), dirname(wish.to), nameOf(wish.to)];
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const name = attempt === 1 ? wanted : markedName(wanted, ` (${attempt})`);
        const to = joined(folder, name);
        const beside = sides.map((side) => ({ side, at: joined(folder, counterpart(side.name, photo, name)) }));
        // Photos of one stem share a side file, which comes once.
        if (!isFree(to) || !beside.every(({ side, at }) => isFree(at) || isTakenBy(at, side.path))) continue;
        const put = (path: FilePath, from: ContentAt, facts: FileFacts, side: SideOnDisk | null): void => {
          if (isTakenBy(path, from.path)) return;
          taken.set(path.toLowerCase(), from.path);
          const identity = { device: facts.device, inode: 0n, sizeBytes: facts.sizeBytes, modifiedAtNs: facts.modifiedAtNs };
          const kept = { path: from.path, hash: from.hash };
          const { group, root } = wish;
          const copy = { path, hash: from.hash, identity, group, kept, root, companionOf: side === null ? null : to };
          copies.push({ copy, original: facts, renamed: attempt > 1, owners: side?.owners ?? [] });
        };
        put(to, wish, original, null);
        for (const { side, at } of beside) put(at, side, side.facts, side);
        break;
      }
    } catch (error) {
      if (reasonOf(error) === null) throw error;
      refused.push(notice(wish.path, "unreadable"));
    }
  }
  return { copies, refused, warnings: spaceWarnings(copies, fileSystem) };
}

function lookAt({ path, sizeBytes, modifiedAtNs }: CopyWish, fileSystem: FileSystem): FileFacts | CopyNotice["code"] {
  const facts = fileSystem.stat(path);
  if (facts === null) return "vanished";
  if (facts.kind !== "file") return "not-a-file";
  return facts.sizeBytes === sizeBytes && facts.modifiedAtNs === modifiedAtNs ? facts : "changed";
}

/** Whether a folder can be written to, or made in the first one above it that is there. */
function writableFolders(fileSystem: FileSystem): (folder: FilePath) => boolean {
  const known = new Map<FilePath, boolean>();
  return function mayWrite(folder): boolean {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const facts = fileSystem.stat(folder);
    const may =
      facts !== null ? facts.kind === "folder" && fileSystem.mayWrite(folder) : dirname(folder) !== folder && mayWrite(dirname(folder));
    known.set(folder, may);
    return may;
  };
}

/** Once, at the first copy: all of a plan go to one place. */
function spaceWarnings(copies: readonly CopyOnDisk[], fileSystem: FileSystem): CopyNotice[] {
  const [first] = copies;
  if (!first) return [];
  let folder = dirname(first.copy.path);
  while (fileSystem.stat(folder) === null && dirname(folder) !== folder) folder = dirname(folder);
  const { freeBytes } = fileSystem.volume(folder);
  const bytes = copies.reduce((sum, { original }) => sum + original.sizeBytes, 0);
  return freeBytes !== null && freeBytes < bytes ? [notice(first.copy.kept.path, "too-little-space")] : [];
}

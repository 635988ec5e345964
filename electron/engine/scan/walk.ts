/** Folders come in; every file below them whose name is a photo's goes out once, in batches, with the problems met on the way. */
import { type BigIntStats, lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { FilePath, Problem, ProblemCode } from "../../contract.ts";
import { type FoundFile, pathOfBytes, systemPath } from "../photo.ts";
import { createIgnored, type Ignored } from "./ignored.ts";
import { list } from "./listing.ts";
import { isPhotoName } from "./photo-names.ts";

export interface WalkOptions {
  /** gitignore patterns, relative to each folder given; besides the built-in ones. */
  readonly ignorePatterns?: readonly string[];
  /** Never read into: where the library itself lies. */
  readonly libraryFolder?: FilePath | null;
  /** Files a batch at most; 512. */
  readonly batchSize?: number;
}

export interface WalkBatch {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
}

interface Folder {
  readonly path: FilePath;
  /** From the scanned folder, "/" between; "" for the folder itself. */
  readonly below: string;
  readonly name: string;
}

/** Asking the system about one file after the other holds everything else up: pause for it this often. */
const sliceMs = 8;

/**
 * Symbolic links are not followed, except that a folder given may be one; a folder reached twice is visited once (device and inode).
 * Paths are those of the folders given with links resolved. Sizes and times are as the walk met them.
 * Stops when the consumer stops asking. Never throws for what lies on the disk: that becomes a problem.
 */
export async function* walk(folders: readonly FilePath[], options: WalkOptions = {}): AsyncGenerator<WalkBatch, void, undefined> {
  const { batchSize = 512 } = options;
  let files: FoundFile[] = [];
  let problems: Problem[] = [];
  let sliceEnd = performance.now() + sliceMs;
  for (const met of meet(folders, options)) {
    if (met !== null && "code" in met) problems.push(met);
    else if (met !== null) files.push(met);
    if (files.length + problems.length >= batchSize) {
      yield { files, problems };
      files = [];
      problems = [];
    }
    if (performance.now() > sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + sliceMs;
    }
  }
  if (files.length > 0 || problems.length > 0) yield { files, problems };
}

/** null after each folder: a moment to pause in. */
type Met = FoundFile | Problem | null;

function* meet(folders: readonly FilePath[], options: WalkOptions): Generator<Met> {
  const ignored = createIgnored(options.ignorePatterns ?? []);
  const library = typeof options.libraryFolder === "string" ? identityOf(options.libraryFolder) : null;
  const visited = new Set<string>();
  for (const given of folders) {
    try {
      const root = openRoot(given, library);
      if (root.isFolder) yield* meetFolders({ path: root.path, below: "", name: basename(root.path) }, ignored, visited, library);
      else if (root.isPhoto && !visited.has(root.path)) yield foundFile(root.path, root.stats);
      visited.add(root.path);
    } catch (error) {
      yield problemOf(given, error);
    }
  }
}

function* meetFolders(root: Folder, ignored: Ignored, visited: Set<string>, library: string | null): Generator<Met> {
  const pending = [root];
  for (let folder = pending.pop(); folder; folder = pending.pop()) {
    const { path, below, name } = folder;
    try {
      const identity = identify(lstatSync(systemPath(path), { bigint: true }), path);
      if (visited.has(identity) || identity === library) continue;
      visited.add(identity);
      const { folders, photos } = list(path);
      for (const inside of folders.toReversed()) {
        const way = below === "" ? inside : `${below}/${inside}`;
        if (!ignored.folder(name, inside, way)) pending.push({ path: joined(path, inside), below: way, name: inside });
      }
      for (const photo of photos) {
        if (!ignored.file(below === "" ? photo : `${below}/${photo}`)) yield meetPhoto(joined(path, photo));
      }
    } catch (error) {
      // What went away below the folder given is no problem: it is just not there.
      if (folder === root || !isGone(error)) yield problemOf(path, error);
    }
    yield null;
  }
}

function meetPhoto(path: FilePath): Met {
  try {
    const stats = lstatSync(systemPath(path), { bigint: true });
    return stats.isFile() ? foundFile(path, stats) : null;
  } catch (error) {
    return isGone(error) ? null : problemOf(path, error);
  }
}

interface Root {
  readonly path: FilePath;
  readonly stats: BigIntStats;
  readonly isFolder: boolean;
  readonly isPhoto: boolean;
}

/** Throws what the system throws, and where the folder lies inside the library. */
function openRoot(given: FilePath, library: string | null): Root {
  const path = pathOfBytes(realpathSync.native(systemPath(given), { encoding: "buffer" }));
  const stats = lstatSync(systemPath(path), { bigint: true });
  for (let at = path; library !== null; at = dirname(at)) {
    if (identityOf(at) === library) throw new Error("This folder belongs to the library itself.");
    if (at === dirname(at)) break;
  }
  return { path, stats, isFolder: stats.isDirectory(), isPhoto: stats.isFile() && isPhotoName(basename(path)) };
}

function foundFile(path: FilePath, { size, mtimeNs, ino, dev }: BigIntStats): FoundFile {
  return { path, sizeBytes: Number(size), modifiedAtNs: mtimeNs, inode: ino, device: dev };
}

/** Some network file systems number nothing: there the path must do. */
function identify({ dev, ino }: BigIntStats, path: FilePath): string {
  return ino === 0n ? path : `${dev}:${ino}`;
}

/** null where there is nothing. */
function identityOf(path: FilePath): string | null {
  const stats = statSync(systemPath(path), { bigint: true, throwIfNoEntry: false });
  return stats ? identify(stats, path) : null;
}

/** node:path would tidy names that are to stay exact. */
function joined(folder: FilePath, name: string): FilePath {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}

const words: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ENOENT: ["vanished", "There is no such folder."],
  ENOTDIR: ["vanished", "There is no such folder."],
  EACCES: ["permission", "The system does not allow looking into this folder."],
  EPERM: ["permission", "The system does not allow looking into this folder."],
  ELOOP: ["input-output", "Links here lead to each other in a circle."],
};

function problemOf(path: FilePath, error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  const [problem, text] = words[code ?? ""] ?? (["input-output", code ? `The disk could not be read here (${code}).` : message] as const);
  return { path, code: problem, message: text };
}

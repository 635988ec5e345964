/** A folder's path comes in and exists durably; empty folders of the holding place go away again. */
import { dirname, sep } from "node:path";
import type { FilePath } from "../../contract.ts";
import { codeOf, type FileSystem } from "./file-system.ts";

/** The folders that are not there, the topmost last. Throws ENOTDIR where a link or a file is in the way. */
export function missingFolders(fileSystem: FileSystem, path: FilePath): FilePath[] {
  const missing: FilePath[] = [];
  let at = path;
  for (;;) {
    const facts = fileSystem.stat(at);
    if (facts?.kind === "folder") break;
    if (facts !== null) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
    missing.push(at);
    if (dirname(at) === at) break;
    at = dirname(at);
  }
  return missing;
}

/** Makes what is missing, each durable in its parent. Throws ENOTDIR where a link or a file is in the way. */
export async function makeFolders(fileSystem: FileSystem, path: FilePath, mode?: number): Promise<void> {
  for (const folder of missingFolders(fileSystem, path).toReversed()) {
    try {
      fileSystem.makeFolder(folder, mode);
    } catch (error) {
      if (codeOf(error) !== "EEXIST" || fileSystem.stat(folder)?.kind !== "folder") throw error;
    }
    await fileSystem.syncFolder(dirname(folder));
  }
}

/** Removes empty folders from `path` upwards, the one with the name `last` as the last. Nothing depends on it: the disk may refuse. */
export function pruneFolders(fileSystem: FileSystem, path: FilePath, last: string): void {
  if (path.includes(sep + last)) prune(fileSystem, path, (at) => at.endsWith(sep + last));
}

/** Removes empty folders from `path` upwards, `last` as the last; nothing where `path` is not below it. */
export function pruneFoldersTo(fileSystem: FileSystem, path: FilePath, last: FilePath): void {
  if (path === last || path.startsWith(last + sep)) prune(fileSystem, path, (at) => at === last);
}

function prune(fileSystem: FileSystem, path: FilePath, isLast: (at: FilePath) => boolean): void {
  for (let at = path; ; at = dirname(at)) {
    try {
      fileSystem.removeFolder(at);
    } catch (error) {
      if (codeOf(error) === "") throw error;
      if (!["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(codeOf(error))) return;
    }
    if (isLast(at) || dirname(at) === at) return;
  }
}

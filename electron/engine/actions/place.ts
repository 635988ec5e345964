/** A file and a free place come in; the file lies there, and nothing that came to stand there meanwhile was overwritten. */
import type { FilePath } from "../../contract.ts";
import { codeOf, type FileSystem, isUnchanged } from "./file-system.ts";
import { Refusal } from "./refusal.ts";

/** Systems, file systems and rules without hard links for this file. */
const cannotLink: ReadonlySet<string> = new Set(["EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL"]);

/**
 * Afterwards the file has its new name; its old name may remain, which the caller then takes away. Node has no rename that never overwrites:
 * a second name (link) does the same, and where there are none, an empty file made first holds the place for the rename.
 * Throws EEXIST where the place is taken, EXDEV where it is on another volume.
 */
export function placeBeside(fileSystem: FileSystem, from: FilePath, to: FilePath): void {
  try {
    fileSystem.link(from, to);
  } catch (error) {
    if (!cannotLink.has(codeOf(error))) throw error;
    renameOntoEmpty(fileSystem, from, to);
  }
}

/** Throws EEXIST where the place is taken, and for no other cause; leaves no empty file behind where the rename fails. */
export function renameOntoEmpty(fileSystem: FileSystem, from: FilePath, to: FilePath, check: () => void = () => undefined): void {
  fileSystem.makeEmpty(to);
  const placeholder = fileSystem.stat(to);
  const isOwn = (): boolean => {
    const now = fileSystem.stat(to);
    return placeholder !== null && now !== null && now.sizeBytes === 0 && isUnchanged(placeholder, now);
  };
  try {
    check();
    if (!isOwn()) throw new Refusal("Something else took its place.");
    fileSystem.rename(from, to);
  } catch (error) {
    if (isOwn()) fileSystem.unlink(to);
    throw codeOf(error) === "EEXIST" ? new Refusal("The system refused. (EEXIST)", { cause: error }) : error;
  }
}

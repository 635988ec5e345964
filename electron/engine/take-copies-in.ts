/** Journal entries of copies that were made come in; the library has read and matched those that it did not know. */
import type { FilePath } from "../contract.ts";
import { isBelow } from "./folders/paths.ts";
import type { JobControl } from "./jobs.ts";
import type { Parts } from "./parts.ts";
import type { FoundFile, JournalEntry } from "./photo.ts";
import { resolvedFolder, resolvedRoots } from "./roots.ts";
import { readAndMatch, type ScanHooks } from "./scan-job.ts";

export interface TakingIn extends ScanHooks {
  /** The folder copied to; it becomes a scanned one where it lies in none yet. */
  readonly newRoot: FilePath | null;
}

/** Copies of photos that the library knows were noted before; a file that went meanwhile is left to the next scan. */
export async function takeCopiesIn(parts: Parts, control: JobControl, entries: readonly JournalEntry[], hooks: TakingIn): Promise<void> {
  const { store, fileSystem } = parts;
  const copies = entries.filter(({ kind, state, removal }) => kind === "copy" && state === "written" && removal.companionOf === null);
  if (copies.length === 0) return;
  if (hooks.newRoot !== null) {
    const root = resolvedFolder(hooks.newRoot);
    const roots = resolvedRoots(store);
    if (!roots.some((known) => known === root || isBelow(root, known))) store.settings.addRoots([root]);
  }
  const unknown = copies.flatMap(({ removal: { path, hash } }): FoundFile[] => {
    const facts = store.contents.find(hash) === null ? fileSystem.stat(path) : null;
    if (facts?.kind !== "file") return [];
    const { sizeBytes, modifiedAtNs, inode, device } = facts;
    return [{ path, sizeBytes, modifiedAtNs, inode, device }];
  });
  if (unknown.length > 0) await readAndMatch(parts, control, unknown, hooks);
}

/** The copies of a merge come in; that each original goes once its copy stands, with its twins and side files, goes out, and what stays and why. Nothing is touched. */
import { dirname } from "node:path";
import type { CleanupNotice, FilePath } from "../contract.ts";
import type { FileFacts } from "./actions/file-system.ts";
import type { CopyOnDisk } from "./actions/plan-copies.ts";
import type { FolderWishes } from "./folder-wishes.ts";
import type { Parts } from "./parts.ts";
import type { PlannedRemoval } from "./photo.ts";
import type { StoredPhoto } from "./store/photos.ts";

export interface RemovedOriginals {
  /** All photos before the side files. */
  readonly removals: readonly PlannedRemoval[];
  readonly notices: readonly CleanupNotice[];
}

interface Surroundings {
  readonly rootOf: (path: FilePath) => FilePath;
  /** Photos that go besides. */
  readonly others: ReadonlySet<FilePath>;
}

/** A side file goes where every photo that uses it goes. */
export function removeOriginals(
  { store, fileSystem }: Pick<Parts, "store" | "fileSystem">,
  copies: readonly CopyOnDisk[],
  { copies: photos, twins }: FolderWishes,
  { rootOf, others }: Surroundings,
): RemovedOriginals {
  const byPath = new Map(photos.map((photo) => [photo.path, photo]));
  const original = new Map(copies.map(({ copy }) => [copy.path, copy.kept.path]));
  const removals: PlannedRemoval[] = [];
  const notices: CleanupNotice[] = [];
  const going = new Set(others);

  const whyStays = ({ path, protected: isProtected }: StoredPhoto): CleanupNotice | null => {
    if (isProtected) return { path, code: "protected", text: "It lies in a protected folder." };
    return fileSystem.mayWrite(dirname(path)) ? null : { path, code: "read-only-folder", text: "Its folder is read-only." };
  };
  function remove(path: FilePath, facts: FileFacts, { path: copy, hash, group }: CopyOnDisk["copy"], companionOf: FilePath | null): void {
    const { device, inode, sizeBytes, modifiedAtNs } = facts;
    const identity = { device, inode, sizeBytes, modifiedAtNs };
    removals.push({ path, hash, identity, group, kept: { path: copy, hash }, root: rootOf(path), companionOf });
  }

  for (const { copy, original: facts } of copies) {
    const photo = byPath.get(copy.kept.path);
    if (!photo) continue;
    for (const one of [photo, ...(twins.get(photo) ?? [])]) {
      const own = one === photo ? facts : fileSystem.stat(one.path);
      const stamp = store.files.stamp(one.id);
      const notice = whyStays(one);
      if (notice) notices.push(notice);
      else if (own?.kind === "file" && own.sizeBytes === stamp.sizeBytes && own.modifiedAtNs === stamp.modifiedAtNs) {
        going.add(one.path);
        remove(one.path, own, copy, null);
      }
    }
  }
  for (const { copy, original: facts, owners } of copies) {
    if (copy.companionOf === null || !owners.every((owner) => going.has(owner))) continue;
    remove(copy.kept.path, facts, copy, original.get(copy.companionOf) ?? null);
  }
  return { removals, notices };
}

/** Journal entries come in; the library's files say what is on the disk now, without a new scan. */
import { isEmbedded } from "./actions/embedded.ts";
import type { FileSystem } from "./actions/file-system.ts";
import { placesOf } from "./journal-view.ts";
import type { JournalEntry } from "./photo.ts";
import type { Store } from "./store/store.ts";

/** What lies elsewhere than the journal thinks is left to the next scan, and photos written anew to whoever carries on what was said of them. */
export function reflect(store: Store, fileSystem: FileSystem, entries: readonly JournalEntry[]): void {
  store.write(() => {
    for (const entry of entries) if (!isEmbedded(entry)) reflectOne(store, fileSystem, entry);
  });
}

function reflectOne(store: Store, fileSystem: FileSystem, entry: JournalEntry): void {
  const { hash, identity } = entry.removal;
  const content = store.contents.find(hash);
  // Side files are no photos.
  if (content === null) return;
  for (const path of placesOf(entry)) {
    const facts = statOrNull(fileSystem, path);
    if (facts === "unknown") continue;
    if (facts === null) store.files.leave(path, content);
    else if (isThere(entry) && facts.kind === "file" && facts.sizeBytes === identity.sizeBytes && isRestored(entry, path)) {
      const { sizeBytes, modifiedAtNs, inode, device } = facts;
      store.files.put({ path, sizeBytes, modifiedAtNs, inode, device }, content);
    }
  }
}

/** The entry's file lies outside the holding folder, where it was not before. */
const isThere = ({ kind, state }: JournalEntry): boolean => (kind === "copy" ? state === "written" : state === "undone");

/** At the first place may stand what took it meanwhile. */
function isRestored({ removal, restoredPath }: JournalEntry, path: string): boolean {
  return path === (restoredPath ?? removal.path);
}

function statOrNull(fileSystem: FileSystem, path: string) {
  try {
    return fileSystem.stat(path);
  } catch {
    return "unknown";
  }
}

/** Journal entries come in; where a photo was written anew, or is again as it was, the library knows its file by what lies there now, with all that was said. */
import { readFile } from "node:fs/promises";
import { isEmbedded } from "./actions/embedded.ts";
import type { FileSystem } from "./actions/file-system.ts";
import { reasonOf } from "./actions/refusal.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import { type FoundFile, type JournalEntry, systemPath } from "./photo.ts";
import type { Store } from "./store/store.ts";
import type { SamePixels } from "./store/successors.ts";

/** As matching would find it. */
const samePixels: SamePixels = {
  relation: "same-pixels",
  probability: 0.9999,
  reasons: [{ code: "same-pixels", values: {}, text: "the same picture, pixel for pixel, in other bytes" }],
};

/** The disk decides, by the bytes themselves, so that any entries may be given, again and again. Returns how many photos are known anew. */
export async function carryOn(parts: Pick<Parts, "store" | "fileSystem">, entries: readonly JournalEntry[]): Promise<number> {
  const { store, fileSystem } = parts;
  let carried = 0;
  for (const entry of entries) {
    if (!isEmbedded(entry) || (entry.state !== "written" && entry.state !== "undone")) continue;
    const { path, hash, kept } = entry.removal;
    const [from, to] = entry.state === "written" ? [kept.hash, hash] : [hash, kept.hash];
    const known = store.successors.hashAt(path);
    if (known === null || Buffer.compare(known, from) !== 0) continue;
    const file = await fileWith(fileSystem, path, to);
    if (file === null) continue;
    await carryThumbnail(store, from, to);
    if (store.successors.carry(from, to, file, samePixels)) carried += 1;
  }
  return carried;
}

/** What the file says of itself may be more now. What cannot be read is left to the next scan. */
export async function lookAnew({ store, media }: Pick<Parts, "store" | "media">, entries: readonly JournalEntry[]): Promise<void> {
  for (const { removal } of entries.filter((entry) => isEmbedded(entry) && entry.state === "written")) {
    try {
      const hasher = createContentHasher();
      const source = await media.open(removal.path, hasher.update);
      if (Buffer.compare(hasher.digest(), removal.hash) !== 0) continue;
      const { facts, meanColour, sharpness } = await media.decode(source);
      store.contents.put({ hash: removal.hash, sizeBytes: source.sizeBytes, facts, meanColour, sharpness });
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
    }
  }
}

async function fileWith(fileSystem: FileSystem, path: string, hash: Uint8Array): Promise<FoundFile | null> {
  try {
    if (fileSystem.stat(path)?.kind !== "file") return null;
    const hasher = createContentHasher();
    const { sizeBytes, modifiedAtNs, inode, device } = await fileSystem.read(path, hasher.update);
    return Buffer.compare(hasher.digest(), hash) === 0 ? { path, sizeBytes, modifiedAtNs, inode, device } : null;
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return null;
  }
}

/** The pixels are the same. Without one the next scan makes it. */
async function carryThumbnail({ thumbnails }: Store, from: Uint8Array, to: Uint8Array): Promise<void> {
  const path = thumbnails.find(from);
  if (path === null || thumbnails.find(to) !== null) return;
  try {
    await thumbnails.write(to, await readFile(systemPath(path)));
  } catch (error) {
    if (reasonOf(error) === null) throw error;
  }
}

/** A temporary library with its store, and seeded photos for it. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { ContentId, FoundFile, Recipe } from "../../../electron/engine/photo.ts";
import type { NewContent } from "../../../electron/engine/store/contents.ts";
import { createStore, type Store } from "../../../electron/engine/store/store.ts";

export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "likeness-store-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryStore(context: TestContext): Store {
  const store = createStore({ folder: temporaryFolder(context) });
  context.after(() => store.dispose());
  return store;
}

export const recipes = { fingerprint: "fingerprint-1" as Recipe, embedding: "embedding-1" as Recipe };

export const hashOf = (name: string): Uint8Array => createHash("sha256").update(name).digest();

export function foundFile(path: string, part: Partial<FoundFile> = {}): FoundFile {
  // Past what a double holds exactly, as real times and inodes are.
  const inode = hashOf(path).subarray(0, 8);
  return {
    path,
    sizeBytes: 1000,
    modifiedAtNs: 1_700_000_000_123_456_789n,
    inode: Buffer.from(inode).readBigUInt64LE(),
    device: 2n ** 64n - 7n,
    ...part,
  };
}

export function newContent(name: string, part: Partial<NewContent["facts"]> = {}): NewContent {
  return {
    hash: hashOf(name),
    sizeBytes: 1000,
    facts: {
      format: "jpeg",
      width: 400,
      height: 300,
      takenAtMs: null,
      camera: null,
      lens: null,
      place: null,
      colours: "full",
      metadataFields: 3,
      ...part,
    },
    meanColour: "#102030",
    sharpness: 12.5,
  };
}

/** As a scan does it: looks the bytes up, keeps what is new, and notes the file. */
export function read(store: Store, file: FoundFile, name: string): { id: number; change: string; content: ContentId } {
  return store.write(() => {
    const content = store.contents.find(hashOf(name)) ?? store.contents.put(newContent(name));
    return { ...store.files.put(file, content), content };
  });
}

export function bytes(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17) & 255);
}

/** A path comes in; what lies there, with the hash of its bytes, goes out. */
import type { FilePath } from "../../contract.ts";
import type { Clock } from "../photo.ts";
import { codeOf, type FileFacts, type FileSystem, isUnchanged } from "./file-system.ts";

export interface ContentHasher {
  update(chunk: Uint8Array): void;
  /** 32 bytes; once. */
  digest(): Uint8Array;
}

export interface Seen {
  readonly facts: FileFacts;
  /** 32 bytes; null for what is not a regular file. */
  readonly hash: Uint8Array | null;
}

export interface Look {
  /** Reads the whole file; null where there is nothing. Throws the system's errors. */
  at(path: FilePath): Promise<Seen | null>;
  /** As `at`, but what was read before and nobody has touched since is not read again. */
  again(path: FilePath): Promise<Seen | null>;
}

/** Within one tick of the file system's clock (2 s on FAT), a file can change twice and show one time. */
const settledMs = 2000;

export function createLook(fileSystem: FileSystem, createHasher: () => ContentHasher, clock: Clock): Look {
  const known = new Map<FilePath, Seen>();

  async function at(path: FilePath): Promise<Seen | null> {
    const named = fileSystem.stat(path);
    if (named === null || named.kind !== "file") return named && { facts: named, hash: null };
    try {
      const hasher = createHasher();
      const facts = await fileSystem.read(path, hasher.update);
      return { facts, hash: hasher.digest() };
    } catch (error) {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    }
  }

  return {
    at,
    async again(path) {
      const askedAtMs = clock.now();
      const before = known.get(path);
      const facts = fileSystem.stat(path);
      // The system's own time of change cannot be set back, as the file's can.
      if (before && facts && isUnchanged(before.facts, facts) && before.facts.changedAtNs === facts.changedAtNs) return before;
      const seen = await at(path);
      if (seen && Number(seen.facts.changedAtNs / 1_000_000n) < askedAtMs - settledMs) known.set(path, seen);
      else known.delete(path);
      return seen;
    },
  };
}

export function holds(seen: Seen | null, hash: Uint8Array): seen is Seen {
  return seen?.hash != null && Buffer.compare(seen.hash, hash) === 0;
}

/** The few things that acting asks of a disk, as a port: what is there, move without overwriting, make durable. */
import type { FilePath } from "../../contract.ts";
import type { FileIdentity } from "../photo.ts";

export interface FileFacts extends FileIdentity {
  readonly kind: "file" | "folder" | "link" | "other";
  /** Names that this file has: above 1 it has hard links. */
  readonly links: number;
  /** Permission bits. */
  readonly mode: number;
  /** Nanoseconds since 1970 of the last change of the file or of what the system knows of it; nobody can set it back. */
  readonly changedAtNs: bigint;
}

export interface VolumeFacts {
  readonly network: boolean;
  /** Copies may share blocks (reflinks): `sharedBytes` asks how many. */
  readonly sharesBlocks: boolean;
  /** What this user may still fill; null where the system does not say. */
  readonly freeBytes: number | null;
}

/** Errors are the system's, with their `code`. No method follows a link at the end of the path, and none but `rename` overwrites. */
export interface FileSystem {
  /** null where there is nothing. */
  stat(path: FilePath): FileFacts | null;
  names(folder: FilePath): string[];
  /**
   * Reads a regular file from its beginning to its end; returns what it was, the same before and after.
   * Throws EBUSY where it changed meanwhile, ELOOP for a link, EFTYPE for anything else that is no file.
   */
  read(path: FilePath, onChunk: (chunk: Uint8Array) => void): Promise<FileFacts>;
  /** One folder. EEXIST where something is there. */
  makeFolder(path: FilePath, mode?: number): void;
  /** An empty file. EEXIST where something is there. */
  makeEmpty(path: FilePath): void;
  /** Overwrites: only ever onto an empty file that this program has just made. */
  rename(from: FilePath, to: FilePath): void;
  /** A second name for a file. EEXIST where something is there. */
  link(from: FilePath, to: FilePath): void;
  unlink(path: FilePath): void;
  /** Only an empty one. */
  removeFolder(path: FilePath): void;
  /** Makes the names in a folder durable. Where the system has no such thing, does nothing. */
  syncFolder(path: FilePath): Promise<void>;
  /** To a new file: bytes durable, permissions kept, time of change kept to the microsecond. EEXIST where something is there. */
  copy(from: FilePath, to: FilePath): Promise<void>;
  /**
   * A new file: bytes durable. Without permission bits, those that the system gives a new file. With a time of change (nanoseconds since 1970),
   * that to the microsecond. EEXIST where something is there.
   */
  write(path: FilePath, bytes: Uint8Array, mode: number | null, modifiedAtNs?: bigint): Promise<void>;
  mayWrite(folder: FilePath): boolean;
  volume(path: FilePath): VolumeFacts;
  /** Bytes of a file in blocks that other files hold too; null where the system does not say. */
  sharedBytes(path: FilePath): Promise<number | null>;
}

/** The system's code of an error, "" where it is not the system's. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" ? code : "";
}

export function isSameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.device === b.device && a.inode === b.inode;
}

/** Same file, same size, same time: nobody has written to it through this system. */
export function isUnchanged(a: FileIdentity, b: FileIdentity): boolean {
  return isSameFile(a, b) && a.sizeBytes === b.sizeBytes && a.modifiedAtNs === b.modifiedAtNs;
}

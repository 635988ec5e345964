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
  /** Copies may share blocks (reflinks); how many is not to be had from Node. */
  readonly sharesBlocks: boolean;
}

/** Errors are the system's, with their `code`. No method follows a link at the end of the path, and none but `rename` overwrites. */
export interface FileSystem {
  /** null where there is nothing. */
  stat(path: FilePath): FileFacts | null;
  names(folder: FilePath): string[];
  /** Reads a regular file from its beginning to its end; returns what it was, the same before and after, or throws EBUSY where it changed. */
  read(path: FilePath, onChunk: (chunk: Uint8Array) => void): Promise<FileFacts>;
  /** One folder. EEXIST where something is there. */
  makeFolder(path: FilePath): void;
  /** An empty file. EEXIST where something is there. */
  makeEmpty(path: FilePath): void;
  /** Overwrites: only ever onto an empty file that this program has just made. */
  rename(from: FilePath, to: FilePath): void;
  link(from: FilePath, to: FilePath): void;
  unlink(path: FilePath): void;
  /** Only an empty one. */
  removeFolder(path: FilePath): void;
  /** Makes the names in a folder durable. Where the system cannot, does nothing. */
  syncFolder(path: FilePath): Promise<void>;
  /** To a new file: bytes made durable, times and permissions kept. EEXIST where something is there. */
  copy(from: FilePath, to: FilePath): Promise<void>;
  mayWrite(folder: FilePath): boolean;
  volume(path: FilePath): VolumeFacts;
}

/** A path comes in; its bytes, read once from start to end and shown to a listener on the way, go out. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { FilePath, ProblemCode } from "../../contract.ts";
import { systemPath } from "../photo.ts";
import { MediaError } from "./media-error.ts";
import { headBytes } from "./sniff.ts";

/** A file that was read once, ready to be decoded. */
export interface Source {
  readonly path: FilePath;
  readonly sizeBytes: number;
  /** As fstat said both before and after the reading. */
  readonly modifiedAtNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
  /** All bytes; null where the file is larger than `memoryBytes`. */
  readonly bytes: Buffer | null;
  /** The first bytes, enough to know the format by; up to 64 KiB. */
  readonly head: Buffer;
}

export interface SourceLimits {
  readonly maxBytes: number;
  readonly memoryBytes: number;
}

/** Large enough that a call costs little beside its bytes, small enough that hashing one holds nobody up. */
const chunkBytes = 2 ** 21;
// A link put in the file's place is refused, and a pipe put there does not hold the reader.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const problems: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ENOENT: ["vanished", "The file is no longer there."],
  ENOTDIR: ["vanished", "The file is no longer there."],
  EACCES: ["permission", "The system does not allow reading this file."],
  EPERM: ["permission", "The system does not allow reading this file."],
  ELOOP: ["not-a-photo", "This is a link, and links are not followed."],
  EMLINK: ["not-a-photo", "This is a link, and links are not followed."],
  EISDIR: ["not-a-photo", "This is a folder."],
  ENXIO: ["not-a-photo", "This is no regular file."],
};

function mediaErrorOf(error: unknown): MediaError {
  if (error instanceof MediaError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const [problem, message] = problems[code] ?? ["input-output", `The disk could not read this file (${code || String(error)}).`];
  return new MediaError(problem, message, { cause: error });
}

export async function readSource(path: FilePath, limits: SourceLimits, onChunk: (chunk: Uint8Array) => void): Promise<Source> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(systemPath(path), openFlags);
    return await readHandle(handle, path, limits, onChunk);
  } catch (error) {
    throw mediaErrorOf(error);
  } finally {
    await handle?.close();
  }
}

async function readHandle(handle: FileHandle, path: FilePath, limits: SourceLimits, onChunk: (chunk: Uint8Array) => void): Promise<Source> {
  const before = await handle.stat({ bigint: true });
  if (!before.isFile()) throw new MediaError("not-a-photo", "This is no regular file.");
  const sizeBytes = Number(before.size);
  if (sizeBytes === 0) throw new MediaError("empty", "The file has no bytes.");
  if (sizeBytes > limits.maxBytes) throw new MediaError("too-large", `The file has ${sizeBytes} bytes; ${limits.maxBytes} is the limit.`);

  const kept = sizeBytes <= limits.memoryBytes ? Buffer.allocUnsafeSlow(sizeBytes) : null;
  const scratch = kept ?? Buffer.allocUnsafeSlow(chunkBytes);
  let head = kept?.subarray(0, headBytes) ?? null;
  for (let at = 0; at < sizeBytes; ) {
    const start = kept ? at : 0;
    const { bytesRead } = await handle.read(scratch, start, Math.min(chunkBytes, sizeBytes - at), at);
    if (bytesRead === 0) throw changed();
    const chunk = scratch.subarray(start, start + bytesRead);
    head ??= Buffer.from(chunk.subarray(0, headBytes));
    onChunk(chunk);
    at += bytesRead;
  }
  const after = await handle.stat({ bigint: true });
  if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) throw changed();
  return {
    path,
    sizeBytes,
    modifiedAtNs: before.mtimeNs,
    inode: before.ino,
    device: before.dev,
    bytes: kept,
    head: head ?? Buffer.alloc(0),
  };
}

function changed(): MediaError {
  return new MediaError("vanished", "The file changed while it was being read; the next scan reads it again.");
}

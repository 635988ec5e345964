/** The file-system port over node:fs: byte-exact paths, no links followed, folders synced where the system can. */
import {
  accessSync,
  type BigIntStats,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { FilePath } from "../../contract.ts";
import { pathOfBytes, systemPath } from "../photo.ts";
import { codeOf, type FileFacts, type FileSystem, type VolumeFacts } from "./file-system.ts";
import { sharedBytes } from "./shared-bytes.ts";

const chunkBytes = 1 << 20;
/** Not on every system: there the check before and after the reading must do. A pipe opened without O_NONBLOCK would wait for ever. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** What systems and file systems say that cannot sync a folder, or may not open one for reading. */
const cannotSync: ReadonlySet<string> = new Set(["EINVAL", "EPERM", "EACCES", "EISDIR", "ENOTSUP", "EBADF", "ENOSYS"]);

/** statfs f_type of Linux (linux/magic.h): NFS, SMB, SMB2, CIFS, FUSE, Ceph, AFS, 9P. */
const networkTypes: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x65735546, 0x00c36400, 0x5346414f, 0x01021997]);
/** Btrfs, XFS, bcachefs, ZFS, OCFS2. */
const sharingTypes: ReadonlySet<number> = new Set([0x9123683e, 0x58465342, 0xca451a4e, 0x2fc12fc1, 0x7461636f]);

export function createFileSystem(): FileSystem {
  return {
    stat(path) {
      try {
        return factsOf(lstatSync(systemPath(path), { bigint: true }));
      } catch (error) {
        if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return null;
        throw error;
      }
    },
    names: (folder) => readdirSync(systemPath(folder), { encoding: "buffer" }).map(pathOfBytes),
    read,
    makeFolder: (path, mode = 0o777) => void mkdirSync(systemPath(path), { mode }),
    makeEmpty: (path) => closeSync(openSync(systemPath(path), "wx", 0o600)),
    rename: (from, to) => renameSync(systemPath(from), systemPath(to)),
    link: (from, to) => linkSync(systemPath(from), systemPath(to)),
    unlink: (path) => unlinkSync(systemPath(path)),
    removeFolder: (path) => rmdirSync(systemPath(path)),
    syncFolder,
    copy,
    write,
    mayWrite(folder) {
      try {
        accessSync(systemPath(folder), constants.W_OK | constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    volume,
    sharedBytes,
  };
}

function factsOf(stats: BigIntStats): FileFacts {
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other",
    device: stats.dev,
    inode: stats.ino,
    links: Number(stats.nlink),
    sizeBytes: Number(stats.size),
    modifiedAtNs: stats.mtimeNs,
    changedAtNs: stats.ctimeNs,
    mode: Number(stats.mode & 0o7777n),
  };
}

async function read(path: FilePath, onChunk: (chunk: Uint8Array) => void): Promise<FileFacts> {
  const named = factsOf(lstatSync(systemPath(path), { bigint: true }));
  if (named.kind === "link") throw failure("ELOOP", "a link");
  if (named.kind !== "file") throw failure("EFTYPE", "not a file");
  const file = await open(systemPath(path), readFlags);
  try {
    const before = factsOf(await file.stat({ bigint: true }));
    if (before.kind !== "file") throw failure("EFTYPE", "not a file");
    await readAll(file, onChunk);
    const after = factsOf(await file.stat({ bigint: true }));
    const changes = [named, after].some(
      (facts) => facts.inode !== before.inode || facts.device !== before.device || facts.changedAtNs !== before.changedAtNs,
    );
    if (changes || after.sizeBytes !== before.sizeBytes) throw failure("EBUSY", "changed while it was read");
    return after;
  } finally {
    await file.close();
  }
}

/** No further than the file's size at the beginning: what grows while it is read would have no end. */
async function readAll(file: FileHandle, onChunk: (chunk: Uint8Array) => void | Promise<void>): Promise<void> {
  const { size } = await file.stat();
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, size)));
  for (let left = size; left > 0; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left), null);
    if (bytesRead === 0) return;
    left -= bytesRead;
    await onChunk(buffer.subarray(0, bytesRead));
  }
}

async function copy(from: FilePath, to: FilePath): Promise<void> {
  const source = await open(systemPath(from), readFlags);
  try {
    const { mode, atimeNs, mtimeNs } = await source.stat({ bigint: true });
    // Nobody else may look at it before it has its own permissions.
    const target = await open(systemPath(to), "wx", 0o600);
    try {
      await readAll(source, async (chunk) => {
        for (let written = 0; written < chunk.length; ) written += (await target.write(chunk, written)).bytesWritten;
      });
      await target.chmod(Number(mode & 0o7777n));
      await target.utimes(seconds(atimeNs), seconds(mtimeNs));
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function write(path: FilePath, bytes: Uint8Array, mode: number | null, modifiedAtNs?: bigint): Promise<void> {
  const target = await open(systemPath(path), "wx", mode === null ? 0o666 : 0o600);
  try {
    await target.writeFile(bytes);
    if (mode !== null) await target.chmod(mode);
    if (modifiedAtNs !== undefined) await target.utimes(seconds(modifiedAtNs), seconds(modifiedAtNs));
    await target.sync();
  } finally {
    await target.close();
  }
}

/** Node takes times as doubles; cut to whole microseconds they come back as such. */
function seconds(timeNs: bigint): number {
  return Number(timeNs / 1000n) / 1e6;
}

async function syncFolder(path: FilePath): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const folder = await open(systemPath(path), constants.O_RDONLY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!cannotSync.has(codeOf(error))) throw error;
  }
}

function volume(path: FilePath): VolumeFacts {
  const { type, bavail, bsize } = statfsSync(systemPath(path));
  const freeBytes = bavail * bsize;
  if (process.platform === "win32") return { network: path.startsWith("\\\\"), sharesBlocks: false, freeBytes };
  if (process.platform !== "linux") return { network: false, sharesBlocks: process.platform === "darwin", freeBytes };
  // The kernel's word is signed on some processors.
  const unsigned = type >>> 0;
  return { network: networkTypes.has(unsigned), sharesBlocks: sharingTypes.has(unsigned), freeBytes };
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

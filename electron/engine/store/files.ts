/** Files as the walk met them come in; what is known, moved, changed or gone goes out. */
import { type FilePath, LikenessError, type PhotoId, type Problem } from "../../contract.ts";
import { bytesOfPath, type ContentId, type FoundFile, pathOfBytes } from "../photo.ts";
import type { Connection } from "./connection.ts";
import { folderRange } from "./folder-range.ts";
import { problemOf } from "./problems.ts";
import { compareWalk, type KnownFile, type KnownProblem } from "./reconcile.ts";

/** What one finished walk met. */
export interface Walked {
  /** The folders that were walked. */
  readonly roots: readonly FilePath[];
  readonly found: readonly FoundFile[];
  /** Files and folders that the walk could not look at: nothing below such a folder counts as gone. */
  readonly unread: readonly Problem[];
}

/** The walk beside what the library knew. */
export interface Reconciled {
  /** New, or other size, time or inode than before: these must be opened. */
  readonly toRead: readonly FoundFile[];
  readonly unchanged: number;
  /** Gone at an earlier scan, here again and unchanged: not opened. */
  readonly returned: number;
  /** Now marked as gone. A later `put` of the same content elsewhere takes one of these rows (a move): delete its id from here then. */
  readonly gone: Set<PhotoId>;
  /** Could not be read before and have not changed: not opened again. */
  readonly stillUnreadable: readonly Problem[];
}

export interface PutFile {
  readonly id: PhotoId;
  /** "same": the path held this content before, only size, time or inode were noted anew. */
  readonly change: "new" | "changed" | "moved" | "same";
}

export interface Files {
  /**
   * Compares a finished walk with the library, marks what is gone and what is back, and keeps the walk's problems.
   * Call it after the walk and before the reading, so that `put` can tell a move from a copy.
   */
  reconcile(walked: Walked): Reconciled;
  /** Notes that `file` holds `content`. A gone file of that content becomes this one and keeps its id. Drops the path's problem. */
  put(file: FoundFile, content: ContentId): PutFile;
  /** The photo at a path, null where the library has none. */
  at(path: FilePath): PhotoId | null;
  /** What must lie at a present photo's path for it to be the one that was read. Throws "not-found". */
  stamp(id: PhotoId): FileStamp;
  /** Notes that the file is not there any more; nothing where the path is not known to hold this content. */
  leave(path: FilePath, content: ContentId): void;
  /** Paths of the present files with this content, in path order. */
  pathsOf(content: ContentId): readonly FilePath[];
}

export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedAtNs: bigint;
}

type KnownRow = [id: bigint, path: Uint8Array, sizeBytes: bigint, modifiedAtNs: bigint, inode: bigint, gone: bigint];
type ProblemRow = [path: Uint8Array, code: string, message: string, sizeBytes: bigint | null, modifiedAtNs: bigint | null];

export function createFiles(connection: Connection): Files {
  const known = connection.bigQuery<KnownRow>(
    "SELECT id, path, size_bytes, modified_at_ns, inode, gone FROM file WHERE path >= ? AND path < ?",
  );
  const problems = connection.bigQuery<ProblemRow>(
    "SELECT path, code, message, size_bytes, modified_at_ns FROM problem WHERE path = ? OR (path >= ? AND path < ?)",
  );
  const setGone = connection.query("UPDATE file SET gone = ? WHERE id = ?");
  const forgetProblem = connection.query("DELETE FROM problem WHERE path = ?");
  const keepProblem = connection.query("INSERT OR REPLACE INTO problem VALUES (?, ?, ?, NULL, NULL)");
  const atPath = connection.query<[id: number, content: number, gone: number]>("SELECT id, content_id, gone FROM file WHERE path = ?");
  const lost = connection.query<[number]>("SELECT id FROM file WHERE content_id = ? AND gone = 1 ORDER BY inode = ? DESC, id LIMIT 1");
  const displace = connection.query("UPDATE file SET path = NULL, gone = 1 WHERE id = ?");
  const update = connection.query(
    "UPDATE file SET path = ?, size_bytes = ?, modified_at_ns = ?, inode = ?, device = ?, content_id = ?, gone = 0 WHERE id = ?",
  );
  const insert = connection.query(
    "INSERT INTO file (path, size_bytes, modified_at_ns, inode, device, content_id) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const stamp = connection.bigQuery<[sizeBytes: bigint, modifiedAtNs: bigint]>(
    "SELECT size_bytes, modified_at_ns FROM file WHERE id = ? AND gone = 0",
  );
  const leave = connection.query("UPDATE file SET gone = 1 WHERE path = ? AND content_id = ? AND gone = 0");
  const pathsOf = connection.query<[Uint8Array]>("SELECT path FROM file WHERE content_id = ? AND gone = 0 ORDER BY path");

  function knownBelow(roots: readonly FilePath[]): Map<FilePath, KnownFile> {
    const rows = roots.flatMap((root) => known.all(...folderRange(root)));
    return new Map(
      rows.map(([id, path, sizeBytes, modifiedAtNs, inode, gone]) => [
        pathOfBytes(path),
        { id: Number(id), sizeBytes, modifiedAtNs, inode: BigInt.asUintN(64, inode), gone: gone === 1n },
      ]),
    );
  }

  function problemsBelow(roots: readonly FilePath[]): Map<FilePath, KnownProblem> {
    const rows = roots.flatMap((root) => problems.all(bytesOfPath(root), ...folderRange(root)));
    return new Map(
      rows.map((row) => {
        const [, , , sizeBytes, modifiedAtNs] = row;
        const stamp = sizeBytes === null || modifiedAtNs === null ? null : { sizeBytes, modifiedAtNs };
        const problem = problemOf(row);
        return [problem.path, { problem, stamp }];
      }),
    );
  }

  return {
    reconcile: ({ roots, found, unread }) =>
      connection.write(() => {
        const comparison = compareWalk(found, unread, knownBelow(roots), problemsBelow(roots));
        const { toRead, unchanged, returnedIds, goneIds, stillUnreadable, settled } = comparison;
        for (const id of goneIds) setGone.run(1, id);
        for (const id of returnedIds) setGone.run(0, id);
        for (const path of settled) forgetProblem.run(bytesOfPath(path));
        for (const { path, code, message } of unread) keepProblem.run(bytesOfPath(path), code, message);
        if (goneIds.length + returnedIds.length + settled.length + unread.length > 0) connection.touch();
        return { toRead, unchanged, returned: returnedIds.length, gone: new Set(goneIds as PhotoId[]), stillUnreadable };
      }),

    put: (file, content) =>
      connection.write(() => {
        connection.touch();
        const path = bytesOfPath(file.path);
        // SQLite's integers are signed, inode and device numbers are not.
        const [inode, device] = [BigInt.asIntN(64, file.inode), BigInt.asIntN(64, file.device)];
        const columns = [path, file.sizeBytes, file.modifiedAtNs, inode, device, content] as const;
        const [id, before, gone] = atPath.get(path) ?? [];
        forgetProblem.run(path);
        const becomes = (row: number, change: PutFile["change"]): PutFile => {
          update.run(...columns, row);
          return { id: row as PhotoId, change };
        };

        if (id !== undefined && before === content) return becomes(id, "same");
        const moved = lost.get(content, inode)?.[0];
        if (id !== undefined && moved === undefined && gone === 0) return becomes(id, "changed");
        if (id !== undefined) displace.run(id);
        if (moved !== undefined) return becomes(moved, "moved");
        return { id: insert.run(...columns).insertedId as PhotoId, change: "new" };
      }),

    at(path) {
      const [id, , gone] = atPath.get(bytesOfPath(path)) ?? [];
      return id === undefined || gone === 1 ? null : (id as PhotoId);
    },
    stamp(id) {
      const row = stamp.get(id);
      if (!row) throw new LikenessError("not-found", "That photo is not in the library any more.");
      return { sizeBytes: Number(row[0]), modifiedAtNs: row[1] };
    },
    leave: (path, content) =>
      connection.write(() => {
        if (leave.run(bytesOfPath(path), content).changes > 0) connection.touch();
      }),
    pathsOf: (content) => pathsOf.all(content).map(([path]) => pathOfBytes(path)),
  };
}

/** Files as the walk met them come in; what is known, moved, changed or gone goes out. */
import type { FilePath, PhotoId, Problem } from "../../contract.ts";
import type { ContentId, FoundFile } from "../photo.ts";

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
  /** Paths of the present files with this content, in path order. */
  pathsOf(content: ContentId): readonly FilePath[];
}

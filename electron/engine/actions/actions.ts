/** A plan comes in; its files move into holding folders, back again, or on into the system's trash, each step in the journal first. */
import type { FilePath } from "../../contract.ts";
import type { JobControl } from "../jobs.ts";
import type { Clock, JournalEntry, JournalId, JournalStore, Plan, Receipt, TrashCan } from "../photo.ts";
import type { FileSystem } from "./file-system.ts";

export interface ContentHasher {
  update(chunk: Uint8Array): void;
  /** 32 bytes; once. */
  digest(): Uint8Array;
}

export interface ActionsOptions {
  readonly journal: JournalStore;
  readonly fileSystem: FileSystem;
  /** SHA-256, as the library's content hashes. */
  readonly createHasher: () => ContentHasher;
  readonly clock: Clock;
}

/** What of the journal is meant: a session, one group of it, or single entries (a photo brings its side files). */
export type Selection = { readonly session: string; readonly group?: string } | { readonly entries: readonly JournalId[] };

export interface SettleReport {
  /** Entries that a crash had left half done, as they are now. */
  readonly settled: readonly JournalEntry[];
}

export interface EmptyOptions {
  /** Also what is held while the photo kept for it is gone or changed: then the held file may be the last. Default false. */
  readonly evenWithoutKept?: boolean;
}

export type ActionControl = Pick<JobControl, "checkpoint" | "advance">;

/**
 * One at a time: a second call while one runs throws LikenessError "busy". What one file does wrong becomes a failure in the receipt and the
 * rest goes on; a journal that cannot be written ends the work at once, and `settle` puts things right at the next start.
 */
export interface Actions {
  /** Moves the plan's files, all under one new session. When cancelled, what was moved stays moved, and "cancelled" is thrown. */
  act(plan: Plan, control?: ActionControl): Promise<Receipt>;
  undo(selection: Selection, control?: ActionControl): Promise<Receipt>;
  /** Hands what is held to the system's trash. Undo ends there. Without a selection: everything held. */
  empty(trashCan: TrashCan, selection?: Selection, options?: EmptyOptions, control?: ActionControl): Promise<Receipt>;
  /** Call once at the start, before anything else. Looks at the disk, and believes only that. */
  settle(): Promise<SettleReport>;
}

/** Where removed files wait, at the top of a scanned folder or of a volume mounted in it. The walk must leave it alone. */
export const holdingFolder = ".likeness-removed";

export declare function createActions(options: ActionsOptions): Actions;
export type { FilePath };

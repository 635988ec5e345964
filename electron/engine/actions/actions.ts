/** A plan comes in; its files move into holding folders, back again, or on into the system's trash, each step in the journal first. */
import { randomBytes } from "node:crypto";
import { LikenessError } from "../../contract.ts";
import type { JobControl } from "../jobs.ts";
import type {
  ActionFailure,
  Clock,
  JournalEntry,
  JournalId,
  JournalState,
  JournalStore,
  Plan,
  PlannedSideFile,
  Receipt,
  TrashCan,
} from "../photo.ts";
import { batchSize, emptyBatch } from "./empty.ts";
import type { FileSystem } from "./file-system.ts";
import { createLedger } from "./ledger.ts";
import { type ContentHasher, createLook } from "./look.ts";
import { JournalFailure } from "./refusal.ts";
import { remove } from "./remove.ts";
import { restore } from "./restore.ts";
import { settle } from "./settle.ts";
import { changedSince } from "./settle-written.ts";
import type { Tools } from "./tools.ts";
import { withdraw } from "./withdraw.ts";
import { writeSideFile } from "./write.ts";

export interface ActionsOptions {
  readonly journal: JournalStore;
  readonly fileSystem: FileSystem;
  /** SHA-256, as the library's content hashes. */
  readonly createHasher: () => ContentHasher;
  /** The system's: file times are held against it. */
  readonly clock: Clock;
}

/** What of the journal is meant: a session, one group of it, or single entries (a photo brings its side files). */
export type Selection = { readonly session: string; readonly group?: string } | { readonly entries: readonly JournalId[] };

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
  /** Writes side files under a session that is there, each after what lies there was moved as the session's photos were. When cancelled, what was written stays. */
  write(session: string, sideFiles: readonly PlannedSideFile[], control?: ActionControl): Promise<Receipt>;
  /** Side files that were written go, where they are as they were written, before anything comes back. Throws LikenessError "not-found" for a session, group or entry that the journal does not have. */
  undo(selection: Selection, control?: ActionControl): Promise<Receipt>;
  /** Hands what is held to the system's trash. Undo ends there. With null: everything held. */
  empty(trashCan: TrashCan, selection: Selection | null, options?: EmptyOptions, control?: ActionControl): Promise<Receipt>;
  /** Call once at the start, before anything else. Looks at the disk, believes only that, and returns the entries that a crash had left half done, as they are now. */
  settle(): Promise<JournalEntry[]>;
}

const idle: ActionControl = { checkpoint: async () => undefined, advance: () => undefined };
/** What a side file takes the place of is settled before the side file itself. */
const halfDone: readonly JournalState[] = ["planned", "moving", "restoring", "emptying", "writing", "withdrawing"];
const madeFromEmptied = "Photos that it has its metadata from were handed to the system's trash, so it stays.";
const interrupted = "The program ended before this was done.";

export function createActions({ journal, fileSystem, createHasher, clock }: ActionsOptions): Actions {
  const tools: Tools = { fileSystem, look: createLook(fileSystem, createHasher, clock), ledger: createLedger(journal, clock) };
  let busy = false;

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (busy) throw new LikenessError("busy", "Files are being moved or restored already. Wait until that is done.");
    busy = true;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof JournalFailure)) throw error;
      throw error.cause instanceof LikenessError ? error.cause : new LikenessError("internal", error.message, { cause: error.cause });
    } finally {
      busy = false;
    }
  }

  async function act(plan: Plan, control: ActionControl): Promise<Receipt> {
    const session = sessionName(clock);
    const entries = tools.ledger.begin(session, plan.removals);
    const results: JournalEntry[] = [];
    const stays = new Set<string>();
    try {
      for (const entry of entries) {
        await control.checkpoint();
        const { path, companionOf } = entry.removal;
        const result =
          companionOf !== null && stays.has(companionOf) ? await settle(tools, entry, "Its photo stays.") : await remove(tools, entry);
        if (result.state !== "moved") stays.add(path);
        results.push(result);
        control.advance();
      }
    } catch (error) {
      if (!(error instanceof JournalFailure))
        for (const entry of entries.slice(results.length)) await settle(tools, entry, "Stopped before it was moved.");
      throw error;
    }
    return receiptOf(session, results, "moved");
  }

  async function undo(selection: Selection, control: ActionControl): Promise<Receipt> {
    const results: JournalEntry[] = [];
    const others: JournalEntry[] = [];
    const chosen = select(journal, selection);
    /** Under these, side files still stand where older ones are to come back. */
    const standing = new Set<string>();
    for (const entry of [...chosen.filter(isWritten), ...chosen.filter((one) => !isWritten(one))]) {
      await control.checkpoint();
      const settled = await settle(tools, entry, interrupted);
      const { path } = settled.removal;
      if (settled.state === "written") {
        const result = isFromEmptied(journal, settled)
          ? tools.ledger.note(settled, { state: "written", reason: madeFromEmptied })
          : await withdraw(tools, settled);
        // What has become the person's stays for good: the older one then comes back beside it.
        if (result.state !== "undone" && result.reason !== changedSince) standing.add(path);
        results.push(result);
        control.advance();
        continue;
      }
      if (settled.state === "moved" && standing.has(path)) {
        results.push(tools.ledger.note(settled, { state: "moved", reason: "The side file written in its place still stands there." }));
        control.advance();
        continue;
      }
      const isHeld = settled.state === "moved" || settled.state === "lost";
      if (isHeld) results.push(await restore(tools, settled, { state: "undone", reason: null }));
      else if (settled !== entry) results.push(settled);
      else if (settled.state === "emptied" || "entries" in selection) others.push(settled);
      control.advance();
    }
    return receiptOf("session" in selection ? selection.session : null, results, "undone", others);
  }

  async function write(session: string, sideFiles: readonly PlannedSideFile[], control: ActionControl): Promise<Receipt> {
    const results: JournalEntry[] = [];
    for (const sideFile of sideFiles) {
      await control.checkpoint();
      results.push(await writeSideFile(tools, session, sideFile));
      control.advance();
    }
    return receiptOf(session, results, "written");
  }

  async function empty(
    trashCan: TrashCan,
    selection: Selection | null,
    evenWithoutKept: boolean,
    control: ActionControl,
  ): Promise<Receipt> {
    const chosen = selection ? select(journal, selection) : journal.inStates(["moved"]);
    const held = chosen.filter(({ state }) => state === "moved");
    const results: JournalEntry[] = [];
    for (let start = 0; start < held.length; start += batchSize) {
      await control.checkpoint();
      const batch = held.slice(start, start + batchSize);
      results.push(...(await emptyBatch(tools, batch, trashCan, evenWithoutKept)));
      control.advance(batch.length);
    }
    return receiptOf(selection && "session" in selection ? selection.session : null, results, "emptied");
  }

  return {
    act: (plan, control = idle) => alone(() => act(plan, control)),
    write: (session, sideFiles, control = idle) => alone(() => write(session, sideFiles, control)),
    undo: (selection, control = idle) => alone(() => undo(selection, control)),
    empty: (trashCan, selection, { evenWithoutKept = false } = {}, control = idle) =>
      alone(() => empty(trashCan, selection, evenWithoutKept, control)),
    settle: () =>
      alone(async () => {
        const settled: JournalEntry[] = [];
        for (const entry of journal.inStates(halfDone)) settled.push(await settle(tools, entry, interrupted));
        return settled;
      }),
  };
}

const isWritten = ({ kind }: JournalEntry): boolean => kind === "write-sidecar";

/** Then it may be the only place where that metadata stands. */
function isFromEmptied(journal: JournalStore, { session, removal }: JournalEntry): boolean {
  return journal.ofSession(session).some((one) => one.state === "emptied" && one.removal.group === removal.group);
}

function select(journal: JournalStore, selection: Selection): JournalEntry[] {
  if ("session" in selection) {
    const { session, group } = selection;
    const entries = journal.ofSession(session).filter(({ removal }) => group === undefined || removal.group === group);
    if (entries.length === 0) throw new LikenessError("not-found", "The journal has no such session or group.");
    return entries;
  }
  const chosen = new Map<JournalId, JournalEntry>();
  for (const id of selection.entries) {
    const entry = journal.entry(id);
    if (!entry) throw new LikenessError("not-found", "The journal has no such entry.");
    // A side file and what it took the place of bear one path.
    const companions = journal
      .ofSession(entry.session)
      .filter(({ removal: { companionOf, path } }) => companionOf === entry.removal.path || path === entry.removal.path);
    for (const one of [entry, ...companions]) chosen.set(one.id, one);
  }
  for (const one of [...chosen.values()]) for (const other of leftAlone(journal, one, chosen)) chosen.set(other.id, other);
  return [...chosen.values()];
}

/** The side files written for a group, with what they took the place of, where of the group's photos none stays away. */
function leftAlone(journal: JournalStore, { session, removal: { group } }: JournalEntry, chosen: ReadonlyMap<JournalId, JournalEntry>) {
  const ofGroup = journal.ofSession(session).filter(({ removal }) => removal.group === group);
  const isAway = ({ id, state, removal }: JournalEntry): boolean =>
    removal.companionOf === null && state !== "undone" && state !== "failed" && !chosen.has(id);
  if (ofGroup.some(isAway)) return [];
  const written = new Set(ofGroup.filter(({ kind }) => kind === "write-sidecar").map(({ removal }) => removal.path));
  return ofGroup.filter(({ removal }) => written.has(removal.path));
}

/** Besides what was worked on: `others` that there was nothing to do for. */
function receiptOf(
  session: string | null,
  results: readonly JournalEntry[],
  wanted: JournalState,
  others: readonly JournalEntry[] = [],
): Receipt {
  const isDone = ({ state, reason }: JournalEntry): boolean => state === wanted && (wanted !== "moved" || reason === null);
  const done = results.filter(isDone);
  const failures = [...results.filter((entry) => !isDone(entry)), ...others];
  return {
    session,
    done,
    failed: failures.map(
      ({ removal, reason, state }): ActionFailure => ({ path: removal.path, reason: unchanged[state] ?? reason ?? "It stays as it was." }),
    ),
    bytes: done.reduce((sum, { kind, removal }) => sum + (kind === "remove" ? removal.identity.sizeBytes : 0), 0),
  };
}

/** What to say of an entry that is not in the state for this. */
const unchanged: Partial<Record<JournalState, string>> = {
  emptied: "It was handed to the system's trash: restore it from there. Undo ends here.",
  undone: "It is back already.",
};

/** Sorts by time; the end keeps apart what two programs begin in one second. */
function sessionName(clock: Clock): string {
  const digits = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, "");
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}-${randomBytes(4).toString("hex")}`;
}

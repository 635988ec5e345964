/** A plan comes in; its files move into holding folders, back again, or on into the system's trash, each step in the journal first. */
import { randomBytes } from "node:crypto";
import { LikenessError } from "../../contract.ts";
import type { JobControl } from "../jobs.ts";
import type {
  ActionFailure,
  Clock,
  JournalEntry,
  JournalKind,
  JournalState,
  JournalStore,
  Plan,
  PlannedRemoval,
  PlannedSideFile,
  Receipt,
  TrashCan,
} from "../photo.ts";
import { copyFile } from "./copy.ts";
import { batchSize, emptyBatch } from "./empty.ts";
import type { FileSystem } from "./file-system.ts";
import { createLedger } from "./ledger.ts";
import { type ContentHasher, createLook } from "./look.ts";
import { JournalFailure } from "./refusal.ts";
import { remove } from "./remove.ts";
import { restore } from "./restore.ts";
import { type Selection, select } from "./selection.ts";
import { settle } from "./settle.ts";
import { changedSince } from "./settle-written.ts";
import { originalsOf, takeBack } from "./take-back.ts";
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

export interface EmptyOptions {
  /** Also what is held while the photo kept for it is gone or changed: then the held file may be the last. Default false. */
  readonly evenWithoutKept?: boolean;
}

export type ActionControl = Pick<JobControl, "checkpoint" | "advance"> & Partial<Pick<JobControl, "phase">>;

/** Looks once more at a photo that is about to go and at what stays for it; says why it must not go, null where it may. */
export type Prove = (removal: PlannedRemoval) => Promise<string | null>;

/**
 * One at a time: a second call while one runs throws LikenessError "busy". What one file does wrong becomes a failure in the receipt and the
 * rest goes on; a journal that cannot be written ends the work at once, and `settle` puts things right at the next start.
 */
export interface Actions {
  /**
   * Makes the plan's copies, then moves its files, all under one new session. `prove` is asked right before each photo is moved.
   * When cancelled, what was copied and moved stays so, and "cancelled" is thrown.
   */
  act(plan: Plan, control?: ActionControl, prove?: Prove): Promise<Receipt>;
  /** Writes side files under a session that is there, or with null under a new one, each after what lies there was moved as the session's photos were. When cancelled, what was written stays. */
  write(session: string | null, sideFiles: readonly PlannedSideFile[], control?: ActionControl): Promise<Receipt>;
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

  async function act(plan: Plan, control: ActionControl, prove: Prove): Promise<Receipt> {
    const session = sessionName(clock);
    // A session always begins, so that it can be found however little is in it.
    const copies = plan.copies.length > 0 ? tools.ledger.begin(session, plan.copies, "copy") : [];
    const removals = tools.ledger.begin(session, plan.removals);
    const results: JournalEntry[] = [];
    const stays = new Set<string>();
    try {
      for (const entry of copies) {
        await control.checkpoint();
        const { path, companionOf } = entry.removal;
        const isAlone = companionOf !== null && stays.has(companionOf);
        const result = isAlone ? await settle(tools, entry, "Its photo was not copied.") : await copyFile(tools, entry);
        if (result.state !== "written") stays.add(path);
        results.push(result);
        control.advance();
      }
      if (copies.length > 0 && removals.length > 0) control.phase?.("moving", removals.length);
      for (const entry of removals) {
        await control.checkpoint();
        const result = await moveAway(entry, stays, prove);
        if (result.state !== "moved") stays.add(entry.removal.path);
        results.push(result);
        control.advance();
      }
    } catch (error) {
      if (!(error instanceof JournalFailure))
        for (const entry of [...copies, ...removals].slice(results.length)) await settle(tools, entry, "Stopped before it was moved.");
      throw error;
    }
    return receiptOf(session, results, "act");
  }

  async function moveAway(entry: JournalEntry, stays: ReadonlySet<string>, prove: Prove): Promise<JournalEntry> {
    const { companionOf } = entry.removal;
    if (companionOf !== null) return stays.has(companionOf) ? settle(tools, entry, "Its photo stays.") : remove(tools, entry);
    const doubt = await prove(entry.removal);
    return doubt === null ? remove(tools, entry) : settle(tools, entry, doubt);
  }

  async function undo(selection: Selection, control: ActionControl): Promise<Receipt> {
    const results: JournalEntry[] = [];
    const others: JournalEntry[] = [];
    const chosen = select(journal, selection);
    /** Under these, side files still stand where older ones are to come back. */
    const standing = new Set<string>();
    // What was copied goes only when its original is back; what was copied last goes first.
    const copies = chosen.filter(({ kind }) => kind === "copy").toReversed();
    const places = new Map<string, ReturnType<typeof originalsOf>>();
    for (const entry of [...chosen.filter(isSideFile), ...chosen.filter(({ kind }) => kind === "remove"), ...copies]) {
      await control.checkpoint();
      const settled = await settle(tools, entry, interrupted);
      if (settled.kind === "copy") {
        const originals = places.get(settled.session) ?? originalsOf(tools, settled.session);
        places.set(settled.session, originals);
        if (settled.state === "written") results.push(await takeBack(tools, settled, originals));
        else if (settled !== entry) results.push(settled);
        control.advance();
        continue;
      }
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
        results.push(tools.ledger.note(settled, { state: "moved", reason: "What was written in its place still stands there." }));
        control.advance();
        continue;
      }
      const isHeld = settled.state === "moved" || settled.state === "lost";
      if (isHeld) results.push(await restore(tools, settled, { state: "undone", reason: null }));
      else if (settled !== entry) results.push(settled);
      else if (settled.state === "emptied" || "entries" in selection) others.push(settled);
      control.advance();
    }
    return receiptOf("session" in selection ? selection.session : null, results, "undo", others);
  }

  async function write(given: string | null, sideFiles: readonly PlannedSideFile[], control: ActionControl): Promise<Receipt> {
    const session = given ?? sessionName(clock);
    const results: JournalEntry[] = [];
    for (const sideFile of sideFiles) {
      await control.checkpoint();
      results.push(await writeSideFile(tools, session, sideFile));
      control.advance();
    }
    return receiptOf(session, results, "act");
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
    let known: readonly JournalEntry[] | null = null;
    const written = (): readonly JournalEntry[] => {
      known ??= journal.inStates(["written"]);
      return known;
    };
    for (let start = 0; start < held.length; start += batchSize) {
      await control.checkpoint();
      const batch = held.slice(start, start + batchSize);
      results.push(...(await emptyBatch(tools, batch, trashCan, evenWithoutKept, written)));
      control.advance(batch.length);
    }
    return receiptOf(selection && "session" in selection ? selection.session : null, results, "empty");
  }

  return {
    act: (plan, control = idle, prove = async () => null) => alone(() => act(plan, control, prove)),
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

const isSideFile = ({ kind }: JournalEntry): boolean => kind === "write-sidecar";

/** Then it may be the only place where that metadata stands. */
function isFromEmptied(journal: JournalStore, { session, removal }: JournalEntry): boolean {
  return journal.ofSession(session).some((one) => one.state === "emptied" && one.removal.group === removal.group);
}

/** In which state an entry is done. */
const wanted: Readonly<Record<"act" | "undo" | "empty", Readonly<Record<JournalKind, JournalState>>>> = {
  act: { remove: "moved", "write-sidecar": "written", copy: "written" },
  undo: { remove: "undone", "write-sidecar": "undone", copy: "undone" },
  empty: { remove: "emptied", "write-sidecar": "emptied", copy: "emptied" },
};

/** Besides what was worked on: `others` that there was nothing to do for. */
function receiptOf(
  session: string | null,
  results: readonly JournalEntry[],
  work: keyof typeof wanted,
  others: readonly JournalEntry[] = [],
): Receipt {
  const isDone = ({ kind, state, reason }: JournalEntry): boolean => state === wanted[work][kind] && (work !== "act" || reason === null);
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

/** Plans, acting, undoing and emptying in the contract's words: the journal's work runs as a job, and the library follows the disk. */
import type { CleanupPlan, CleanupRequest, JournalFile, JournalSummary, Params, PlanId, Receipt } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import type { ActionControl } from "./actions/actions.ts";
import { carryOn, lookAnew } from "./carry-on.ts";
import { type MadePlan, makePlan } from "./cleanup-plan.ts";
import { journalFiles, journalSummaries, receiptOf } from "./journal-view.ts";
import { writeMerges } from "./merge-metadata.ts";
import type { Parts } from "./parts.ts";
import { forgetPending, keepPending, resumePending } from "./pending-merges.ts";
import type { JournalEntry, TrashCan } from "./photo.ts";
import { reflect } from "./reflect.ts";
import type { Snapshot } from "./snapshot.ts";
import { takeCopiesIn } from "./take-copies-in.ts";

export interface Cleanup {
  planCleanup(request: CleanupRequest): Promise<CleanupPlan>;
  act(params: Params<"act">): Promise<Receipt>;
  undo(request: Params<"undo">): Promise<Receipt>;
  journal(): Promise<readonly JournalSummary[]>;
  journalEntries(params: Params<"journalEntries">): Promise<readonly JournalFile[]>;
  emptyHolding(params: Params<"emptyHolding">): Promise<Receipt>;
  /** Keeps a plan until it is acted on, or others have pushed it out. */
  hold(made: MadePlan): CleanupPlan;
  /** Puts right what a crash left half done. Once, before anything else. */
  settle(): Promise<void>;
}

export interface CleanupOptions {
  readonly snapshot: () => Promise<Snapshot>;
  readonly onChange: () => void;
  /** null where the host has none. */
  readonly trashCan: TrashCan | null;
}

/** The oldest goes when another comes: each may hold a library's whole paths. */
const plansHeld = 8;

export function createCleanup(parts: Parts, { snapshot, onChange, trashCan }: CleanupOptions): Cleanup {
  const { store, jobs, actions, fileSystem } = parts;
  const { journal } = store;
  const plans = new Map<PlanId, MadePlan>();

  /** Also after a failure and a cancel: what was done is done. */
  async function follow<T>(entries: () => readonly JournalEntry[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      await carryOn(parts, entries());
      reflect(store, fileSystem, entries());
      onChange();
    }
  }

  function hold(made: MadePlan): CleanupPlan {
    plans.set(made.shown.id, made);
    for (const id of [...plans.keys()].slice(0, -plansHeld)) plans.delete(id);
    return made.shown;
  }

  return {
    planCleanup: async (request) => hold(await makePlan(parts, await snapshot(), request)),
    hold,

    act: ({ plan: id }) =>
      jobs.run("clean", async (control) => {
        const made = plans.get(id);
        if (!made)
          throw new LikenessError("not-found", "That plan is not held any more: it was acted on, or others came after it. Plan again.");
        plans.delete(id);
        const { copies, removals } = made.plan;
        const alsoMerging = made.merges.length;
        if (copies.length > 0) control.phase("copying", copies.length);
        else control.phase("moving", removals.length + alsoMerging);
        const moving: ActionControl = {
          ...control,
          phase: (phase, total) => control.phase(phase, total === null ? null : total + alsoMerging),
        };
        const before = new Set(journal.sessions().map(({ name }) => name));
        const begun = () => journal.sessions().filter(({ name }) => !before.has(name));
        keepPending(store, made.merges);
        const receipt = await follow(
          () => begun().flatMap(({ name }) => journal.ofSession(name)),
          async () => {
            const merge = async ([name]: readonly string[]) =>
              name === undefined
                ? { done: [], failed: [] }
                : writeMerges(parts, made.merges, name, journal.ofSession(name), () => control.advance());
            try {
              const moved = await actions.act(made.plan, moving, made.prove);
              const merged = await merge(moved.session === null ? [] : [moved.session]);
              forgetPending(store);
              return { ...moved, done: [...moved.done, ...merged.done], failed: [...moved.failed, ...merged.failed] };
            } catch (error) {
              // What was moved stays moved, so what it says is not to go with it.
              if (error instanceof LikenessError && error.code === "cancelled") {
                await merge(begun().map(({ name }) => name));
                forgetPending(store);
              }
              throw error;
            }
          },
        );
        const moved = new Set(receipt.done.map(({ removal }) => removal.path));
        // What comes back by undo is to be decided anew, not to go with the next plan.
        store.marks.put(made.shown.items.filter(({ path }) => moved.has(path)).map(({ photo }) => ({ photo, mark: null })));
        await lookAnew(parts, receipt.done);
        await takeCopiesIn(parts, control, receipt.done, { onChange, newRoot: made.newRoot ?? null });
        return receiptOf("act", receipt);
      }),

    undo: (request) =>
      jobs.run("undo", async (control) => {
        const chosen = () => ("session" in request ? journal.ofSession(request.session) : entriesOf(request.entries));
        control.phase("restoring", chosen().length);
        return receiptOf("undo", await follow(chosen, () => actions.undo(request, control)));
      }),

    journal: async () => journalSummaries(journal),
    journalEntries: async ({ session }) => journalFiles(journal, session),

    async emptyHolding({ session }) {
      if (!trashCan)
        throw new LikenessError("unsupported", "There is no system's trash here. Empty the holding folders in the desktop program.");
      return jobs.run("empty", async (control) => {
        const held = session === undefined ? journal.inStates(["moved"]) : journal.ofSession(session);
        control.phase("emptying", held.filter(({ state }) => state === "moved").length);
        const selection = session === undefined ? null : { session };
        return receiptOf(
          "empty",
          await follow(
            () => [],
            () => actions.empty(trashCan, selection, {}, control),
          ),
        );
      });
    },

    async settle() {
      const settled = await actions.settle();
      await resumePending(parts);
      await carryOn(parts, [...settled, ...journal.inStates(["written", "undone"])]);
      // A crash between the last move and the library's note of it leaves nothing half done in the journal.
      reflect(store, fileSystem, [...settled, ...journal.inStates(["moved"])]);
    },
  };

  /** With their side files. */
  function entriesOf(ids: Extract<Params<"undo">, { entries: unknown }>["entries"]): JournalEntry[] {
    const sessions = new Set(ids.flatMap((id) => journal.entry(id)?.session ?? []));
    return [...sessions].flatMap((session) => journal.ofSession(session));
  }
}

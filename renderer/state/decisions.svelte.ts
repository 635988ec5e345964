/** The log of decisions: what the person decides comes in, calls of the engine go out one after the other, each with its way back. */
import { LikenessError } from "../../electron/contract.ts";
import type { Values, WordKey } from "./words.ts";

/** What was decided, for the person. */
export interface DecisionName {
  readonly key: WordKey;
  readonly values?: Values;
}

export interface Decision {
  readonly name: DecisionName;
  /** Does it, and gives what takes it back. */
  apply(): Promise<() => Promise<void>>;
  /** Shows where it was decided, when it is taken back or done again. */
  readonly show?: () => void;
}

export type DecisionStep = "done" | "undone" | "redone" | "failed";

export interface DecisionLog {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The newest thing that happened, for a status line; null before the first. */
  readonly latest: { readonly step: DecisionStep; readonly name: DecisionName; readonly message: string } | null;
  /** Settles when the engine has it. A failure is told in `latest`, never thrown. */
  take(decision: Decision): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** The engine has everything that was decided so far: what follows from it can be asked for. */
  settled(): Promise<void>;
}

interface Taken {
  readonly decision: Decision;
  readonly revert: () => Promise<void>;
}

export function createDecisionLog(): DecisionLog {
  let done = $state.raw<readonly Taken[]>([]);
  let undone = $state.raw<readonly Decision[]>([]);
  let latest = $state.raw<DecisionLog["latest"]>(null);
  // Each waits for the one before, so that what is taken back was done.
  let tail: Promise<void> = Promise.resolve();

  function queue(work: () => Promise<void>): Promise<void> {
    tail = tail.then(work);
    return tail;
  }

  async function attempt(step: DecisionStep, { name, show }: Decision, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      latest = { step, name, message: "" };
      if (step !== "done") show?.();
    } catch (error) {
      if (!(error instanceof LikenessError)) throw error;
      latest = { step: "failed", name, message: error.message };
    }
  }

  return {
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
    get latest() {
      return latest;
    },
    take: (decision) =>
      queue(() =>
        attempt("done", decision, async () => {
          const revert = await decision.apply();
          done = [...done, { decision, revert }];
          undone = [];
        }),
      ),
    undo: () =>
      queue(async () => {
        const last = done.at(-1);
        if (!last) return;
        await attempt("undone", last.decision, async () => {
          await last.revert();
          done = done.slice(0, -1);
          undone = [...undone, last.decision];
        });
      }),
    redo: () =>
      queue(async () => {
        const last = undone.at(-1);
        if (!last) return;
        await attempt("redone", last, async () => {
          const revert = await last.apply();
          undone = undone.slice(0, -1);
          done = [...done, { decision: last, revert }];
        });
      }),
    settled: () => tail,
  };
}

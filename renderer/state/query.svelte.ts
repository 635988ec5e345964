/** What a view asks of the engine: a question comes in, its newest answer goes out, asked again when what it reads changes. */
import { LikenessError } from "../../electron/contract.ts";

export interface Query<Value> {
  /** The newest answer, kept while the next one is on its way. */
  readonly value: Value | null;
  readonly error: LikenessError | null;
  readonly waiting: boolean;
}

/**
 * Everything reactive that `ask` reads before its first await is followed. A null question is not asked, and has no answer.
 * Call while a component is being set up.
 */
export function createQuery<Value>(ask: () => Promise<Value> | null): Query<Value> {
  let value = $state.raw<Value | null>(null);
  let error = $state.raw<LikenessError | null>(null);
  let waiting = $state(true);

  $effect(() => {
    let current = true;
    const asked = ask();
    if (asked === null) {
      value = null;
      error = null;
      waiting = false;
      return;
    }
    waiting = true;
    asked.then(
      (answer) => {
        if (!current) return;
        value = answer;
        error = null;
        waiting = false;
      },
      (reason: unknown) => {
        if (!current) return;
        error = reason instanceof LikenessError ? reason : new LikenessError("internal", String(reason));
        waiting = false;
      },
    );
    return () => {
      current = false;
    };
  });

  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get waiting() {
      return waiting;
    },
  };
}

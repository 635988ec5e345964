/**
 * A process of its own: a prepared folder comes in as its argument, and how many settings to search where it searches; the training's points, its progress and its result go out as messages.
 * TensorFlow blocks its process and gives memory back only when that ends; a kill is how a training is cancelled, and checkpoints make that safe.
 */
import { setImmediate } from "node:timers/promises";
import type { CurvePoint } from "../../contract/learning.ts";
import { runTrainer, type TrainerHooks, type TrainerResult } from "./trainer.ts";
import { runTrainerSearch, type SearchResult } from "./trainer-search.ts";

export type TrainerMessage =
  | { readonly points: readonly CurvePoint[] }
  | { readonly step: number; readonly steps: number }
  | { readonly result: TrainerResult | SearchResult }
  | { readonly failed: string };
export type TrainerOrder = "pause" | "resume";

function tell(message: TrainerMessage): Promise<void> {
  const sent = Promise.withResolvers<void>();
  if (!process.connected) return Promise.resolve();
  process.send?.(message, () => sent.resolve());
  return sent.promise;
}

/** Follows the orders that come; what it returns waits while the last one was to pause. */
function followOrders(): () => Promise<void> {
  let resumed: PromiseWithResolvers<void> | null = null;
  process.on("message", (order: TrainerOrder) => {
    if (order === "pause") resumed ??= Promise.withResolvers();
    else {
      resumed?.resolve();
      resumed = null;
    }
  });
  return async () => {
    // Steps alone never let an order in.
    await setImmediate();
    await resumed?.promise;
  };
}

// Nobody waits for the result any more.
process.on("disconnect", () => process.exit(1));
// A terminal's Ctrl-C reaches the whole group; the engine decides.
process.on("SIGINT", () => {});

const [, , folder = "", trials] = process.argv;
const hooks: TrainerHooks = {
  onPoints: (points) => void tell({ points }),
  onProgress: ({ step, steps }) => void tell({ step, steps }),
  pause: followOrders(),
  signal: new AbortController().signal,
};
try {
  const result = trials === undefined ? await runTrainer(folder, hooks) : await runTrainerSearch(folder, Number(trials), hooks);
  await tell({ result });
  process.exit(0);
} catch (error) {
  await tell({ failed: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

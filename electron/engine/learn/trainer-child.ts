/** A prepared folder comes in, a training runs in a child process, and its result comes out: points and progress on the way. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { tensorFlowEnvironment } from "../../../native-models/backends/run-probe.ts";
import type { CurvePoint } from "../../contract/learning.ts";
import { LikenessError } from "../../contract.ts";
import type { TrainerResult } from "./trainer.ts";
import type { TrainerMessage, TrainerOrder } from "./trainer-process.ts";
import type { SearchResult } from "./trainer-search.ts";

export interface TrainerChildHooks {
  readonly onPoints: (points: readonly CurvePoint[]) => void;
  readonly onProgress: (step: number, steps: number) => void;
  /** Resolves when work may go on: while it waits, the child is paused. */
  readonly checkpoint: () => Promise<void>;
  /** Kills the child; the last checkpoint stays. */
  readonly signal: AbortSignal;
}

const processFile = fileURLToPath(new URL("./trainer-process.ts", import.meta.url));
const lastWords = 2000;

/** Rejects "cancelled" where the signal ended it, "internal" where the training failed or its process died. */
export function trainInChild(folder: string, hooks: TrainerChildHooks): Promise<TrainerResult> {
  return inChild<TrainerResult>([folder], hooks);
}

/** Tries many settings instead; as `trainInChild` otherwise. */
export function searchInChild(folder: string, trials: number, hooks: TrainerChildHooks): Promise<SearchResult> {
  return inChild<SearchResult>([folder, String(trials)], hooks);
}

function inChild<Result extends TrainerResult | SearchResult>(
  words: readonly string[],
  { onPoints, onProgress, checkpoint, signal }: TrainerChildHooks,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const child = fork(processFile, words, { env: tensorFlowEnvironment(), stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let errors = "";
  let failure: string | null = null;
  let waiting = false;

  child.stderr?.on("data", (text: Buffer) => {
    errors = (errors + text.toString()).slice(-lastWords);
  });
  const stop = (): void => void child.kill("SIGKILL");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const order = (word: TrainerOrder): void => {
    if (child.connected) child.send(word, () => undefined);
  };

  /** The child goes on meanwhile; it is told to wait only where the job is held. */
  async function followPause(): Promise<void> {
    if (waiting) return;
    waiting = true;
    let held = true;
    const go = checkpoint()
      .catch(() => undefined)
      .finally(() => {
        held = false;
      });
    await new Promise(setImmediate);
    const wasHeld = held;
    if (wasHeld) order("pause");
    await go;
    if (wasHeld) order("resume");
    waiting = false;
  }

  child.on("message", (message: TrainerMessage) => {
    if ("points" in message) onPoints(message.points);
    else if ("result" in message) resolve(message.result as Result);
    else if ("failed" in message) failure = message.failed;
    else {
      onProgress(message.step, message.steps);
      void followPause();
    }
  });
  child.on("error", (error) => reject(new LikenessError("internal", `The training's process did not start: ${error.message}`)));
  child.on("close", (code, killedBy) => {
    signal.removeEventListener("abort", stop);
    if (signal.aborted) return reject(new LikenessError("cancelled", "Stopped. The training can be resumed from its last checkpoint."));
    const why = failure ?? `its process ended with ${killedBy ?? code}. ${errors.trim().split("\n").at(-1) ?? ""}`;
    // After a result this rejects nothing any more.
    reject(new LikenessError("internal", `The training failed: ${why}`));
  });
  return promise;
}

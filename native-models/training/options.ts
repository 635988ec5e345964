/** Everything that defines a training, and everything that comes out of it. */
import type { Distillation } from "../losses/distillation.ts";
import type { Objective } from "../losses/objective.ts";
import type { AdamW } from "../optimizers/adam-w.ts";
import type { Schedule } from "../schedules/schedule.ts";
import type { Tracker } from "../tracking/tracker.ts";
import type { BatchSource } from "./batches.ts";
import type { EmbeddingModel } from "./embedding-model.ts";

export interface TrainingOptions {
  /** Is changed in place, and ends with its best weights where there is an evaluation, else with its last. */
  readonly model: EmbeddingModel;
  readonly objective: Objective;
  readonly batches: BatchSource;
  /** Steps in all, those before a resume counted. */
  readonly steps: number;
  /** Its `learningRate` at the start is the one that the schedule multiplies. */
  readonly optimizer: AdamW;
  /** Default constant. */
  readonly schedule?: Schedule;
  /** Holds labelled and replayed rows to `reference`. */
  readonly distillation?: { readonly loss: Distillation; readonly weight: number };
  /**
   * Rows that are on the tape at once: what memory allows (`batchSizeWithin`). A larger batch is embedded in parts of this size, with the very
   * same gradient. Default the whole batch.
   */
  readonly rowsAtOnce?: number;
  /** Gradients longer than this, all variables together, are shortened to it. Default never. */
  readonly clipNorm?: number;
  readonly evaluation?: Evaluation;
  readonly checkpoints?: Checkpoints;
  readonly tracker?: Tracker;
  /** Ends the run after the step under way; the weights stay as they are then. */
  readonly signal?: AbortSignal;
  /** Awaited after each step, so a pause is a promise that waits. */
  readonly onStep?: (progress: TrainingProgress) => void | Promise<void>;
}

export interface Evaluation {
  /** After every so many steps, before the first and after the last. */
  readonly every: number;
  /** On what was held out, with the model as it stands. */
  run(step: number): Promise<Readonly<Record<string, number>>>;
  /** Which of the figures decides; larger is better. */
  readonly watch: string;
  /** Evaluations without a better figure after which the run ends. Default: it does not. */
  readonly patience?: number;
  /** By how much a figure must be better to count. Default 0. */
  readonly leastGain?: number;
}

export interface Checkpoints {
  readonly every: number;
  /** Safetensors: weights, what the optimizer remembers, the best weights so far, the step. Write it beside and rename. */
  save(bytes: Uint8Array, step: number): void | Promise<void>;
  /** What `save` was given: the run goes on after that step, as if it had never stopped. */
  readonly resume?: Uint8Array;
}

export interface TrainingProgress {
  /** Done so far. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Milliseconds of the step itself, and of waiting for its batch. */
  readonly computeMs: number;
  readonly waitMs: number;
  /** The latest, where there was one. */
  readonly evaluation: Readonly<Record<string, number>> | null;
}

export type TrainingEnd = "finished" | "stopped early" | "cancelled";

export interface TrainingResult {
  readonly end: TrainingEnd;
  /** Steps taken. */
  readonly steps: number;
  readonly lastLoss: number;
  /** null without an evaluation. Step 0 is the model as it came: nothing learned was better. */
  readonly best: { readonly step: number; readonly figures: Readonly<Record<string, number>> } | null;
  readonly evaluations: readonly { readonly step: number; readonly figures: Readonly<Record<string, number>> }[];
}

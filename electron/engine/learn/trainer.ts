/** A prepared folder comes in; a training runs in it, and the weights of the best step go out into the same folder. */
import { existsSync, readFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { holdSimilarities, holdVectors } from "../../../native-models/losses/distillation.ts";
import type { Objective } from "../../../native-models/losses/objective.ts";
import { adamW } from "../../../native-models/optimizers/adam-w.ts";
import { type LoadedRecipe, loadRecipe, writeRecipe } from "../../../native-models/recipe.ts";
import { cosineDecay } from "../../../native-models/schedules/cosine-decay.ts";
import type { Schedule } from "../../../native-models/schedules/schedule.ts";
import { warmUp } from "../../../native-models/schedules/warm-up.ts";
import { useBackend } from "../../../native-models/tensorflow.ts";
import { createEventFile } from "../../../native-models/tracking/event-file.ts";
import { createJsonLines } from "../../../native-models/tracking/json-lines.ts";
import { type Tracker, trackAll } from "../../../native-models/tracking/tracker.ts";
import { type AdaptedEmbedder, createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import { batchSizeWithin, measureStepCost } from "../../../native-models/training/memory.ts";
import type { TrainingProgress } from "../../../native-models/training/options.ts";
import { train } from "../../../native-models/training/train.ts";
import type { CurvePoint } from "../../contract/learning.ts";
import { batchesOf } from "./batches.ts";
import { scoreOf, type TrialFigures } from "./figures.ts";
import { objectiveOf } from "./objective.ts";
import { files, readPlan, type TrainPlan, writeAtomic } from "./plan.ts";
import { openRows } from "./row-file.ts";
import type { TrainSettings } from "./settings.ts";
import { beginning, judgeModel } from "./trial.ts";

export interface TrainerHooks {
  readonly onPoints: (points: readonly CurvePoint[]) => void;
  readonly onProgress: (progress: Pick<TrainingProgress, "step" | "steps">) => void;
  /** Waits while paused. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

export interface TrainerResult {
  readonly steps: number;
  /** On the trial. `after` is that of the best step, which may be the beginning: then nothing learned was better. */
  readonly before: TrialFigures;
  readonly after: TrialFigures;
  readonly bestStep: number;
  /** What the head began as. */
  readonly start: "old" | "fitted";
}

export interface FitOptions {
  /** Of the plan where none are given. */
  readonly settings?: TrainSettings;
  /** A file: gone on from where it is there. */
  readonly checkpoint: string;
  /** Where the log is written; null for none. */
  readonly log: string | null;
  /** Along which the learning rate goes; warm-up and cosine where none is given. */
  readonly schedule?: Schedule;
  /** Gets the trained model before it is freed. */
  readonly onTrained?: (model: AdaptedEmbedder, old: LoadedRecipe, result: TrainerResult) => Promise<void>;
}

/** @throws Error "cancelled" where the signal ended it; what the training throws otherwise. */
export function runTrainer(folder: string, hooks: TrainerHooks): Promise<TrainerResult> {
  const plan = readPlan(folder);
  return fit(folder, plan, hooks, {
    checkpoint: join(folder, files.checkpoint),
    log: join(folder, "log"),
    async onTrained(model, old, result) {
      const notes = { ...plan.notes, settings: plan.settings, ...result };
      writeRecipe(join(folder, files.weights), old, await model.adaptation(), notes);
    },
  });
}

/** One training on a prepared folder. */
export async function fit(folder: string, plan: TrainPlan, hooks: TrainerHooks, options: FitOptions): Promise<TrainerResult> {
  const { settings = plan.settings, checkpoint } = options;
  await useBackend(settings.backend);
  const old = loadRecipe(plan.recipe ?? undefined);
  const width = plan.shape.reduce((product, size) => product * size, 1);
  const rows = openRows(join(folder, files.rows), width, "read");
  const holds = settings.distillation.weight > 0;
  const reference = holds ? openRows(join(folder, files.reference), old.copy.whitening.outputDimensions, "read") : null;
  const began = await beginning(folder, { ...plan, settings }, old, rows);
  const model = createAdaptedEmbedder({ ...old, copy: began.head }, { mode: settings.mode, seed: settings.seed });
  const objective = objectiveOf(settings);
  const optimizer = adamW({ learningRate: settings.learningRate, weightDecay: settings.weightDecay });
  const endsAtMs = settings.minutes === null ? Number.POSITIVE_INFINITY : Date.now() + settings.minutes * 60_000;
  const logs = options.log === null ? [] : [createEventFile(options.log), createJsonLines(join(options.log, "run.jsonl"))];
  const tracker = trackAll(...logs, pointsTo(hooks.onPoints));
  tracker.parameters(flat(settings));
  try {
    const batches = batchesOf({ ...plan, settings }, rows, reference);
    const result = await train({
      model,
      objective,
      batches: (first, stop) => until(endsAtMs, batches(first, stop)),
      steps: settings.steps,
      optimizer,
      schedule: options.schedule ?? warmUp(settings.warmUpSteps, cosineDecay(Math.max(1, settings.steps - settings.warmUpSteps), 0.05)),
      clipNorm: 5,
      ...(holds ? { distillation: distillationOf(settings) } : {}),
      rowsAtOnce: settings.rowsAtOnce ?? (await rowsWithin(model, objective, plan.shape, settings)),
      evaluation: {
        every: settings.evaluateEvery,
        watch: "score",
        patience: settings.patience,
        run: async () => named(await judgeModel(plan, rows, model)),
      },
      checkpoints: {
        every: settings.checkpointEvery,
        save: (bytes) => writeAtomic(checkpoint, bytes),
        ...(existsSync(checkpoint) ? { resume: readFileSync(checkpoint) } : {}),
      },
      tracker,
      signal: hooks.signal,
      async onStep(progress) {
        hooks.onProgress(progress);
        await hooks.pause();
      },
    });
    if (result.end === "cancelled") throw new Error("cancelled");
    const { steps, best } = result;
    const after = best ? unnamed(best.figures) : began.figures;
    const outcome: TrainerResult = { steps, before: began.old, after, bestStep: best?.step ?? 0, start: began.start };
    await options.onTrained?.(model, old, outcome);
    return outcome;
  } finally {
    model.dispose();
    objective.dispose();
    optimizer.dispose();
    rows.close();
    reference?.close();
  }
}

/** Of the memory that is free, what a training may take; the rest is the person's. */
const memoryShare = 0.4;

/** All rows of a step, or as many of them as memory has room for. */
async function rowsWithin(
  model: AdaptedEmbedder,
  objective: Objective,
  shape: readonly number[],
  settings: TrainSettings,
): Promise<number> {
  const rows = 2 * settings.sourcesPerStep + settings.replayRows;
  if (settings.mode === "head") return rows;
  const width = shape.reduce((product, size) => product * size, 1);
  const cost = await measureStepCost({ model, objective }, (count) => ({
    inputs: { data: Float32Array.from({ length: count * width }, (_, at) => (at % 7) / 7), shape: [count, ...shape] },
    labels: Int32Array.from({ length: count }, (_, row) => row >> 1),
  }));
  return Math.min(rows, batchSizeWithin(freemem() * memoryShare, cost));
}

/** Batches that end are how a run ends as finished, with its best weights. By the clock, since steps let no timer in. */
async function* until<Batch>(endsAtMs: number, batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    if (Date.now() >= endsAtMs) return;
    yield batch;
  }
}

function distillationOf({ distillation: { hold, weight } }: TrainSettings) {
  return { loss: hold === "vectors" ? holdVectors() : holdSimilarities(), weight };
}

const named = ({ averagePrecision, recallAt1, recallAtPrecision99 }: TrialFigures): Record<string, number> => ({
  "average-precision": averagePrecision,
  "recall-at-1": recallAt1,
  "recall-at-precision-99": recallAtPrecision99,
  score: scoreOf({ averagePrecision, recallAtPrecision99 }),
});
const unnamed = (figures: Readonly<Record<string, number>>): TrialFigures => ({
  averagePrecision: figures["average-precision"] ?? 0,
  recallAt1: figures["recall-at-1"] ?? 0,
  recallAtPrecision99: figures["recall-at-precision-99"] ?? 0,
});

/** What trackers write as a table: names joined by dots. */
function flat(values: object, prefix = ""): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === "object" && value !== null ? Object.entries(flat(value, `${prefix}${name}.`)) : [[prefix + name, value ?? "none"]],
    ),
  );
}

function pointsTo(onPoints: TrainerHooks["onPoints"]): Tracker {
  return {
    parameters: () => undefined,
    scalars(step, values) {
      const atMs = Date.now();
      onPoints(Object.entries(values).map(([curve, value]) => ({ curve, step, value, atMs })));
    },
    text: () => undefined,
    close: () => undefined,
  };
}

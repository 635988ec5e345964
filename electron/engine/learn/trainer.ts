/** A prepared folder comes in; a training runs in it, and the weights of the best step go out into the same folder. */
import { existsSync, readFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { type Head, startingFrom } from "../../../native-models/head.ts";
import { holdSimilarities, holdVectors } from "../../../native-models/losses/distillation.ts";
import type { Objective } from "../../../native-models/losses/objective.ts";
import { adamW } from "../../../native-models/optimizers/adam-w.ts";
import { createProjector } from "../../../native-models/projector.ts";
import { type LoadedRecipe, loadRecipe, writeRecipe } from "../../../native-models/recipe.ts";
import { cosineDecay } from "../../../native-models/schedules/cosine-decay.ts";
import type { Schedule } from "../../../native-models/schedules/schedule.ts";
import { warmUp } from "../../../native-models/schedules/warm-up.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createEventFile } from "../../../native-models/tracking/event-file.ts";
import { createJsonLines } from "../../../native-models/tracking/json-lines.ts";
import { type Tracker, trackAll } from "../../../native-models/tracking/tracker.ts";
import { type AdaptedEmbedder, createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import { batchSizeWithin, measureStepCost } from "../../../native-models/training/memory.ts";
import type { TrainingProgress } from "../../../native-models/training/options.ts";
import { train } from "../../../native-models/training/train.ts";
import type { CurvePoint } from "../../contract/learning.ts";
import { batchesOf } from "./batches.ts";
import { figuresOf, type TrialFigures } from "./figures.ts";
import { fitStart } from "./fit-start.ts";
import { objectiveOf } from "./objective.ts";
import { files, readPlan, type TrainPlan, writeAtomic } from "./plan.ts";
import { openRows, type RowFile } from "./row-file.ts";
import type { TrainSettings } from "./settings.ts";

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
  const began = await beginning({ ...plan, settings }, old, rows);
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
        watch: "average-precision",
        patience: settings.patience,
        run: async () => named(await judge(plan, rows, (inputs) => embedWith(model, inputs, plan.shape))),
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

interface Beginning {
  readonly head: Head;
  readonly start: "old" | "fitted";
  readonly old: TrialFigures;
  readonly figures: TrialFigures;
}

/** The old head, or a whitening fitted on the plan's own photos where that is better on the trial. */
async function beginning(plan: TrainPlan, recipe: LoadedRecipe, rows: RowFile): Promise<Beginning> {
  const { settings } = plan;
  const shaped = startingFrom(recipe.copy, { width: settings.headWidth, hidden: settings.hiddenWidth, seed: settings.seed });
  if (settings.mode !== "head") {
    const model = createAdaptedEmbedder(recipe, { mode: settings.mode });
    const figures = await judge(plan, rows, (inputs) => embedWith(model, inputs, plan.shape));
    model.dispose();
    return { head: shaped, start: "old", old: figures, figures };
  }
  const old = await judgeHead(plan, rows, recipe.copy);
  const fitted = settings.start === "fitted" ? fitStart(plan, rows) : null;
  if (fitted) {
    const figures = await judgeHead(plan, rows, fitted);
    if (figures.averagePrecision > old.averagePrecision) return { head: fitted, start: "fitted", old, figures };
  }
  return { head: shaped, start: "old", old, figures: old };
}

async function judgeHead(plan: TrainPlan, rows: RowFile, head: Head): Promise<TrialFigures> {
  const projector = await createProjector(head);
  try {
    return await judge(plan, rows, (inputs) => projector.project(inputs));
  } finally {
    await projector.dispose();
  }
}

/** Rows that are embedded in one go outside of a step. */
const embedAtOnce = 64;

async function judge({ trial }: TrainPlan, rows: RowFile, embed: (inputs: Float32Array) => Promise<Float32Array>): Promise<TrialFigures> {
  const embedAll = async (places: readonly number[]) => {
    const parts: Float32Array[] = [];
    for (let from = 0; from < places.length; from += embedAtOnce)
      parts.push(await embed(rows.read(places.slice(from, from + embedAtOnce))));
    const dimensions = (parts[0]?.length ?? 0) / Math.min(embedAtOnce, places.length);
    const values = new Float32Array(places.length * dimensions);
    parts.forEach((part, at) => {
      values.set(part, at * embedAtOnce * dimensions);
    });
    return { values, dimensions };
  };
  return figuresOf(trial, await embedAll(trial.queries.map(({ row }) => row)), await embedAll(trial.gallery));
}

async function embedWith(model: AdaptedEmbedder, inputs: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const width = shape.reduce((product, size) => product * size, 1);
  const vectors = tf.tidy(() => model.embed(tf.tensor(inputs, [inputs.length / width, ...shape])));
  const values = (await vectors.data()) as Float32Array;
  vectors.dispose();
  return values;
}

const named = ({ averagePrecision, recallAt1, recallAtPrecision99 }: TrialFigures): Record<string, number> => ({
  "average-precision": averagePrecision,
  "recall-at-1": recallAt1,
  "recall-at-precision-99": recallAtPrecision99,
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

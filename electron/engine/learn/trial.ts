/** A plan, its rows and an embedder come in; how well the held-out copies are found goes out: what a training begins with, and how it goes. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Head, headTensors, readHead, startingFrom } from "../../../native-models/head.ts";
import { createProjector } from "../../../native-models/projector.ts";
import type { LoadedRecipe } from "../../../native-models/recipe.ts";
import { readSafetensors, writeSafetensors } from "../../../native-models/safetensors.ts";
import { tf } from "../../../native-models/tensorflow.ts";
import { type AdaptedEmbedder, createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import { figuresOf, scoreOf, type TrialFigures } from "./figures.ts";
import { fitStart } from "./fit-start.ts";
import { files, type TrainPlan, writeAtomic } from "./plan.ts";
import type { RowFile } from "./row-file.ts";

export interface Beginning {
  readonly head: Head;
  readonly start: "old" | "fitted";
  readonly old: TrialFigures;
  readonly figures: TrialFigures;
}

/** The old head, or a whitening fitted on the plan's own photos where that is better on the trial. */
export async function beginning(folder: string, plan: TrainPlan, recipe: LoadedRecipe, rows: RowFile): Promise<Beginning> {
  const { settings } = plan;
  const shaped = startingFrom(recipe.copy, { width: settings.headWidth, hidden: settings.hiddenWidth, seed: settings.seed });
  if (settings.mode !== "head") {
    const model = createAdaptedEmbedder(recipe, { mode: settings.mode });
    const figures = await judgeModel(plan, rows, model);
    model.dispose();
    return { head: shaped, start: "old", old: figures, figures };
  }
  const { old, fitted, figures } = await startOf(folder, plan, recipe, rows);
  if (settings.start === "old" || !fitted || scoreOf(figures) <= scoreOf(old)) return { head: shaped, start: "old", old, figures: old };
  return { head: startingFrom(fitted, { width: settings.headWidth }), start: "fitted", old, figures };
}

interface Start {
  readonly old: TrialFigures;
  /** As wide as the old head. */
  readonly fitted: Head | null;
  readonly figures: TrialFigures;
}

/** Kept in the folder: a search begins many times, and a whitening takes seconds. */
async function startOf(folder: string, plan: TrainPlan, recipe: LoadedRecipe, rows: RowFile): Promise<Start> {
  const path = join(folder, files.start);
  if (existsSync(path)) {
    const kept = readSafetensors(readFileSync(path));
    const { old, figures } = JSON.parse(kept.metadata.figures ?? "{}") as Pick<Start, "old" | "figures">;
    return { old, figures, fitted: kept.tensors.size > 0 ? readHead(kept, "copy") : null };
  }
  const old = await judgeHead(plan, rows, recipe.copy);
  const fitted = fitStart(plan, rows, recipe.copy.whitening.outputDimensions);
  const figures = fitted ? await judgeHead(plan, rows, fitted) : old;
  writeAtomic(path, writeSafetensors(fitted ? headTensors("copy", fitted) : new Map(), { figures: JSON.stringify({ old, figures }) }));
  // As it was kept, 16-bit numbers and all: a training that is resumed begins with the same.
  return startOf(folder, plan, recipe, rows);
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

/** The model as it stands. */
export function judgeModel(plan: TrainPlan, rows: RowFile, model: AdaptedEmbedder): Promise<TrialFigures> {
  return judge(plan, rows, (inputs) => embedWith(model, inputs, plan.shape));
}

/** A plan, its rows and an embedder come in; how well the held-out copies are found goes out: what a training begins with, and how it goes. */
import { type Head, startingFrom } from "../../../native-models/head.ts";
import { createProjector } from "../../../native-models/projector.ts";
import type { LoadedRecipe } from "../../../native-models/recipe.ts";
import { tf } from "../../../native-models/tensorflow.ts";
import { type AdaptedEmbedder, createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import { figuresOf, scoreOf, type TrialFigures } from "./figures.ts";
import { fitStart } from "./fit-start.ts";
import type { TrainPlan } from "./plan.ts";
import type { RowFile } from "./row-file.ts";

export interface Beginning {
  readonly head: Head;
  readonly start: "old" | "fitted";
  readonly old: TrialFigures;
  readonly figures: TrialFigures;
}

/** The old head, or a whitening fitted on the plan's own photos where that is better on the trial. */
export async function beginning(plan: TrainPlan, recipe: LoadedRecipe, rows: RowFile): Promise<Beginning> {
  const { settings } = plan;
  const shaped = startingFrom(recipe.copy, { width: settings.headWidth, hidden: settings.hiddenWidth, seed: settings.seed });
  if (settings.mode !== "head") {
    const model = createAdaptedEmbedder(recipe, { mode: settings.mode });
    const figures = await judgeModel(plan, rows, model);
    model.dispose();
    return { head: shaped, start: "old", old: figures, figures };
  }
  const old = await judgeHead(plan, rows, recipe.copy);
  const fitted = settings.start === "fitted" ? fitStart(plan, rows) : null;
  if (fitted) {
    const figures = await judgeHead(plan, rows, fitted);
    if (scoreOf(figures) > scoreOf(old)) return { head: fitted, start: "fitted", old, figures };
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

/** The model as it stands. */
export function judgeModel(plan: TrainPlan, rows: RowFile, model: AdaptedEmbedder): Promise<TrialFigures> {
  return judge(plan, rows, (inputs) => embedWith(model, inputs, plan.shape));
}

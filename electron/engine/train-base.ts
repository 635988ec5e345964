/** Folders of photos come in; base weights are trained on copies made of them, and go out into a folder with their card, figures and log. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { frozenRecipe, loadRecipe } from "../../native-models/recipe.ts";
import type { BaseTrainingReport, BaseTrainingRequest, CurvePoint } from "../contract/learning.ts";
import { type FilePath, LikenessError } from "../contract.ts";
import { heldOutBy, pairsIn, photosBelow } from "./folder-photos.ts";
import { editFigures, type HeldOutPhoto } from "./held-out.ts";
import type { JobControl } from "./jobs.ts";
import { judgeFolder } from "./judge-folder.ts";
import { files, readPlan, writeAtomic } from "./learn/plan.ts";
import { settingsFor, type TrainSettings } from "./learn/settings.ts";
import { trainInChild } from "./learn/trainer-child.ts";
import { prepareLesson } from "./lesson.ts";
import { viewSeed } from "./media/views.ts";
import type { Parts } from "./parts.ts";
import { partsUnder } from "./parts-under.ts";
import { cardOf } from "./weights-card.ts";

export interface BaseHooks {
  readonly backend: TrainSettings["backend"];
  readonly onPoints: (points: readonly CurvePoint[]) => void;
}

/** Held-out photos: those that judge while training goes on (taken from the ones that would be learned from), and those of the last word. */
const most = { trial: 80, test: 150, gallery: 3000 } as const;
const trialCount = (photos: number): number => Math.min(most.trial, Math.max(3, Math.round(0.08 * photos)));
const copiesOf = { head: 10, blocks: 8 } as const;
/** No person asked for the old vectors to be kept: a base begins anew. */
const usualDistillation = 0;

/** Begins from the frozen network and its whitening, as the shipped weights did; goes on from the last checkpoint where `out` has one. Throws "usage" for an `out` that holds something else. */
export async function trainBase(
  parts: Parts,
  control: JobControl,
  request: BaseTrainingRequest,
  hooks: BaseHooks,
): Promise<BaseTrainingReport> {
  const { folders, out, mode, holdOut = 0.2, seed = 1, strength = 1 } = request;
  const beganAtMs = parts.clock.now();
  if (existsSync(join(out, files.weights)))
    throw new LikenessError("usage", `"${out}" already holds trained weights. Name another folder.`);
  const { photos, problems } = await photosBelow(folders, control);
  const alike = request.alike === undefined ? [] : await pairsIn(request.alike);
  const isHeldOut = heldOutBy(holdOut);
  const learned = photos.filter((photo) => !isHeldOut(photo));
  const trial = [...learned]
    .sort((a, b) => viewSeed(0, a.seed, 1) - viewSeed(0, b.seed, 1) || a.content - b.content)
    .slice(0, trialCount(learned.length));
  const isTrial = new Set(trial);
  const train = learned.filter((photo) => !isTrial.has(photo));
  const test = drawn(photos.filter(isHeldOut)).slice(0, most.test);
  if (train.length < 20 || test.length < 2)
    throw new LikenessError("usage", `${photos.length} photos are too few to learn from and to hold some out.`);

  mkdirSync(out, { recursive: true });
  const { headWidth } = { headWidth: loadRecipe(frozenRecipe).copy.whitening.outputDimensions };
  const settings = settingsFor({
    ...{ mode, backend: hooks.backend, sources: train.length, headWidth, seed },
    ...optional({ steps: request.steps, minutes: request.minutes, learningRate: request.learningRate }),
    distillation: request.distillation ?? usualDistillation,
  });
  if (!existsSync(join(out, files.plan))) {
    const lesson = {
      folder: out,
      settings,
      recipe: frozenRecipe,
      train,
      trial,
      copies: mode === "head" ? copiesOf.head : copiesOf.blocks,
      strength,
    };
    const notes = { madeBy: "train base", photos: train.length, heldOut: String(holdOut) };
    await prepareLesson(parts, { ...lesson, partners: [], apart: [], replay: [], unknown: alike, notes }, control);
  }
  control.phase("training", readPlan(out).settings.steps);
  let done = 0;
  const result = await trainInChild(out, {
    onPoints: hooks.onPoints,
    onProgress(step) {
      control.advance(step - done);
      done = step;
    },
    checkpoint: control.checkpoint,
    signal: control.signal,
  });

  const task = {
    gallery: galleryOf(photos, test),
    heldOut: test,
    unknown: unknownOf(photos, alike),
    similarity: (cosine: number) => cosine,
  };
  const start = partsUnder(parts, { weights: frozenRecipe, scale: null });
  const trained = partsUnder(parts, { weights: join(out, files.weights), scale: null });
  try {
    const before = await judgeFolder(start, control, task);
    const after = await judgeFolder(trained, control, task);
    const report: BaseTrainingReport = {
      ...{ out, photos: train.length, heldOutPhotos: test.length, steps: result.steps },
      seconds: (parts.clock.now() - beganAtMs) / 1000,
      ...{ before: before.figures, after: after.figures, edits: editFigures(before.queries, before, after) },
      unreadable: [...problems, ...after.unreadable],
    };
    writeAtomic(join(out, files.weights, "README.md"), cardOf(request, readPlan(out), report));
    for (const name of [files.rows, files.reference, files.checkpoint, files.start, files.plan]) rmSync(join(out, name), { force: true });
    return report;
  } finally {
    await start.dispose();
    await trained.dispose();
  }
}

function drawn(photos: readonly HeldOutPhoto[]): HeldOutPhoto[] {
  return [...photos].sort((a, b) => viewSeed(1, a.seed, 0) - viewSeed(1, b.seed, 0) || a.content - b.content);
}

function galleryOf(photos: readonly HeldOutPhoto[], test: readonly HeldOutPhoto[]): HeldOutPhoto[] {
  const own = new Set(test);
  return [...test, ...drawn(photos.filter((photo) => !own.has(photo))).slice(0, most.gallery)];
}

function unknownOf(photos: readonly HeldOutPhoto[], pairs: readonly (readonly [FilePath, FilePath])[]): ReadonlySet<string> {
  const contents = new Map(photos.map(({ path, content }) => [path, content]));
  return new Set(
    pairs.flatMap(([one, other]) => {
      const [a, b] = [contents.get(one), contents.get(other)];
      return a === undefined || b === undefined ? [] : [`${a},${b}`, `${b},${a}`];
    }),
  );
}

/** Without what is undefined. */
function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** A run of a library comes in; its lesson is prepared, trained in a child process, compared on held-out photos, and used where it is better. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { loadRecipe } from "../../native-models/recipe.ts";
import type { CurvePoint, SearchOptions } from "../contract/learning.ts";
import { LikenessError } from "../contract.ts";
import { compareEmbedders, type HeldOut } from "./compare-embedders.ts";
import type { HeldOutPhoto } from "./held-out.ts";
import type { JobControl } from "./jobs.ts";
import { files, readPlan, writePlan } from "./learn/plan.ts";
import { searchFile, searchSteps } from "./learn/search-steps.ts";
import { settingsFor, type TrainSettings } from "./learn/settings.ts";
import { searchInChild, trainInChild } from "./learn/trainer-child.ts";
import { type Learnable, learnableOf } from "./learnable.ts";
import { prepareLesson } from "./lesson.ts";
import type { LessonPhoto } from "./lesson-plan.ts";
import type { Parts } from "./parts.ts";
import type { ContentId } from "./photo.ts";
import type { Run, RunData } from "./run-data.ts";
import { useEmbedder } from "./use-embedder.ts";

export interface TrainHooks {
  /** The run as it stands: to be kept, and told. */
  readonly onChange: (data: Partial<RunData>, outcome?: Run["outcome"]) => void;
  readonly onPoints: (points: readonly CurvePoint[]) => void;
  readonly backend: TrainSettings["backend"];
}

/** Fewer teach nothing that holds, and judge nothing. */
export const leastPhotos = 60;
/** Held-out photos, each searched with fifteen copies. */
const most = { trial: 60, test: 120, train: 3000 } as const;
const usualTrials = 27;
/** Copies of each photo learned from: more differ less, and each costs a decoder and the network. */
const copiesOf = { head: 8, blocks: 6 } as const;
/** How often a photo that is the same, or of the same burst, takes part as a copy. */
const partnerShares = { same: 0.5, burst: 0.15 } as const;

/** Resumes where the run's folder has a lesson already. Rejects "cancelled", "usage", or what failed. */
export async function trainLibrary(parts: Parts, control: JobControl, run: Run, hooks: TrainHooks): Promise<void> {
  const { store, inUse } = parts;
  const folder = inUse.folderOf(run.id);
  const learnable = await learnableOf(parts);
  const data = run.data.train.length > 0 ? run.data : { ...run.data, ...chosen(learnable, run.data.options, newestLearned(parts)) };
  const { train, trial, test, options } = data;
  // It begins with the embedder in use, so that what was learned before is built on.
  const recipe = parts.inUse.weights().weights ?? null;
  const headWidth = loadRecipe(recipe ?? undefined).copy.whitening.outputDimensions;
  const settings = data.settings ?? settingsFor({ ...options, backend: hooks.backend, sources: train.length, headWidth });
  const newestContent = Math.max(-1, ...learnable.photos.keys());
  hooks.onChange({ train, trial, test, newestContent, settings, photos: train.length, heldOutPhotos: trial.length + test.length });

  if (!existsSync(join(folder, files.plan))) {
    const { same, different, bursts, unknown } = learnable.division;
    const named = (pairs: readonly (readonly [number, number])[]) =>
      pairs.flatMap(([a, b]): [string, string][] => {
        const [one, other] = [learnable.photos.get(a)?.path, learnable.photos.get(b)?.path];
        return one !== undefined && other !== undefined ? [[one, other]] : [];
      });
    const request = {
      ...{ folder, settings, recipe },
      train: train.flatMap((content) => photoOf(learnable, content) ?? []),
      trial: trial.flatMap((content) => photoOf(learnable, content) ?? []),
      copies: options.mode === "head" ? copiesOf.head : copiesOf.blocks,
      strength: options.strength ?? 1,
      partners: [
        ...named(same).map(([one, other]) => [one, other, partnerShares.same] as const),
        ...named(bursts).map(([one, other]) => [one, other, partnerShares.burst] as const),
      ],
      apart: named(different),
      replay: options.mode === "head" ? await othersOf(parts, learnable, [...train, ...trial, ...test]) : [],
      unknown: named(unknown),
      notes: { madeBy: "train library", run: run.id, photos: train.length },
    };
    const { plan } = await prepareLesson(parts, request, control);
    if (plan.sources.length < leastPhotos / 2) throw new LikenessError("usage", "Too few photos could be read to learn from.");
  }

  const childHooks = () => {
    let done = 0;
    return {
      onPoints: hooks.onPoints,
      onProgress(step: number) {
        control.advance(step - done);
        done = step;
      },
      checkpoint: control.checkpoint,
      signal: control.signal,
    };
  };
  let best = settings;
  if (run.kind === "search" && data.trials.length === 0) {
    const count = options.trials ?? usualTrials;
    control.phase("training", searchSteps(count));
    const found = await searchInChild(folder, count, childHooks());
    best = { ...settings, ...found.settings };
    writePlan(folder, { ...readPlan(folder), settings: best });
    hooks.onChange({ settings: best, trials: found.trials });
  }
  control.phase("training", best.steps);
  const result = await trainInChild(folder, childHooks());
  hooks.onChange({});

  const comparison = await compareEmbedders(parts, control, inUse.weightsOf(run.id), heldOutOf(learnable, trial, test));
  const { before, after, edits, changed, verdict } = comparison;
  // A training whose best step was its beginning, begun with the old head, has learned nothing.
  const learned = result.bestStep > 0 || result.start === "fitted";
  const better = verdict.better && learned;
  if (better) await useEmbedder(parts, control, run.id);
  for (const name of [files.rows, files.reference, files.checkpoint, files.start, files.plan]) rmSync(join(folder, name), { force: true });
  rmSync(join(folder, searchFile), { force: true });
  const ended = { train: [], trial: [], test: [], text: verdict.text };
  hooks.onChange({ ...ended, before: before.figures, after: after.figures, edits, changed }, better ? "better" : "not-better");
  store.runs.get(run.id);
}

/** Photos that are not in the lesson, drawn evenly: a round on some photos must not undo what holds for the others. */
const mostReplayed = 2000;

async function othersOf({ store, recipes }: Parts, { photos }: Learnable, taken: readonly number[]): Promise<readonly Float32Array[]> {
  const { pooled } = await recipes();
  const own = new Set(taken);
  const others = [...photos.keys()].filter((content) => !own.has(content));
  const every = Math.max(1, Math.ceil(others.length / mostReplayed));
  return others.filter((_, at) => at % every === 0).flatMap((content) => store.pooled.get(content as ContentId, pooled) ?? []);
}

/** @throws LikenessError "usage" where the library has too few photos. */
function chosen({ division, photos, hashes }: Learnable, { photos: limit = most.train, seed = 1 }: SearchOptions, newest: number) {
  if (photos.size < leastPhotos)
    throw new LikenessError(
      "usage",
      `The library has ${photos.size} photos to learn from. ${leastPhotos} are the least; scan more folders first.`,
    );
  const drawn = (contents: readonly number[], count: number): number[] =>
    [...contents].sort((a, b) => orderOf(hashes.get(a), seed) - orderOf(hashes.get(b), seed) || a - b).slice(0, count);
  const count = Math.min(limit, most.train);
  // Where not all fit, up to half of them are photos that the embedder in use has not learned from.
  const fresh = drawn(
    division.train.filter((content) => content > newest),
    Math.ceil(count / 2),
  );
  const isFresh = new Set(fresh);
  const parts = {
    train: [
      ...fresh,
      ...drawn(
        division.train.filter((content) => !isFresh.has(content)),
        count - fresh.length,
      ),
    ],
    trial: drawn(division.trial, most.trial),
    test: drawn(division.test, most.test),
  };
  if (parts.train.length < leastPhotos / 2 || parts.trial.length < 4 || parts.test.length < 6)
    throw new LikenessError(
      "usage",
      `So many of the library's photos are copies of each other that too few are left to learn from and to judge by.`,
    );
  return parts;
}

/** The largest content that the embedder in use could have learned from; -1 for the shipped one. */
function newestLearned({ store, inUse }: Parts): number {
  const run = inUse.run();
  return run === null ? -1 : store.runs.get<RunData>(run).data.newestContent;
}

function orderOf(hash: Uint8Array | undefined, seed: number): number {
  const at = Buffer.from(hash ?? new Uint8Array(32)).readUInt32LE(8);
  return Math.imul(at ^ seed, 0x9e3779b1) >>> 0;
}

const seedOf = (hash: Uint8Array | undefined): number => Buffer.from(hash ?? new Uint8Array(32)).readUInt32LE(4);

function photoOf({ photos, hashes }: Learnable, content: number): LessonPhoto | null {
  const photo = photos.get(content);
  return photo ? { path: photo.path, seed: seedOf(hashes.get(content)) } : null;
}

function heldOutOf(learnable: Learnable, trial: readonly number[], test: readonly number[]): HeldOut {
  const heldOut = (contents: readonly number[]): HeldOutPhoto[] =>
    contents.flatMap((content): HeldOutPhoto[] => {
      const photo = photoOf(learnable, content);
      return photo ? [{ ...photo, content: content as ContentId }] : [];
    });
  const { same, bursts, unknown } = learnable.division;
  return {
    trial: heldOut(trial),
    test: heldOut(test),
    paths: new Map([...learnable.photos].map(([content, { path }]) => [content, path])),
    unknown: new Set([...same, ...bursts, ...unknown].flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`])),
  };
}

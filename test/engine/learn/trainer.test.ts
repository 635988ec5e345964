/** A training on a made-up lesson: it learns what copies have in common, resumes as if never stopped, is paused and killed; settings are searched for. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { CurvePoint } from "../../../electron/contract/learning.ts";
import { figuresOf } from "../../../electron/engine/learn/figures.ts";
import { files, type Trial } from "../../../electron/engine/learn/plan.ts";
import { openRows } from "../../../electron/engine/learn/row-file.ts";
import { runTrainer, type TrainerHooks } from "../../../electron/engine/learn/trainer.ts";
import { trainInChild } from "../../../electron/engine/learn/trainer-child.ts";
import { runTrainerSearch } from "../../../electron/engine/learn/trainer-search.ts";
import { createProjector } from "../../../native-models/projector.ts";
import { loadRecipe } from "../../../native-models/recipe.ts";
import { makeLesson, temporaryFolder } from "./lessons.ts";

const short = { steps: 30, warmUpSteps: 3, sourcesPerStep: 24, evaluateEvery: 10, checkpointEvery: 10, start: "old" } as const;
const quiet: TrainerHooks = {
  onPoints: () => undefined,
  onProgress: () => undefined,
  pause: async () => undefined,
  signal: new AbortController().signal,
};

test("it learns: held-out copies are found better, and weights, log and curves are there", async (context) => {
  const folder = temporaryFolder(context);
  makeLesson(folder, 60, short);
  const points: CurvePoint[] = [];
  const result = await runTrainer(folder, { ...quiet, onPoints: (more) => void points.push(...more) });
  assert.ok(result.after.averagePrecision > result.before.averagePrecision + 0.02, JSON.stringify(result));
  assert.ok(result.bestStep > 0);
  const { copy, scene, settings } = loadRecipe(join(folder, files.weights));
  assert.equal(copy.whitening.outputDimensions, loadRecipe().copy.whitening.outputDimensions);
  assert.deepEqual(scene, loadRecipe().scene);
  assert.equal(settings.notes?.madeBy, "a test");
  assert.equal(points.filter(({ curve }) => curve === "train/loss").length, 30);
  assert.deepEqual(
    points.filter(({ curve }) => curve === "held-out/average-precision").map(({ step }) => step),
    [0, 10, 20, 30],
  );
  const log = readdirSync(join(folder, "log"));
  assert.ok(log.some((name) => name.startsWith("events.out.tfevents")) && log.includes("run.jsonl"));
  const [first] = readFileSync(join(folder, "log", "run.jsonl"), "utf8").split("\n");
  assert.equal(JSON.parse(first ?? "").parameters["loss.temperature"], 0.06);
});

test("a second round on other photos, with other edits, does not undo the first", async (context) => {
  const [first, held, free] = [temporaryFolder(context), temporaryFolder(context), temporaryFolder(context)];
  const plan = makeLesson(first, 60, short);
  await runTrainer(first, quiet);
  const weights = join(first, files.weights);
  const rows = openRows(join(first, files.rows), plan.shape[0]!, "read");
  const replay = plan.sources.map((source) => rows.read([source.rows[0]!]));
  const second = { ...short, steps: 60, learningRate: 3e-3 };
  makeLesson(
    held,
    60,
    { ...second, replayRows: 60, distillation: { hold: "similarities", weight: 5 } },
    { seed: 12, recipe: weights, replay },
  );
  makeLesson(free, 60, { ...second, replayRows: 0, distillation: { hold: "similarities", weight: 0 } }, { seed: 12, recipe: weights });
  const [learned] = [await runTrainer(held, quiet), await runTrainer(free, quiet)];
  const onFirst = async (folder: string): Promise<number> => {
    const projector = await createProjector(loadRecipe(folder).copy);
    const embed = async (places: readonly number[]) => ({
      values: await projector.project(rows.read(places)),
      dimensions: projector.outputDimensions,
    });
    const { averagePrecision } = figuresOf(
      plan.trial,
      await embed(plan.trial.queries.map(({ row }) => row)),
      await embed(plan.trial.gallery),
    );
    await projector.dispose();
    return averagePrecision;
  };
  const [before, kept, lost] = [await onFirst(weights), await onFirst(join(held, files.weights)), await onFirst(join(free, files.weights))];
  rows.close();
  assert.ok(learned.after.averagePrecision > learned.before.averagePrecision, "the second round learns");
  assert.ok(kept > before - 0.02, `${before} became ${kept}`);
  assert.ok(kept > lost, `held ${kept}, free ${lost}`);
});

test("a killed training goes on from its checkpoint and ends with the very same weights", async (context) => {
  const [whole, broken] = [temporaryFolder(context), temporaryFolder(context)];
  for (const folder of [whole, broken]) makeLesson(folder, 40, short);
  await runTrainer(whole, quiet);
  const stop = new AbortController();
  await assert.rejects(
    trainInChild(broken, {
      onPoints: () => undefined,
      onProgress: (step) => {
        if (step >= 12) stop.abort();
      },
      checkpoint: async () => undefined,
      signal: stop.signal,
    }),
    { code: "cancelled" },
  );
  assert.ok(existsSync(join(broken, files.checkpoint)));
  assert.ok(!existsSync(join(broken, files.weights)));
  const steps: number[] = [];
  await runTrainer(broken, { ...quiet, onProgress: ({ step }) => void steps.push(step) });
  assert.ok((steps[0] ?? 0) > 10, `went on at ${steps[0]}`);
  const heads = [whole, broken].map((folder) => readFileSync(join(folder, files.weights, "heads.safetensors")));
  assert.ok(heads[0]?.equals(heads[1] ?? Buffer.of()));
});

test("a child is paused between steps and goes on", async (context) => {
  const folder = temporaryFolder(context);
  makeLesson(folder, 40, { ...short, steps: 20 });
  const held = Promise.withResolvers<void>();
  let pausedAt = 0;
  let last = 0;
  const result = await trainInChild(folder, {
    onPoints: () => undefined,
    onProgress: (step) => {
      last = step;
    },
    checkpoint() {
      if (last < 4 || pausedAt > 0) return Promise.resolve();
      pausedAt = last;
      setTimeout(() => {
        // What was under way when the word came may still be told.
        assert.ok(last <= pausedAt + 3, `${last} steps, paused at ${pausedAt}`);
        held.resolve();
      }, 700);
      return held.promise;
    },
    signal: new AbortController().signal,
  });
  assert.ok(pausedAt > 0);
  assert.equal(result.steps, 20);
});

test("a lesson that is not there is a failure with its reason", async (context) => {
  const hooks = {
    onPoints: () => undefined,
    onProgress: () => undefined,
    checkpoint: async () => undefined,
    signal: new AbortController().signal,
  };
  await assert.rejects(trainInChild(temporaryFolder(context), hooks), { code: "internal", message: /The training failed: .*plan\.json/ });
});

test("settings are searched for: the best on the trial comes out, the better ones were tried longer, and a search resumes", async (context) => {
  const folder = temporaryFolder(context);
  makeLesson(folder, 40, short);
  const found = await runTrainerSearch(folder, 9, quiet);
  assert.equal(found.trials.length, 9);
  assert.deepEqual(
    found.trials.map(({ rounds }) => rounds),
    [2, 1, 1, 0, 0, 0, 0, 0, 0],
  );
  const best = found.trials[0]?.parameters;
  assert.equal(found.settings.loss.loss, best?.loss);
  assert.equal(found.settings.learningRate, best?.learningRate);
  let steps = 0;
  const count = (): void => {
    steps += 1;
  };
  const again = await runTrainerSearch(folder, 9, { ...quiet, onProgress: count });
  assert.equal(steps, 0, "what was tried is not tried again");
  assert.deepEqual(again, found);
});

test("figures of a ranking by hand: crowds lower, open pairs count neither way", () => {
  const point = (degrees: number): number[] => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const rows = (...degrees: number[]) => ({ values: Float32Array.from(degrees.flatMap(point)), dimensions: 2 });
  const gallery = rows(0, 90, 180, 270);
  const trial = (part: Partial<Trial> = {}): Trial => {
    return {
      gallery: [0, 1, 2, 3],
      queries: [
        { row: 0, match: 0 },
        { row: 1, match: 1 },
      ],
      unknown: [],
      ...part,
    };
  };
  assert.deepEqual(figuresOf(trial(), rows(5, 95), gallery), { averagePrecision: 1, recallAt1: 1, recallAtPrecision99: 1 });
  const wrong = figuresOf(trial(), rows(5, 5), gallery);
  assert.equal(wrong.recallAt1, 0.5);
  // Of two that score the same the wrong one counts as first: right at places 2 and 4, where 1 of 2 and 2 of 4 are right.
  assert.equal(wrong.averagePrecision, 0.5);
  assert.equal(figuresOf(trial({ unknown: [[1, 0]] }), rows(5, 5), gallery).recallAt1, 1);
});

test("a training that is out of time ends with what it has", async (context) => {
  const folder = temporaryFolder(context);
  makeLesson(folder, 40, { ...short, steps: 5000, evaluateEvery: 1000, minutes: 0.01 });
  const result = await runTrainer(folder, quiet);
  assert.ok(result.steps > 0 && result.steps < 4000, `${result.steps}`);
  assert.ok(existsSync(join(folder, files.weights)));
});

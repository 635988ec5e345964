/** What a person asks of learning comes in; the overview, runs and what is in use, in the contract's words, go out. */
import { rmSync } from "node:fs";
import type { CurvePoint, LearningMethodTypes, RunDetail, RunId, RunKind, SearchOptions, TrainingOptions } from "../contract/learning.ts";
import { type EventName, type EventTypes, LikenessError } from "../contract.ts";
import { classify } from "./classify.ts";
import { evaluateFolder } from "./evaluate-folder.ts";
import type { JobControl } from "./jobs.ts";
import type { TrainSettings } from "./learn/settings.ts";
import { learningOverview } from "./learning-overview.ts";
import type { Parts } from "./parts.ts";
import { detailOfRun, emptyRun, type Run, type RunData, summaryOfRun } from "./run-data.ts";
import { trainBase } from "./train-base.ts";
import { trainLibrary } from "./train-library.ts";
import { createTrainingDevice } from "./training-device.ts";
import { useEmbedder } from "./use-embedder.ts";

export type Learning = {
  readonly [M in keyof LearningMethodTypes]: (params: LearningMethodTypes[M][0]) => Promise<LearningMethodTypes[M][1]>;
};

export interface LearningOptions {
  readonly emit: <E extends EventName>(event: E, value: EventTypes[E]) => void;
  /** The library shows other matches now. */
  readonly onLibrary: () => void;
  /** In place of the fastest that loads. */
  readonly backend?: TrainSettings["backend"] | undefined;
}

/** Points are told this often at most, and the last always. */
const tellEveryMs = 250;

/** `end`: before jobs are ended with the whole program. */
export function createLearning(
  parts: Parts,
  { emit, onLibrary, backend: wanted }: LearningOptions,
): { readonly methods: Learning; end(): void } {
  const { store, jobs, inUse, clock } = parts;
  const device = createTrainingDevice(wanted);
  let running: RunId | null = null;
  let ending = false;
  // Whatever ran when the program ended last time has not ended by itself.
  for (const run of store.runs.all<RunData>())
    if (run.outcome === "running")
      store.runs.change(run.id, "interrupted", { ...run.data, text: "The program ended in the middle. It can be gone on with." });

  const tellRuns = (): void => emit("runs", { running, inUse: inUse.run() });
  const detail = (id: RunId): RunDetail => detailOfRun(parts, store.runs.get<RunData>(id));

  function carryOut(begun: () => Promise<Run>): Promise<RunDetail> {
    return jobs.run("train", async (control) => {
      const run = await begun();
      running = run.id;
      tellRuns();
      try {
        await attempt(run, control);
      } finally {
        running = null;
        tellRuns();
      }
      return detail(run.id);
    });
  }

  async function attempt(run: Run, control: JobControl): Promise<void> {
    const beganAtMs = clock.now();
    const before = run.data.seconds;
    let data = run.data;
    let outcome: Run["outcome"] = "running";
    const change = (part: Partial<RunData>, now: Run["outcome"] = "running"): void => {
      data = { ...data, ...part, seconds: before + (clock.now() - beganAtMs) / 1000 };
      outcome = now;
      store.runs.change(run.id, outcome, data);
    };
    const points = createPointTeller(run.id);
    try {
      const { backend } = await device.get();
      const hooks = { backend, onChange: change, onPoints: points.add };
      await trainLibrary(parts, control, run, hooks);
      if (inUse.run() === run.id) onLibrary();
    } catch (error) {
      const cancelled = control.signal.aborted;
      const why = error instanceof Error ? error.message : String(error);
      // When the whole program ends, the run waits for the next start.
      if (cancelled && ending) change({ text: "The program ended in the middle. It can be gone on with." }, "interrupted");
      else {
        change({ text: cancelled ? "Stopped." : why }, cancelled ? "cancelled" : "failed");
        rmSync(inUse.folderOf(run.id), { recursive: true, force: true });
      }
      throw error;
    } finally {
      points.flush();
    }
  }

  function createPointTeller(run: RunId) {
    let waiting: CurvePoint[] = [];
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const flush = (): void => {
      if (waiting.length === 0) return;
      const points = waiting;
      waiting = [];
      toldAtMs = clock.now();
      store.runs.addPoints(run, points);
      emit("training", { run, points: points.filter(({ value }) => Number.isFinite(value)) });
    };
    return {
      flush,
      add(points: readonly CurvePoint[]): void {
        waiting.push(...points);
        if (clock.now() - toldAtMs >= tellEveryMs) flush();
      },
    };
  }

  async function begin(kind: RunKind, options: SearchOptions): Promise<Run> {
    const { name, obstacles } = await device.get();
    const obstacle = obstacles[options.mode];
    if (obstacle !== null) throw new LikenessError("unsupported", obstacle);
    const run = { kind, mode: options.mode, outcome: "running", beganAtMs: clock.now(), data: emptyRun(options, name) } as const;
    return store.runs.begin<RunData>(run);
  }

  function lastInterrupted(): Run {
    const run = store.runs.all<RunData>().find(({ outcome }) => outcome === "interrupted");
    if (!run) throw new LikenessError("not-found", "No training was interrupted.");
    return run;
  }

  const methods: Learning = {
    learningOverview: () => learningOverview(parts, device),
    async startTraining(options) {
      if ("resume" in options) {
        lastInterrupted();
        return carryOut(async () => lastInterrupted());
      }
      requireSound(options);
      return carryOut(() => begin("library", options));
    },
    async searchTraining(options) {
      requireSound(options);
      return carryOut(() => begin("search", options));
    },
    trainingRuns: async () => store.runs.all<RunData>().map((run) => summaryOfRun(parts, run)),
    trainingRun: async ({ id }) => detail(id),
    useRun: ({ run }) =>
      jobs.run("train", async (control) => {
        const report = await useEmbedder(parts, control, run);
        onLibrary();
        tellRuns();
        return report;
      }),
    async forgetRun({ id }) {
      if (id === running) throw new LikenessError("busy", "That run is under way. Stop it first.");
      await parts.forgetRun(id);
      tellRuns();
      return {};
    },
    evaluateFolder: (query) => jobs.run("train", (control) => evaluateFolder(parts, control, query)),
    classify: (query) => jobs.run("train", (control) => classify(parts, control, query)),
    trainBase: (query) =>
      jobs.run("train", async (control) =>
        trainBase(parts, control, query, {
          backend: (await device.get()).backend,
          onPoints: (points) => emit("training", { run: null, points }),
        }),
      ),
  };
  return {
    methods,
    end() {
      ending = true;
    },
  };
}

/** @throws LikenessError "usage". */
function requireSound({
  mode,
  epochs,
  strength,
  learningRate,
  distillation,
  photos,
  trials,
}: TrainingOptions & Pick<SearchOptions, "trials">): void {
  const bounds: readonly (readonly [name: string, value: number | undefined, least: number, most: number])[] = [
    ["epochs", epochs, 0.1, 1000],
    ["strength", strength, 0, 2],
    ["learningRate", learningRate, 1e-7, 1],
    ["distillation", distillation, 0, 10],
    ["photos", photos, 1, 1e9],
    ["trials", trials, 3, 200],
  ];
  if (!["head", "adapters", "last-blocks", "everything"].includes(mode)) throw new LikenessError("usage", `There is no mode "${mode}".`);
  for (const [name, value, least, most] of bounds)
    if (value !== undefined && !(value >= least && value <= most))
      throw new LikenessError("usage", `"${name}" is ${value}; it goes from ${least} to ${most}.`);
}

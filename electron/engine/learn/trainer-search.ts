/** A prepared folder comes in; many settings are tried shortly on it, the better ones longer, and the best go out. Resumes after a crash. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { constant } from "../../../native-models/schedules/constant.ts";
import { warmUp } from "../../../native-models/schedules/warm-up.ts";
import {
  beginSearch,
  bestTrial,
  pendingAttempts,
  rungsOf,
  runSearch,
  type SearchState,
  type Trial,
} from "../../../native-models/search/successive-halving.ts";
import { type TrainingConfig, trainingSpace } from "../../../native-models/search/training-space.ts";
import type { TrialSummary } from "../../contract/learning.ts";
import { usableLosses } from "./objective.ts";
import { readPlan, writeAtomic } from "./plan.ts";
import { budgets, searchFile, searchSteps } from "./search-steps.ts";
import type { TrainSettings } from "./settings.ts";
import { fit, type TrainerHooks } from "./trainer.ts";

export interface SearchResult {
  /** The plan's settings with what the best trial had; as they were where none came to anything. */
  readonly settings: TrainSettings;
  /** The best first. */
  readonly trials: readonly TrialSummary[];
}

const warmUpSteps = 5;

/** Narrower heads only where they are better: wider ones cost nothing that is felt. */
const space = (width: number) =>
  trainingSpace({ losses: [...usableLosses], samplers: ["source groups", "neighbours"], headWidths: [width >> 1, width] });

export async function runTrainerSearch(folder: string, trials: number, hooks: TrainerHooks): Promise<SearchResult> {
  const plan = readPlan(folder);
  const { settings } = plan;
  const path = join(folder, searchFile);
  const begun = existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as SearchState<TrainingConfig>)
    : beginSearch(space(settings.headWidth), { seed: settings.seed, trials, firstBudget: budgets.first, lastBudget: budgets.last });
  let done = 0;
  const steps = searchSteps(trials);
  const ended = await runSearch(
    begun,
    async ({ id, config, budget }) => {
      const tried = { ...withConfig(settings, config), steps: budget, evaluateEvery: budget, patience: 1000, checkpointEvery: budget };
      // From rung to rung a trial goes on from where it stopped.
      const checkpoint = join(folder, `trial-${id}.safetensors`);
      let from: number | null = null;
      try {
        const { after, bestStep, before } = await fit(
          folder,
          plan,
          { ...hooks, onPoints: () => undefined, onProgress },
          {
            settings: tried,
            checkpoint,
            log: null,
            schedule: warmUp(warmUpSteps, constant()),
          },
        );
        hooks.onPoints([{ curve: `search/${config.loss}`, step: done, value: after.averagePrecision, atMs: Date.now() }]);
        return bestStep === 0 ? before.averagePrecision : after.averagePrecision;
      } catch (error) {
        if (hooks.signal.aborted) throw error;
        // Settings under which the loss is no number are out, and the search goes on.
        return Number.NaN;
      }
      function onProgress({ step }: { readonly step: number }): void {
        from ??= step - 1;
        done += step - from;
        from = step;
        hooks.onProgress({ step: done, steps });
      }
    },
    (state) => writeAtomic(path, JSON.stringify(state)),
  );
  for (const { id } of ended.trials) rmSync(join(folder, `trial-${id}.safetensors`), { force: true });
  const best = bestTrial(ended);
  if (pendingAttempts(ended).length > 0 || !best) return { settings, trials: summariesOf(ended) };
  return { settings: withConfig(settings, best.config), trials: summariesOf(ended) };
}

function withConfig(settings: TrainSettings, { learningRate, sampler, headWidth, entropyWeight, ...loss }: TrainingConfig): TrainSettings {
  return { ...settings, loss, learningRate, headWidth, entropyWeight, sampler: sampler === "neighbours" ? "neighbours" : "source groups" };
}

function summariesOf(state: SearchState<TrainingConfig>): readonly TrialSummary[] {
  const rungs = rungsOf(state.options);
  const worth = ({ scores }: Trial<TrainingConfig>): number => scores.at(-1) ?? -1;
  return [...state.trials]
    .sort((a, b) => b.scores.length - a.scores.length || worth(b) - worth(a) || a.id - b.id)
    .map(({ id, config, scores }) => ({
      trial: id,
      rounds: Math.max(0, scores.length - 1),
      steps: rungs[Math.max(0, scores.length - 1)]?.budget ?? 0,
      averagePrecision: scores.at(-1) ?? 0,
      parameters: { ...config },
    }));
}

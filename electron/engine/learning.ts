/** What a person asks of learning comes in; the overview, runs and recipes in the contract's words go out. */
import type { LearningMethodTypes } from "../contract/learning.ts";
import { LikenessError } from "../contract.ts";

export type Learning = {
  readonly [M in keyof LearningMethodTypes]: (params: LearningMethodTypes[M][0]) => Promise<LearningMethodTypes[M][1]>;
};

export function createLearning(): Learning {
  const missing = async (): Promise<never> => {
    throw new LikenessError("unsupported", "Learning is being built.");
  };
  return {
    learningOverview: missing,
    startTraining: missing,
    searchTraining: missing,
    trainingRuns: async () => [],
    trainingRun: missing,
    useRun: missing,
    forgetRun: missing,
    evaluateFolder: missing,
    classify: missing,
    trainBase: missing,
  };
}

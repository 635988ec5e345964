/** A number of settings to try comes in, the steps that trying them takes go out. Loads no TensorFlow. */
import { rungsOf } from "../../../native-models/search/successive-halving.ts";

/** What a search has tried so far, in the lesson's folder. */
export const searchFile = "search.json";

/** Steps of a trial on the first rung and on the last. */
export const budgets = { first: 20, last: 180 } as const;

export function searchSteps(trials: number): number {
  const rungs = rungsOf({ seed: 1, trials, firstBudget: budgets.first, lastBudget: budgets.last });
  // A trial that goes on has done the earlier rung's part already.
  return rungs.reduce((sum, { budget, trials: left }, at) => sum + left * (budget - (rungs[at - 1]?.budget ?? 0)), 0);
}

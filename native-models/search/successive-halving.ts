/**
 * A space of configurations and a way to try one come in, the best one goes out: many are tried a little, the better part of them
 * longer, and so on. Jamieson and Talwalkar, Non-stochastic best arm identification and hyperparameter optimization, 2016, figure 3, with the rungs
 * of Li et al., Hyperband, 2018, section 3.
 */
import { drawConfig, type Space } from "./space.ts";

export interface SearchOptions {
  readonly seed: number;
  /** Configurations on the first rung. */
  readonly trials: number;
  /** Budget of a trial on the first rung: steps, epochs, seconds. */
  readonly firstBudget: number;
  /** No trial gets more. */
  readonly lastBudget: number;
  /** From rung to rung the budget grows by this and the trials shrink by it; above 1, default 3. */
  readonly factor?: number;
}

export interface Trial<Config> {
  readonly id: number;
  readonly config: Config;
  /** By rung, larger is better; null where it came to nothing (NaN, infinite). */
  readonly scores: readonly (number | null)[];
}

/** Plain JSON: what is needed to go on after a crash. */
export interface SearchState<Config> {
  readonly options: Required<SearchOptions>;
  readonly trials: readonly Trial<Config>[];
}

export interface Rung {
  readonly budget: number;
  readonly trials: number;
}

/** The last rung is the first that has the last budget or a single trial. */
export function rungsOf({ trials, firstBudget, lastBudget, factor = 3 }: SearchOptions): Rung[] {
  if (!(trials >= 1 && firstBudget > 0 && lastBudget >= firstBudget && factor > 1))
    throw new RangeError(`A search of ${trials} trials from budget ${firstBudget} to ${lastBudget} by ${factor}.`);
  const rungs: Rung[] = [];
  for (let level = 0; ; level += 1) {
    const budget = Math.min(lastBudget, firstBudget * factor ** level);
    // A hair more, so that 27 / 3 / 3 / 3 is one and not none.
    const left = Math.max(1, Math.floor(trials / factor ** level + 1e-9));
    rungs.push({ budget, trials: left });
    if (left === 1 || budget === lastBudget) return rungs;
  }
}

/** All configurations are drawn at once, so that they do not depend on how the search goes. */
export function beginSearch<Config>(space: Space<Config>, { factor = 3, ...options }: SearchOptions): SearchState<Config> {
  rungsOf({ factor, ...options });
  const ids = [...Array(options.trials).keys()];
  return { options: { factor, ...options }, trials: ids.map((id) => ({ id, config: drawConfig(space, options.seed, id), scores: [] })) };
}

export interface Attempt<Config> {
  readonly id: number;
  readonly config: Config;
  readonly rung: number;
  /** In all, counted from the trial's beginning: one that kept its own checkpoint has done the earlier rungs' part already. */
  readonly budget: number;
}

/** What can be tried now, in order; empty when the search is over. */
export function pendingAttempts<Config>(state: SearchState<Config>): Attempt<Config>[] {
  let contenders: readonly Trial<Config>[] = state.trials;
  for (const [rung, { budget, trials }] of rungsOf(state.options).entries()) {
    contenders = rung === 0 ? contenders : bestFirst(contenders, rung - 1).slice(0, trials);
    const waiting = contenders.filter(({ scores }) => scores[rung] === undefined);
    if (waiting.length > 0) return waiting.map(({ id, config }) => ({ id, config, rung, budget }));
  }
  return [];
}

export function recordScore<Config>(state: SearchState<Config>, { id, rung }: Attempt<Config>, score: number): SearchState<Config> {
  const kept = Number.isFinite(score) ? score : null;
  const trials = state.trials.map((trial) => (trial.id === id ? { ...trial, scores: [...trial.scores.slice(0, rung), kept] } : trial));
  return { ...state, trials };
}

/** The best of those that came furthest; null where nothing was tried or all came to nothing. */
export function bestTrial<Config>({ trials }: SearchState<Config>): Trial<Config> | null {
  const furthest = Math.max(0, ...trials.map(({ scores }) => scores.findLastIndex((score) => score !== null)));
  const [best] = bestFirst(
    trials.filter(({ scores }) => typeof scores[furthest] === "number"),
    furthest,
  );
  return best ?? null;
}

/**
 * Runs what is pending, one after the other, until nothing is.
 * @param evaluate rejects to stop the search; the state saved last goes on from there.
 * @param save gets the state after each attempt.
 */
export async function runSearch<Config>(
  begun: SearchState<Config>,
  evaluate: (attempt: Attempt<Config>) => Promise<number>,
  save: (state: SearchState<Config>) => void | Promise<void> = () => {},
): Promise<SearchState<Config>> {
  let state = begun;
  for (let [next] = pendingAttempts(state); next; [next] = pendingAttempts(state)) {
    state = recordScore(state, next, await evaluate(next));
    await save(state);
  }
  return state;
}

/** Ties go to the trial that was drawn first. */
function bestFirst<Config>(trials: readonly Trial<Config>[], rung: number): Trial<Config>[] {
  const worth = ({ scores }: Trial<Config>): number => scores[rung] ?? Number.NEGATIVE_INFINITY;
  return [...trials].sort((a, b) => (worth(a) === worth(b) ? a.id - b.id : worth(b) - worth(a)));
}

/** What may vary in a training comes in as a function that draws, a configuration goes out: the same for the same seed and trial. */
import { createRandom, randomBelow } from "../random.ts";

export interface Draw {
  oneOf<const Value>(values: readonly Value[]): Value;
  /** from <= number < to */
  between(from: number, to: number): number;
  /** from <= number < to, each factor as likely as any other; both above 0. For learning rates and temperatures. */
  betweenByFactor(from: number, to: number): number;
  /** from <= whole number <= to */
  whole(from: number, to: number): number;
}

/** Draws in a fixed order; what it draws may depend on what it drew before. The result must survive JSON. */
export type Space<Config> = (draw: Draw) => Config;

/** @param trial each trial has numbers of its own. */
export function drawConfig<Config>(space: Space<Config>, seed: number, trial: number): Config {
  const random = createRandom(seed, trial);
  const between = (from: number, to: number): number => from + (to - from) * random();
  return space({
    between,
    oneOf<const Value>(values: readonly Value[]): Value {
      if (values.length === 0) throw new RangeError("There is nothing to choose from.");
      return values[randomBelow(random, values.length)] as Value;
    },
    betweenByFactor(from, to) {
      if (!(from > 0 && to > 0)) throw new RangeError(`No factors lie between ${from} and ${to}.`);
      return Math.exp(between(Math.log(from), Math.log(to)));
    },
    whole: (from, to) => from + randomBelow(random, to - from + 1),
  });
}

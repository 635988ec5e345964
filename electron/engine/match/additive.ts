/** What the witnesses say, as numbers, comes in; one probability goes out. */

/**
 * A monotone additive logistic model (Hastie and Tibshirani 1986): log-odds = bias + sum over the inputs of a curve through knots.
 * No step of a curve falls, so more evidence never makes a pair less likely, also where nothing like it was seen in fitting.
 */
export interface AdditiveModel<Name extends string = string> {
  readonly bias: number;
  readonly curves: Readonly<Record<Name, Curve>>;
}

export interface Curve {
  /** Rising; the curve is flat before the first and after the last. */
  readonly knots: readonly number[];
  /** Rise from each knot to the next, never negative; one fewer than the knots. */
  readonly steps: readonly number[];
}

/** How far x has come from one knot to the next, 0..1: what a step is multiplied with. */
export const progress = (x: number, from: number, to: number): number => Math.min(1, Math.max(0, (x - from) / (to - from)));

export function logOdds<Name extends string>(model: AdditiveModel<Name>, inputs: Readonly<Record<Name, number>>): number {
  let sum = model.bias;
  for (const name of Object.keys(model.curves) as Name[]) {
    const { knots, steps } = model.curves[name];
    steps.forEach((step, at) => {
      sum += step * progress(inputs[name], knots[at] as number, knots[at + 1] as number);
    });
  }
  return sum;
}

export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

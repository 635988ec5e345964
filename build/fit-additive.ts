/** Rows of numbers with a yes or no come in; a monotone additive logistic model goes out. */
import { type AdditiveModel, type Curve, progress } from "../electron/engine/match/additive.ts";

export interface Example<Name extends string> {
  readonly inputs: Readonly<Record<Name, number>>;
  readonly positive: boolean;
  readonly weight: number;
}

export interface FitOptions {
  /** For each name, where its curve may bend. */
  readonly knots: Readonly<Record<string, readonly number[]>>;
  /** Weight of the squared steps beside the sum of the examples' losses. */
  readonly ridge: number;
  readonly rounds: number;
}

/** Minimises the logistic loss with the curves' steps kept at or above 0. */
export function fitAdditive<Name extends string>(
  names: readonly Name[],
  examples: readonly Example<Name>[],
  { knots, ridge, rounds }: FitOptions,
): AdditiveModel<Name> {
  const curves = names.map((name) => knots[name] ?? [0, 1]);
  const widths = curves.map((curve) => curve.length - 1);
  const width = widths.reduce((sum, value) => sum + value, 0) + 1;
  const design = new Float64Array(examples.length * width);
  examples.forEach(({ inputs }, row) => {
    let at = row * width;
    design[at] = 1;
    curves.forEach((curve, which) => {
      for (let step = 0; step + 1 < curve.length; step += 1) {
        at += 1;
        design[at] = progress(inputs[names[which] as Name], curve[step] as number, curve[step + 1] as number);
      }
    });
  });
  const weights = minimise(design, width, examples, ridge, rounds);
  let at = 1;
  const fitted = names.map((name, which): [Name, Curve] => {
    const steps = Array.from(weights.subarray(at, at + (widths[which] as number)), (value) => Number(value.toFixed(4)));
    at += steps.length;
    return [name, { knots: curves[which] as readonly number[], steps }];
  });
  return { bias: Number((weights[0] as number).toFixed(4)), curves: Object.fromEntries(fitted) as Record<Name, Curve> };
}

/** The sum of losses, plus half the ridge times the squared steps (not the bias). */
function lossOf(weights: Float64Array, design: Float64Array, width: number, examples: readonly Weighted[], ridge: number): number {
  let loss = 0;
  for (let column = 1; column < width; column += 1) loss += 0.5 * ridge * (weights[column] as number) ** 2;
  examples.forEach(({ positive, weight }, row) => {
    const odds = oddsOf(weights, design, width, row);
    const margin = positive ? odds : -odds;
    loss += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
  });
  return loss;
}

function oddsOf(weights: Float64Array, design: Float64Array, width: number, row: number): number {
  let odds = 0;
  for (let column = 0; column < width; column += 1) odds += (design[row * width + column] as number) * (weights[column] as number);
  return odds;
}

interface Weighted {
  readonly positive: boolean;
  readonly weight: number;
}

/** Newton's steps, each a quadratic minimised under steps >= 0 by coordinate descent, and halved until the loss falls. */
function minimise(design: Float64Array, width: number, examples: readonly Weighted[], ridge: number, rounds: number): Float64Array {
  let weights = new Float64Array(width);
  let loss = lossOf(weights, design, width, examples, ridge);
  for (let round = 0; round < rounds; round += 1) {
    const { gradient, curvature } = expand(weights, design, width, examples, ridge);
    const target = descend(weights, gradient, curvature, width);
    let share = 1;
    let next = weights;
    let nextLoss = Number.POSITIVE_INFINITY;
    while (nextLoss > loss && share > 1e-4) {
      next = weights.map((value, column) => value + share * ((target[column] as number) - value));
      nextLoss = lossOf(next, design, width, examples, ridge);
      share /= 2;
    }
    const gained = loss - nextLoss;
    if (!(gained > 0)) break;
    weights = next;
    loss = nextLoss;
    if (gained < 1e-7 * loss) break;
  }
  return weights;
}

/** Gradient [width] and Hessian [width, width] of the loss. */
function expand(
  weights: Float64Array,
  design: Float64Array,
  width: number,
  examples: readonly Weighted[],
  ridge: number,
): { readonly gradient: Float64Array; readonly curvature: Float64Array } {
  const gradient = weights.map((value, column) => (column === 0 ? 0 : ridge * value));
  const curvature = new Float64Array(width * width);
  for (let column = 0; column < width; column += 1) curvature[column * width + column] = column === 0 ? 1e-6 : ridge;
  examples.forEach(({ positive, weight }, row) => {
    const said = 1 / (1 + Math.exp(-oddsOf(weights, design, width, row)));
    const error = weight * (said - Number(positive));
    const bend = weight * said * (1 - said);
    for (let one = 0; one < width; one += 1) {
      const value = design[row * width + one] as number;
      if (value === 0) continue;
      gradient[one] = (gradient[one] as number) + error * value;
      for (let other = 0; other <= one; other += 1) {
        const at = one * width + other;
        curvature[at] = (curvature[at] as number) + bend * value * (design[row * width + other] as number);
      }
    }
  });
  for (let one = 0; one < width; one += 1)
    for (let other = 0; other < one; other += 1) curvature[other * width + one] = curvature[one * width + other] as number;
  return { gradient, curvature };
}

function descend(weights: Float64Array, gradient: Float64Array, curvature: Float64Array, width: number): Float64Array {
  const target = weights.slice();
  const slope = gradient.slice();
  for (let sweep = 0; sweep < 400; sweep += 1) {
    let largest = 0;
    for (let column = 0; column < width; column += 1) {
      const own = curvature[column * width + column] as number;
      const free = (target[column] as number) - (slope[column] as number) / own;
      const moved = (column === 0 ? free : Math.max(0, free)) - (target[column] as number);
      if (moved === 0) continue;
      target[column] = (target[column] as number) + moved;
      for (let other = 0; other < width; other += 1)
        slope[other] = (slope[other] as number) + moved * (curvature[column * width + other] as number);
      largest = Math.max(largest, Math.abs(moved));
    }
    if (largest < 1e-6) break;
  }
  return target;
}

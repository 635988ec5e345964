/** Rows of numbers with a yes or no come in; a monotone additive logistic model goes out. */
import { type AdditiveModel, type Curve, progress } from "../electron/engine/match/additive.ts";

export interface Example<Name extends string> {
  readonly inputs: Readonly<Record<Name, number>>;
  readonly positive: boolean;
  readonly weight: number;
}

export interface FitOptions {
  readonly knots: number;
  /** Weight of the squared steps beside the sum of the examples' losses. */
  readonly ridge: number;
  readonly rounds: number;
}

/** Knots at even shares of the positives and negatives, taken together at equal weight, so that curves bend where the two meet. */
function knotsOf(values: readonly number[], positive: readonly boolean[], count: number): readonly number[] {
  const sides = [true, false].map((side) => values.filter((_, at) => positive[at] === side).sort((a, b) => a - b));
  const shares = Array.from({ length: count }, (_, at) => 0.005 + (0.99 * at) / (count - 1));
  const all = sides.flatMap((sorted) => shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0)).sort((a, b) => a - b);
  const low = all[0] as number;
  const high = all.at(-1) as number;
  const knots: number[] = [];
  for (const value of all) {
    const rounded = Number(value.toPrecision(4));
    if (knots.length === 0 || rounded - (knots.at(-1) as number) > 0.06 * (high - low)) knots.push(rounded);
  }
  return knots.length > 1 ? knots : [low, low + 1];
}

/** Minimises the logistic loss with steps kept at or above 0, by accelerated projected gradients (Beck and Teboulle 2009, FISTA). */
export function fitAdditive<Name extends string>(
  names: readonly Name[],
  examples: readonly Example<Name>[],
  { knots, ridge, rounds }: FitOptions,
): AdditiveModel<Name> {
  const positive = examples.map((example) => example.positive);
  const curves = names.map((name) =>
    knotsOf(
      examples.map(({ inputs }) => inputs[name]),
      positive,
      knots,
    ),
  );
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

function minimise<Name extends string>(
  design: Float64Array,
  width: number,
  examples: readonly Example<Name>[],
  ridge: number,
  rounds: number,
): Float64Array {
  // Each column has a step length of its own: a bound on the curvature along it.
  const bounds = new Float64Array(width).fill(ridge);
  examples.forEach(({ weight }, row) => {
    let total = 0;
    for (let column = 0; column < width; column += 1) total += design[row * width + column] as number;
    for (let column = 0; column < width; column += 1)
      bounds[column] = (bounds[column] as number) + 0.25 * weight * total * (design[row * width + column] as number);
  });
  let weights = new Float64Array(width);
  let ahead = weights.slice();
  let momentum = 1;
  for (let round = 0; round < rounds; round += 1) {
    const gradient = gradientAt(ahead, design, width, examples, ridge);
    const next = ahead.map((value, column) => {
      const moved = value - (gradient[column] as number) / (bounds[column] as number);
      return column === 0 ? moved : Math.max(0, moved);
    });
    const before = momentum;
    momentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const previous = weights;
    ahead = next.map((value, column) => value + ((before - 1) / momentum) * (value - (previous[column] as number)));
    weights = next;
  }
  return weights;
}

function gradientAt<Name extends string>(
  weights: Float64Array,
  design: Float64Array,
  width: number,
  examples: readonly Example<Name>[],
  ridge: number,
): Float64Array {
  const gradient = weights.map((value, column) => (column === 0 ? 0 : ridge * value));
  examples.forEach(({ positive, weight }, row) => {
    const start = row * width;
    let odds = 0;
    for (let column = 0; column < width; column += 1) odds += (design[start + column] as number) * (weights[column] as number);
    const error = weight * (1 / (1 + Math.exp(-odds)) - Number(positive));
    for (let column = 0; column < width; column += 1)
      gradient[column] = (gradient[column] as number) + error * (design[start + column] as number);
  });
  return gradient;
}

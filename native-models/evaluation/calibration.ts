/**
 * Probabilities and what came true come in, how far the one can be taken for the other goes out.
 * Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks, 2017, section 2 (reliability diagram, expected and maximum
 * calibration error); Brier, Verification of forecasts expressed in terms of probability, 1950.
 */

export interface ReliabilityBin {
  /** from <= probability < to; the last bin has 1 too. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Of the probabilities in it; 0 where it is empty. */
  readonly meanProbability: number;
  /** Share that came true, 0..1; 0 where it is empty. */
  readonly shareTrue: number;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Mean over all samples of |share true - mean probability| of their bin, 0..1. */
  readonly expectedError: number;
  /** The largest of a bin that is not empty, 0..1. */
  readonly maximumError: number;
  /** Mean squared difference between probability and outcome, 0..1. */
  readonly brierScore: number;
}

/**
 * @param probabilities float [samples], 0..1
 * @param outcomes uint8 [samples], 1 true, 0 false
 * @throws RangeError for a probability outside 0..1, or where the two differ in number.
 */
export function calibration(probabilities: Float32Array | Float64Array, outcomes: Uint8Array, binCount = 10): Calibration {
  if (probabilities.length !== outcomes.length) throw new RangeError(`${probabilities.length} probabilities, ${outcomes.length} outcomes.`);
  const sums = Array.from({ length: binCount }, () => ({ count: 0, probability: 0, right: 0 }));
  let squares = 0;
  for (const [sample, probability] of probabilities.entries()) {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is no probability.`);
    const outcome = outcomes[sample] ?? 0;
    squares += (probability - outcome) ** 2;
    const bin = sums[Math.min(binCount - 1, Math.floor(probability * binCount))];
    if (!bin) continue;
    bin.count += 1;
    bin.probability += probability;
    bin.right += outcome;
  }
  const bins = sums.map(({ count, probability, right }, index): ReliabilityBin => {
    const divisor = Math.max(1, count);
    return {
      from: index / binCount,
      to: (index + 1) / binCount,
      count,
      meanProbability: probability / divisor,
      shareTrue: right / divisor,
    };
  });
  const gap = ({ meanProbability, shareTrue }: ReliabilityBin): number => Math.abs(shareTrue - meanProbability);
  const samples = Math.max(1, probabilities.length);
  return {
    bins,
    expectedError: bins.reduce((sum, bin) => sum + (bin.count / samples) * gap(bin), 0),
    maximumError: bins.reduce((largest, bin) => Math.max(largest, gap(bin)), 0),
    brierScore: squares / samples,
  };
}

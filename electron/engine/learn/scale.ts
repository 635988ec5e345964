/**
 * Similarities of pairs by two embedders, with what the pairs are, come in; how to read the one's as the other's goes out. Matching was
 * calibrated on the shipped embedder's similarities: a learned one spreads its own differently, and without this every probability would be off.
 */

/** similarity as matching takes it = gain x similarity + offset. Monotone: a nearer pair never reads as farther. */
export interface SimilarityScale {
  /** Above 0. */
  readonly gain: number;
  readonly offset: number;
}

export const plainScale: SimilarityScale = { gain: 1, offset: 0 };

export interface ScaledPair {
  /** How far the pair stands out of its crowd, by the embedder that matching knows, and by the new one. */
  readonly known: number;
  readonly learned: number;
  /** Whether it is a copy. */
  readonly copy: boolean;
}

/** Share of the crowd that matching takes off: an offset of the similarity counts that much less in what stands out. */
const crowdShare = 0.6;
/** Beyond these a fit says that something is wrong with the pairs, not with the scale. */
const gains = { least: 0.4, most: 2.5 } as const;

/**
 * Both are turned into the odds of a copy on the very same pairs (Platt, Probabilistic outputs for support vector machines, 1999); where
 * the odds are equal, the similarities mean the same. The pairs' own mixture drops out, since both are fitted on it. Plain where there are too few pairs.
 */
export function fitScale(pairs: readonly ScaledPair[]): SimilarityScale {
  const copies = pairs.filter(({ copy }) => copy).length;
  if (copies < 20 || pairs.length - copies < 20) return plainScale;
  const outcomes = pairs.map(({ copy }) => copy);
  const known = fitOdds(
    pairs.map((pair) => pair.known),
    outcomes,
  );
  const learned = fitOdds(
    pairs.map((pair) => pair.learned),
    outcomes,
  );
  if (known.slope <= 0 || learned.slope <= 0) return plainScale;
  const gain = Math.min(gains.most, Math.max(gains.least, learned.slope / known.slope));
  // Through the point where either is undecided: what stands out there must read the same.
  const undecided = { known: -known.bias / known.slope, learned: -learned.bias / learned.slope };
  return { gain, offset: (undecided.known - gain * undecided.learned) / (1 - crowdShare) };
}

/** Logistic regression by Newton's method, with targets drawn in a little as Platt does, so that parted classes have an end too. */
function fitOdds(values: readonly number[], outcomes: readonly boolean[]): { readonly slope: number; readonly bias: number } {
  const positives = outcomes.filter(Boolean).length;
  const targets = outcomes.map((outcome) => (outcome ? (positives + 1) / (positives + 2) : 1 / (outcomes.length - positives + 2)));
  let [slope, bias] = [1, 0];
  for (let round = 0; round < 100; round += 1) {
    const sums = { slope: 0, bias: 0, slopes: 1e-6, both: 0, biases: 1e-6 };
    for (const [at, value] of values.entries()) {
      const said = 1 / (1 + Math.exp(-(slope * value + bias)));
      const error = said - (targets[at] ?? 0);
      const bend = Math.max(said * (1 - said), 1e-9);
      sums.slope += error * value;
      sums.bias += error;
      sums.slopes += bend * value * value;
      sums.both += bend * value;
      sums.biases += bend;
    }
    const determinant = sums.slopes * sums.biases - sums.both * sums.both;
    const step = {
      slope: (sums.biases * sums.slope - sums.both * sums.bias) / determinant,
      bias: (sums.slopes * sums.bias - sums.both * sums.slope) / determinant,
    };
    // Far from its end Newton's method overshoots.
    const share = Math.min(1, 5 / Math.max(Math.abs(step.slope), Math.abs(step.bias), 1e-12));
    slope -= share * step.slope;
    bias -= share * step.bias;
    if (Math.abs(step.slope) + Math.abs(step.bias) < 1e-8) break;
  }
  return { slope, bias };
}

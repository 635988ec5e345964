/** Scored answers come in; average precision, recall at a precision and reliability go out. */

export interface Answer {
  readonly score: number;
  readonly correct: boolean;
}

/** Best first; of equal scores the wrong ones first, so that ties never flatter. */
const ranked = (answers: readonly Answer[]): readonly Answer[] =>
  [...answers].sort((a, b) => b.score - a.score || Number(a.correct) - Number(b.correct));

/** Mean over all `wanted` of the precision at each that was found; those not found count 0. */
export function averagePrecision(answers: readonly Answer[], wanted: number): number {
  let correct = 0;
  let sum = 0;
  ranked(answers).forEach((answer, at) => {
    if (!answer.correct) return;
    correct += 1;
    sum += correct / (at + 1);
  });
  return wanted === 0 ? 0 : sum / wanted;
}

/** The largest share of the wanted that a threshold finds while at least `precision` of what it finds is right. */
export function recallAtPrecision(answers: readonly Answer[], wanted: number, precision: number): number {
  let correct = 0;
  let best = 0;
  const list = ranked(answers);
  list.forEach((answer, at) => {
    if (answer.correct) correct += 1;
    const last = list[at + 1]?.score !== answer.score;
    if (last && correct / (at + 1) >= precision) best = correct;
  });
  return wanted === 0 ? 0 : best / wanted;
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly meanProbability: number;
  readonly shareCorrect: number;
}

/** Answers whose score is a probability, in bins; bins without answers are left out. */
export function reliability(answers: readonly Answer[], edges: readonly number[]): readonly ReliabilityBin[] {
  return edges.slice(1).flatMap((to, at) => {
    const from = edges[at] as number;
    const inside = answers.filter(({ score }) => score >= from && (score < to || (to === 1 && score === 1)));
    if (inside.length === 0) return [];
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      {
        from,
        to,
        pairs: inside.length,
        meanProbability: mean(inside.map(({ score }) => score)),
        shareCorrect: mean(inside.map(({ correct }) => Number(correct))),
      },
    ];
  });
}

/** Expected calibration error (Naeini, Cooper and Hauskrecht 2015): mean distance of what is said from what is, by pairs. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const pairs = bins.reduce((sum, bin) => sum + bin.pairs, 0);
  return bins.reduce((sum, bin) => sum + Math.abs(bin.meanProbability - bin.shareCorrect) * bin.pairs, 0) / Math.max(1, pairs);
}

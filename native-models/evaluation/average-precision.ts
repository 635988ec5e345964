/**
 * A ranking of all pairs of all queries together comes in, micro average precision goes out.
 * Sum over thresholds of precision x rise in recall, over the pooled pairs: Perronnin, Liu and Renders, A family of contextual measures of
 * similarity between distributions with application to image retrieval, 2009; the measure of Douze et al., The 2021 image similarity dataset and challenge, 2021.
 */
import { type PairRanking, positivesUpTo } from "./pair-ranking.ts";

/** 0..1; pairs at equal distance enter together. 0 without positives. */
export function microAveragePrecision(ranking: PairRanking): number {
  const total = ranking.positives.length + ranking.missed;
  let sum = 0;
  for (const [place, right] of positivesUpTo(ranking).entries()) sum += right / (right + (ranking.negativesUpTo[place] ?? 0));
  return total === 0 ? 0 : sum / total;
}

/** The largest share of matches found, 0..1, at a threshold where at least this share of what is found is right. */
export function recallAtPrecision(ranking: PairRanking, precision: number): number {
  const total = ranking.positives.length + ranking.missed;
  let best = 0;
  for (const [place, right] of positivesUpTo(ranking).entries())
    if (right / (right + (ranking.negativesUpTo[place] ?? 0)) >= precision) best = Math.max(best, right / total);
  return best;
}

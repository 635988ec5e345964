/**
 * A ranking of pairs comes in; the share of matches accepted at each share of strangers accepted goes out.
 * Fawcett, An introduction to ROC analysis, 2006; true accepts at a false accept rate as in the NIST face recognition tests.
 */
import { type PairRanking, positivesUpTo } from "./pair-ranking.ts";

export interface RocPoint {
  /** Pairs up to this distance are accepted. */
  readonly threshold: number;
  /** Share of strangers accepted, 0..1. */
  readonly falseAcceptRate: number;
  /** Share of matches accepted, 0..1. */
  readonly trueAcceptRate: number;
}

/** One point for each different distance of a match, ascending: the corners of the curve. */
export function rocCurve(ranking: PairRanking): RocPoint[] {
  const total = ranking.positives.length + ranking.missed;
  const accepted = positivesUpTo(ranking);
  const points: RocPoint[] = [];
  for (const [place, threshold] of ranking.positives.entries())
    if (threshold !== ranking.positives[place + 1])
      points.push({
        threshold,
        falseAcceptRate: ranking.negatives === 0 ? 0 : (ranking.negativesUpTo[place] ?? 0) / ranking.negatives,
        trueAcceptRate: (accepted[place] ?? 0) / total,
      });
  return points;
}

/** The largest true accept rate where at most this share of strangers is accepted; null where none is. */
export function trueAcceptsAt(ranking: PairRanking, falseAcceptRate: number): RocPoint | null {
  return rocCurve(ranking).findLast((point) => point.falseAcceptRate <= falseAcceptRate) ?? null;
}

/**
 * The chance that a match is nearer than a stranger, ties counting half, 0..1: Hanley and McNeil, The meaning and use of the area
 * under a ROC curve, 1982. Missed matches count as ties with every stranger. .5 without positives or negatives.
 */
export function areaUnderCurve(ranking: PairRanking): number {
  const { positives, negativesNearer, negativesUpTo, negatives, missed } = ranking;
  const pairs = (positives.length + missed) * negatives;
  if (pairs === 0) return 0.5;
  let wins = (missed * negatives) / 2;
  for (const place of positives.keys()) wins += negatives - ((negativesNearer[place] ?? 0) + (negativesUpTo[place] ?? 0)) / 2;
  return wins / pairs;
}

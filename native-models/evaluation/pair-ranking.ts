/** The distances of pairs that match and of pairs that do not come in; how the two lie among each other goes out, which is all that average precision and ROC need. */

export interface PairRanking {
  /** float32 [positives], ascending. */
  readonly positives: Float32Array;
  /** float64 [positives]: how many negatives are nearer than each positive, and how many are at most as far. */
  readonly negativesNearer: Float64Array;
  readonly negativesUpTo: Float64Array;
  readonly negatives: number;
  /** Matches that no list of candidates holds: they count as never found. */
  readonly missed: number;
}

/** Negatives come in by the row and are forgotten again: a hundred million of them take no memory. */
export interface PairRanker {
  add(negative: number): void;
  ranking(): PairRanking;
}

/**
 * @param positives float32 [positives]: distances, smaller is nearer, of any range.
 * @throws RangeError for a distance that is no number.
 */
export function createPairRanker(positives: Float32Array, missed = 0): PairRanker {
  const sorted = positives.slice().sort();
  if (sorted.some(Number.isNaN)) throw new RangeError("A distance is no number.");
  // Counts of negatives that lie just before a positive, or at it: of equals, at the first.
  const nearer = new Float64Array(sorted.length + 1);
  const equal = new Float64Array(sorted.length + 1);
  const farthest = sorted.at(-1) ?? Number.NEGATIVE_INFINITY;
  let negatives = 0;
  return {
    add(negative) {
      if (Number.isNaN(negative)) throw new RangeError("A distance is no number.");
      negatives += 1;
      const distance = Math.fround(negative);
      if (distance > farthest) return;
      const place = firstNotBelow(sorted, distance);
      const counts = sorted[place] === distance ? equal : nearer;
      counts[place] = (counts[place] ?? 0) + 1;
    },
    ranking() {
      const negativesNearer = new Float64Array(sorted.length);
      const negativesUpTo = new Float64Array(sorted.length);
      let before = 0;
      let upTo = 0;
      for (const [place, distance] of sorted.entries()) {
        if (place === 0 || distance !== sorted[place - 1]) {
          before = upTo + (nearer[place] ?? 0);
          upTo = before + (equal[place] ?? 0);
        }
        negativesNearer[place] = before;
        negativesUpTo[place] = upTo;
      }
      return { positives: sorted, negativesNearer, negativesUpTo, negatives, missed };
    },
  };
}

export function rankPairs(positives: Float32Array, negatives: Iterable<number>, missed = 0): PairRanking {
  const ranker = createPairRanker(positives, missed);
  for (const negative of negatives) ranker.add(negative);
  return ranker.ranking();
}

/** For each positive, how many positives are at most as far: float64 [positives]. */
export function positivesUpTo({ positives }: PairRanking): Float64Array {
  const counts = new Float64Array(positives.length);
  for (let place = positives.length - 1; place >= 0; place -= 1)
    counts[place] = positives[place] === positives[place + 1] ? (counts[place + 1] ?? 0) : place + 1;
  return counts;
}

function firstNotBelow(sorted: Float32Array, distance: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < distance) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Distances between items come in; the order in which they are joined, the nearest first, goes out: average linkage. */

/** Items and clusters are numbered: items 0 .. count - 1, the cluster that merge m makes count + m. */
export interface Merge {
  readonly one: number;
  readonly other: number;
  /** Mean distance of the two clusters' items. Never below that of a merge before it. */
  readonly distance: number;
}

export interface DendrogramInput {
  readonly count: number;
  /** Items that each stands for, where it stands for several: float64 [count]. */
  readonly weights?: Float64Array;
  distance(one: number, other: number): number;
}

/**
 * The nearest-neighbour chain (Murtagh, A survey of recent advances in hierarchical clustering algorithms, 1983) on the update of Lance and Williams
 * (1967) for group averages: count² steps and count² / 2 distances kept, so for some thousands of items.
 * @returns count - 1 merges
 */
export function createDendrogram({ count, weights, distance }: DendrogramInput): Merge[] {
  // Row by row below the diagonal: of the pair (one, other) with other < one at one (one - 1) / 2 + other.
  const kept = new Float32Array((count * (count - 1)) / 2);
  const rowStart = (row: number): number => (row * (row - 1)) / 2;
  for (let one = 1, at = 0; one < count; one += 1) for (let other = 0; other < one; other += 1, at += 1) kept[at] = distance(one, other);

  const sizes = weights ? Float64Array.from(weights) : new Float64Array(count).fill(1);
  const live = Int32Array.from({ length: count }, (_, row) => row);
  let living = count;
  const place = Int32Array.from(live);
  const chain: number[] = [];
  const found: { one: number; other: number; distance: number }[] = [];

  function nearestOf(row: number, preferred: number): { row: number; distance: number } {
    const start = rowStart(row);
    let best = preferred;
    let least = preferred < 0 ? Number.POSITIVE_INFINITY : at(row, preferred);
    for (let index = 0; index < living; index += 1) {
      const other = live[index] as number;
      if (other === row) continue;
      const between = (other < row ? kept[start + other] : kept[rowStart(other) + row]) as number;
      if (between < least) {
        least = between;
        best = other;
      }
    }
    return { row: best, distance: least };
  }
  const at = (one: number, other: number): number => (one > other ? kept[rowStart(one) + other] : kept[rowStart(other) + one]) as number;

  function join(gone: number, stays: number): void {
    const [sizeGone, sizeStays] = [sizes[gone] as number, sizes[stays] as number];
    const whole = sizeGone + sizeStays;
    for (let index = 0; index < living; index += 1) {
      const other = live[index] as number;
      if (other === gone || other === stays) continue;
      const mean = (at(gone, other) * sizeGone + at(stays, other) * sizeStays) / whole;
      if (stays > other) kept[rowStart(stays) + other] = mean;
      else kept[rowStart(other) + stays] = mean;
    }
    sizes[stays] = whole;
    const hole = place[gone] as number;
    living -= 1;
    const moved = live[living] as number;
    live[hole] = moved;
    place[moved] = hole;
  }

  while (living > 1) {
    if (chain.length === 0) chain.push(live[0] as number);
    for (;;) {
      const top = chain[chain.length - 1] as number;
      const before = chain.length > 1 ? (chain[chain.length - 2] as number) : -1;
      // Among equally near ones the one before, or the chain would go round for ever.
      const nearest = nearestOf(top, before);
      if (nearest.row !== before) {
        chain.push(nearest.row);
        continue;
      }
      chain.length -= 2;
      found.push({ one: top, other: before, distance: nearest.distance });
      join(Math.max(top, before), Math.min(top, before));
      break;
    }
  }
  return numbered(found, count);
}

/** The chain finds merges in any order; here they stand the nearest first, with the clusters' numbers. */
function numbered(found: readonly Merge[], count: number): Merge[] {
  const cluster = Int32Array.from({ length: count }, (_, row) => row);
  return found
    .map((merge, index) => ({ ...merge, index }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .map(({ one, other, distance }, step) => {
      const merge = { one: cluster[one] as number, other: cluster[other] as number, distance };
      cluster[Math.min(one, other)] = count + step;
      return merge;
    });
}

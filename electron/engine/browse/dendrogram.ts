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
  /** Of an item to each before it: [item]. Read before the next call. */
  distances(item: number): ArrayLike<number>;
}

/**
 * The nearest-neighbour chain (Murtagh, A survey of recent advances in hierarchical clustering algorithms, 1983) on the update of Lance and Williams
 * (1967) for group averages: count² steps and count² distances kept (float32), so for some thousands of items.
 * @returns count - 1 merges
 */
export function createDendrogram({ count, weights, distances }: DendrogramInput): Merge[] {
  // Both ways round, though it takes twice the room: a row is read from end to end at every step of the chain.
  const kept = new Float32Array(count * count);
  for (let item = 1; item < count; item += 1) {
    const row = distances(item);
    for (let other = 0; other < item; other += 1) {
      const distance = row[other] as number;
      kept[item * count + other] = distance;
      kept[other * count + item] = distance;
    }
  }
  const sizes = weights ? Float64Array.from(weights) : new Float64Array(count).fill(1);
  const live = Int32Array.from({ length: count }, (_, item) => item);
  const place = Int32Array.from(live);
  let living = count;
  let chain: number[] = [];
  const isInChain = new Uint8Array(count);
  const found: Merge[] = [];

  /** Among equally near ones the one before, or the chain would go round for ever. */
  function nearestOf(item: number, before: number): number {
    const start = item * count;
    let best = before;
    let least = before < 0 ? Number.POSITIVE_INFINITY : (kept[start + before] as number);
    for (let index = 0; index < living; index += 1) {
      const other = live[index] as number;
      const distance = kept[start + other] as number;
      if (distance >= least || other === item) continue;
      least = distance;
      best = other;
    }
    return best;
  }

  function join(gone: number, stays: number): void {
    const [sizeGone, sizeStays] = [sizes[gone] as number, sizes[stays] as number];
    const whole = sizeGone + sizeStays;
    for (let index = 0; index < living; index += 1) {
      const other = live[index] as number;
      if (other === gone || other === stays) continue;
      const mean = ((kept[gone * count + other] as number) * sizeGone + (kept[stays * count + other] as number) * sizeStays) / whole;
      kept[stays * count + other] = mean;
      kept[other * count + stays] = mean;
    }
    sizes[stays] = whole;
    const hole = place[gone] as number;
    living -= 1;
    const moved = live[living] as number;
    live[hole] = moved;
    place[moved] = hole;
  }

  function forget(items: readonly number[]): void {
    for (const item of items) isInChain[item] = 0;
  }

  while (living > 1) {
    if (chain.length === 0) chain.push(live[0] as number);
    const top = chain.at(-1) as number;
    const before = chain.at(-2) ?? -1;
    const nearest = nearestOf(top, before);
    if (nearest === before) {
      found.push({ one: top, other: before, distance: kept[top * count + before] as number });
      forget(chain.splice(-2));
      join(Math.max(top, before), Math.min(top, before));
    } else if (isInChain[nearest] === 1) {
      // Rounding made a ring; from its end on, distances only fall.
      forget(chain);
      chain = [top];
    } else {
      isInChain[top] = 1;
      chain.push(nearest);
    }
  }
  return numbered(found, count);
}

/** The chain finds merges in any order; here they stand the nearest first, with the clusters' numbers. */
function numbered(found: readonly Merge[], count: number): Merge[] {
  const cluster = Int32Array.from({ length: count }, (_, item) => item);
  return found
    .map((merge, index) => ({ ...merge, index }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .map(({ one, other, distance }, step) => {
      const merge = { one: cluster[one] as number, other: cluster[other] as number, distance };
      cluster[Math.min(one, other)] = count + step;
      return merge;
    });
}

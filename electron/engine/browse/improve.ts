/** A path through rows comes in; a shorter one goes out, by local search with lists of near rows. */
import { createTour, type Tour } from "./tour.ts";
import type { Vectors } from "./vectors.ts";

export interface NearRows {
  /** int32 [rows, reach]: the nearest of each, -1 where there are fewer. */
  readonly nearest: Int32Array;
  readonly reach: number;
}

export interface ImproveOptions {
  readonly kicks: number;
  readonly seed: number;
}

const least = 1e-9;
const longestShift = 3;
/** Rows among which a kick exchanges two stretches. */
const kickReach = 50;

/**
 * 2-opt and Or-opt with neighbour lists and a queue of rows to look at, then kicks: two stretches near each other are exchanged
 * (a double bridge), what lies around is searched again, and what came out longer is taken back.
 */
export function improve(vectors: Vectors, path: Int32Array, near: NearRows, { kicks, seed }: ImproveOptions): Int32Array {
  // A row that is at no distance from any other closes the path to a tour, and says where to open it.
  const gate = vectors.count;
  const closed = new Int32Array(path.length + 1);
  closed.set(path);
  closed[path.length] = gate;
  const tour = createTour(closed);
  const distance = (one: number, other: number): number => (one === gate || other === gate ? 0 : vectors.distance(one, other));
  const search = createSearch(tour, distance, near, gate);
  search.settle(tour.order(gate));
  if (tour.size < 8) return tour.order(gate).subarray(1);

  const draw = createDraw(seed);
  tour.keep();
  for (let kick = 0; kick < kicks; kick += 1) {
    const { rows, change } = exchange(tour, distance, draw);
    if (change + search.settle(rows) < -least) tour.keep();
    else tour.restore();
  }
  return tour.order(gate).subarray(1);
}

interface Search {
  /** Searches around these rows until nothing gets shorter; the change of length, at most 0. */
  settle(rows: ArrayLike<number>): number;
}

function createSearch(tour: Tour, distance: (one: number, other: number) => number, { nearest, reach }: NearRows, gate: number): Search {
  const isQueued = new Uint8Array(tour.size);
  const queue: number[] = [];
  const push = (row: number): void => {
    if (isQueued[row] === 1) return;
    isQueued[row] = 1;
    queue.push(row);
  };
  const step = (row: number, forwards: boolean): number => (forwards ? tour.next(row) : tour.previous(row));

  /** The gate is at no distance, so it is the first to try; for itself it has no list, the others find it. */
  function candidate(row: number, place: number): number {
    if (row === gate) return -1;
    return place === 0 ? gate : (nearest[row * reach + place - 1] as number);
  }

  function turned(row: number, forwards: boolean): number {
    const beside = step(row, forwards);
    const old = distance(row, beside);
    for (let place = 0; place <= reach; place += 1) {
      const other = candidate(row, place);
      if (other < 0) break;
      const between = distance(row, other);
      if (old - between <= least) break;
      const last = step(other, forwards);
      if (other === beside || last === row) continue;
      const change = between + distance(beside, last) - old - distance(other, last);
      if (change >= -least) continue;
      if (forwards) tour.reverse(beside, other);
      else tour.reverse(other, beside);
      for (const end of [row, beside, other, last]) push(end);
      return change;
    }
    return 0;
  }

  /** The stretch whose one end is `row` and that goes on away from `beside` moves between `other` and a row beside that, `row` next to `other`. */
  function shifted(row: number, forwards: boolean): number {
    const beside = step(row, forwards);
    let end = row;
    for (let length = 1; length <= longestShift; length += 1, end = step(end, !forwards)) {
      const behind = step(end, !forwards);
      if (behind === beside || end === beside) break;
      const saved = distance(row, beside) + distance(end, behind) - distance(beside, behind);
      const [from, to] = forwards ? [end, row] : [row, end];
      for (let place = 0; place <= reach; place += 1) {
        const other = candidate(row, place);
        if (other < 0) break;
        const between = distance(row, other);
        if (saved - between <= least) break;
        if (tour.between(from, other, to)) continue;
        for (const onwards of [true, false]) {
          const last = step(other, onwards);
          if (tour.between(from, last, to)) continue;
          const change = between + distance(end, last) - distance(other, last) - saved;
          if (change >= -least) continue;
          // Behind `other`, `row` comes first; before it, behind `last`, `row` comes last.
          tour.shift(from, to, onwards ? other : last, onwards === forwards);
          for (const touched of [row, end, beside, behind, other, last]) push(touched);
          return change;
        }
      }
    }
    return 0;
  }

  return {
    settle(rows) {
      for (let at = 0; at < rows.length; at += 1) push(rows[at] as number);
      let total = 0;
      for (let at = 0; at < queue.length; at += 1) {
        const row = queue[at] as number;
        isQueued[row] = 0;
        for (;;) {
          const change = turned(row, true) || turned(row, false) || shifted(row, true) || shifted(row, false);
          if (change === 0) break;
          total += change;
        }
      }
      queue.length = 0;
      return total;
    },
  };
}

/** Exchanges two stretches that follow each other. */
function exchange(tour: Tour, distance: (one: number, other: number) => number, draw: (below: number) => number) {
  const room = Math.max(1, Math.min(kickReach, Math.floor((tour.size - 2) / 2)));
  const before = tour.after(0, draw(tour.size));
  const first = tour.next(before);
  const last = tour.after(first, draw(room));
  const next = tour.next(last);
  const end = tour.after(next, draw(room));
  const behind = tour.next(end);
  const change =
    distance(before, next) +
    distance(end, first) +
    distance(last, behind) -
    distance(before, first) -
    distance(last, next) -
    distance(end, behind);
  tour.shift(first, last, end, false);
  return { rows: [before, first, last, next, end, behind], change };
}

/** Whole numbers from 0 to below, the same for the same seed: Marsaglia, Xorshift RNGs, 2003. */
function createDraw(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A row of distances comes in, the places of the smallest go out, nearest first. */

/** Reads the row once and keeps a heap of the best: n log(count), for counts far below n. */
export interface Nearest {
  /** int32 [at most count], nearest first; of equals the earlier place. */
  readonly places: Int32Array;
  /** float32, as many */
  readonly distances: Float32Array;
}

/** @param without this place is left out: a query among its own references. */
export function nearestIn(row: Float32Array, count: number, without = -1): Nearest {
  const size = Math.max(0, Math.min(count, row.length - (without >= 0 && without < row.length ? 1 : 0)));
  const heap = new Int32Array(size);
  let filled = 0;
  if (size > 0)
    for (let place = 0; place < row.length; place += 1) {
      if (place === without) continue;
      if (filled < size) {
        heap[filled] = place;
        filled += 1;
        if (filled === size) for (let parent = (size >> 1) - 1; parent >= 0; parent -= 1) sink(heap, row, parent);
      } else if ((row[place] ?? 0) < (row[heap[0] ?? 0] ?? 0)) {
        heap[0] = place;
        sink(heap, row, 0);
      }
    }
  const places = heap.sort((a, b) => (row[a] ?? 0) - (row[b] ?? 0) || a - b);
  return { places, distances: Float32Array.from(places, (place) => row[place] ?? 0) };
}

/** The farthest, of equals the later, is at the top. */
function sink(heap: Int32Array, row: Float32Array, start: number): void {
  const isWorse = (a: number, b: number): boolean => {
    const [first, second] = [heap[a] ?? 0, heap[b] ?? 0];
    const [distance, other] = [row[first] ?? 0, row[second] ?? 0];
    return distance > other || (distance === other && first > second);
  };
  let parent = start;
  for (;;) {
    let worst = parent;
    for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < heap.length; child += 1) if (isWorse(child, worst)) worst = child;
    if (worst === parent) return;
    const kept = heap[parent] ?? 0;
    heap[parent] = heap[worst] ?? 0;
    heap[worst] = kept;
    parent = worst;
  }
}

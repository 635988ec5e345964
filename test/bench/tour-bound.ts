/** Distances come in; a length below which no open path through all points can be goes out. */

/**
 * The bound of Held and Karp (The traveling-salesman problem and minimum spanning trees, 1970 and 1971): the longest minimum 1-tree that weights on the
 * points give, raised step by step. A point at no distance from all others makes a path of the tour.
 */
export function shortestPathBound(count: number, distance: (one: number, other: number) => number, steps = 2_000): number {
  const size = count + 1;
  const between = (one: number, other: number): number => (one === count || other === count ? 0 : distance(one, other));
  const weights = new Float64Array(size);
  let best = Number.NEGATIVE_INFINITY;
  let stride = 0.05;
  for (let step = 0; step < steps; step += 1) {
    const { length, degrees } = oneTree(size, between, weights);
    const bound = length - 2 * weights.reduce((sum, weight) => sum + weight, 0);
    best = Math.max(best, bound);
    degrees.forEach((degree, point) => {
      weights[point] = (weights[point] as number) + stride * (degree - 2);
    });
    stride *= 0.997;
  }
  return best;
}

/** A minimum spanning tree of all points but the last (Prim), and the two shortest edges of that one. */
function oneTree(size: number, between: (one: number, other: number) => number, weights: Float64Array) {
  const last = size - 1;
  const edge = (one: number, other: number): number => between(one, other) + (weights[one] as number) + (weights[other] as number);
  const degrees = new Int32Array(size);
  const nearest = new Float64Array(last).fill(Number.POSITIVE_INFINITY);
  const parent = new Int32Array(last).fill(-1);
  const isIn = new Uint8Array(last);
  let length = 0;
  nearest[0] = 0;
  for (let step = 0; step < last; step += 1) {
    let next = -1;
    for (let point = 0; point < last; point += 1)
      if (isIn[point] === 0 && (next === -1 || (nearest[point] as number) < (nearest[next] as number))) next = point;
    isIn[next] = 1;
    const above = parent[next] as number;
    if (above >= 0) {
      length += nearest[next] as number;
      degrees[next] = (degrees[next] as number) + 1;
      degrees[above] = (degrees[above] as number) + 1;
    }
    for (let point = 0; point < last; point += 1) {
      const far = isIn[point] === 1 ? Number.POSITIVE_INFINITY : edge(next, point);
      if (far >= (nearest[point] as number)) continue;
      nearest[point] = far;
      parent[point] = next;
    }
  }
  const ends = [...nearest.keys()].sort((one, other) => edge(last, one) - edge(last, other)).slice(0, 2);
  for (const end of ends) {
    length += edge(last, end);
    degrees[end] = (degrees[end] as number) + 1;
  }
  degrees[last] = 2;
  return { length, degrees };
}

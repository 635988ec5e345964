/** Photos with their scene descriptors and times come in; the tree of their scenes goes out, to be cut into few or many. */
import { createDendrogram, type Merge } from "./dendrogram.ts";
import { createVectors, dot } from "./vectors.ts";

export interface SceneTree {
  /** int32: the photos' rows; those of any subtree stand together, and the ends of two subtrees that are joined are the nearest that can be. */
  readonly leaves: Int32Array;
  /**
   * From the root down: cut k divides a run of leaves at this place (1 .. count - 1). So the first k - 1 cuts make k scenes.
   * int32 [cuts]; fewer than count - 1 where nearly equal photos of a large folder were put together beforehand.
   */
  readonly cuts: Int32Array;
  /** float64 [cuts]: mean distance of the two parts that each cut divides; never growing. */
  readonly distances: Float64Array;
}

export interface SceneTreeInput {
  /** int8 [count, dimensions] */
  readonly scenes: Int8Array;
  readonly dimensions: number;
  /** float64 [count]: milliseconds since 1970, NaN where unknown. */
  readonly takenAtMs: Float64Array;
  /** An order of all rows in which like stands beside like, asked for where they are many: neighbours on it are put together beforehand. */
  path(): Int32Array;
  /** So many can be joined by comparing all of them; 5,000 where nothing is said. */
  readonly mostItems?: number;
  /** Where somebody can do it faster. */
  readonly products?: Products;
}

/**
 * Dot products of rows: the rows come in as float32 [count, dimensions]; a function goes out that gives, for a row, those with each row before it:
 * [row], to be read before the next call.
 */
export type Products = (rows: Float32Array, dimensions: number) => (row: number) => ArrayLike<number>;

/** How much the time between two photos counts beside what they show; 0 where either time is unknown. */
const timeWeight = 0.15;
const nearMs = 60_000;
const farMs = 7 * 86_400_000;
const usualMostItems = 5_000;
/** Photos put together beforehand: no more, or one scene would run along the path for ever. */
const mostTogether = 12;

/** -1 for shots within a minute, 1 from a week on, by the logarithm between. */
export function timeTerm(oneMs: number, otherMs: number): number {
  const apart = Math.abs(oneMs - otherMs);
  if (Number.isNaN(apart)) return 0;
  if (apart <= nearMs) return -1;
  if (apart >= farMs) return 1;
  return (Math.log(apart / nearMs) / Math.log(farMs / nearMs)) * 2 - 1;
}

export function createSceneTree({
  scenes,
  dimensions,
  takenAtMs,
  path,
  mostItems = usualMostItems,
  products = plainProducts,
}: SceneTreeInput): SceneTree {
  const { rows, count } = createVectors(scenes, dimensions);
  const items = count <= mostItems ? Array.from({ length: count }, (_, row) => [row]) : bundled(path(), rows, dimensions, mostItems);
  const means = new Float32Array(items.length * dimensions);
  items.forEach((item, place) => {
    for (const row of item) {
      for (let at = 0; at < dimensions; at += 1)
        means[place * dimensions + at] = (means[place * dimensions + at] as number) + (rows[row * dimensions + at] as number) / item.length;
    }
  });
  const times = Float64Array.from(items, ([row]) => takenAtMs[row ?? 0] as number);
  const productsOf = products(means, dimensions);
  const distances = new Float32Array(items.length);
  const merges = createDendrogram({
    count: items.length,
    weights: Float64Array.from(items, (item) => item.length),
    distances(one) {
      const found = productsOf(one);
      // Of unit vectors the mean distance between all of one set and all of another is 1 less the product of their means.
      for (let other = 0; other < one; other += 1)
        distances[other] = 1 - (found[other] as number) + timeWeight * timeTerm(times[one] as number, times[other] as number);
      return distances;
    },
  });
  return layOut(items, merges, (one, other) => 1 - dot(rows, one * dimensions, rows, other * dimensions, dimensions));
}

const plainProducts: Products = (rows, dimensions) => (row) =>
  Float32Array.from({ length: row }, (_, other) => dot(rows, row * dimensions, rows, other * dimensions, dimensions));

/** Neighbours on the path, the nearest first, until there are few enough items. */
function bundled(path: Int32Array, rows: Float32Array, dimensions: number, mostItems: number): number[][] {
  const gaps = Array.from({ length: Math.max(0, path.length - 1) }, (_, at) => at).map((at) => ({
    at,
    distance: 1 - dot(rows, (path[at] as number) * dimensions, rows, (path[at + 1] as number) * dimensions, dimensions),
  }));
  gaps.sort((a, b) => a.distance - b.distance || a.at - b.at);
  const starts = Int32Array.from(path, (_, at) => at);
  const ends = Int32Array.from(starts);
  let items = path.length;
  const isJoined = new Uint8Array(path.length);
  for (const { at } of gaps) {
    if (items <= mostItems) break;
    const [start, end] = [starts[at] as number, ends[at + 1] as number];
    if (end - start >= mostTogether) continue;
    isJoined[at] = 1;
    ends[start] = end;
    starts[end] = start;
    items -= 1;
  }
  const result: number[][] = [];
  path.forEach((row, at) => {
    if (at > 0 && isJoined[at - 1] === 1) result.at(-1)?.push(row);
    else result.push([row]);
  });
  return result;
}

/**
 * Each merge lays its two parts so that the two leaves that meet are the nearest of the four pairs of ends (Gruvaeus and Wainer, Two additions to hierarchical
 * cluster analysis, 1972).
 */
function layOut(items: readonly number[][], merges: readonly Merge[], distance: (one: number, other: number) => number): SceneTree {
  const runs: (readonly number[] | undefined)[] = items.map((item) => item);
  for (const { one, other } of merges) {
    const [left, right] = [runs[one] ?? [], runs[other] ?? []];
    runs[one] = undefined;
    runs[other] = undefined;
    runs.push(nearestEnds(left, right, distance));
  }
  const leaves = Int32Array.from(runs.at(-1) ?? []);
  const places = new Int32Array(leaves.length);
  leaves.forEach((row, place) => {
    places[row] = place;
  });
  // Where a merge's parts meet: the later of their first places.
  const firsts = items.map((item) => Math.min(...item.map((row) => places[row] as number)));
  const meetings = merges.map(({ one, other }) => {
    const [left, right] = [firsts[one] as number, firsts[other] as number];
    firsts.push(Math.min(left, right));
    return Math.max(left, right);
  });
  return {
    leaves,
    cuts: Int32Array.from(meetings.toReversed()),
    distances: Float64Array.from(merges.toReversed(), (merge) => merge.distance),
  };
}

function nearestEnds(left: readonly number[], right: readonly number[], distance: (one: number, other: number) => number): number[] {
  const ends = (run: readonly number[]) => [run[0] as number, run.at(-1) as number] as const;
  const [leftFirst, leftLast] = ends(left);
  const [rightFirst, rightLast] = ends(right);
  const ways = [
    { meet: distance(leftLast, rightFirst), make: () => [...left, ...right] },
    { meet: distance(leftLast, rightLast), make: () => [...left, ...right.toReversed()] },
    { meet: distance(leftFirst, rightFirst), make: () => [...left.toReversed(), ...right] },
    { meet: distance(leftFirst, rightLast), make: () => [...right, ...left] },
  ];
  return ways.reduce((best, way) => (way.meet < best.meet ? way : best)).make();
}

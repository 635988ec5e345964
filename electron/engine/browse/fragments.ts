/** Rows and their nearest come in; a first path through all of them goes out, made of the shortest edges that fit together. */
import type { Vectors } from "./vectors.ts";

/** int32 [rows, k]: for each of the rows given, those among them that are nearest to it, as places in the list given; -1 where there are fewer. */
export type FindNearest = (rows: Int32Array, k: number) => Int32Array;

/** Among the ends of paths, whose nearest is often their own other end. */
const endsReach = 12;
/** So few paths are joined by trying every two ends. */
const fewPaths = 64;

/**
 * Greedy edges (Bentley, Fast algorithms for geometric traveling salesman problems, 1992): every edge between near rows, the shortest first, unless
 * a row has two already or the path would close. The paths that are left are joined at their ends in the same way.
 */
export function joinFragments(vectors: Vectors, nearest: Int32Array, k: number, findNearest: FindNearest): Int32Array {
  const { count } = vectors;
  const all = Int32Array.from({ length: count }, (_, row) => row);
  /** int32 [count, 2]: up to two neighbours on the path, -1 where there is none. */
  const links = new Int32Array(count * 2).fill(-1);
  const owner = Int32Array.from(all);
  let paths = count;

  function ownerOf(row: number): number {
    let at = row;
    while (owner[at] !== at) {
      owner[at] = owner[owner[at] as number] as number;
      at = owner[at] as number;
    }
    return at;
  }
  function link(one: number, other: number): void {
    links[one * 2 + (links[one * 2] === -1 ? 0 : 1)] = other;
    links[other * 2 + (links[other * 2] === -1 ? 0 : 1)] = one;
    owner[ownerOf(one)] = ownerOf(other);
    paths -= 1;
  }
  const isFull = (row: number): boolean => links[row * 2 + 1] !== -1;

  function joinNear(rows: Int32Array, near: Int32Array, reach: number): void {
    const edges: { one: number; other: number; distance: number }[] = [];
    rows.forEach((one, place) => {
      for (let at = place * reach; at < (place + 1) * reach; at += 1) {
        const other = rows[near[at] as number];
        // An edge that both ends name is taken from the lower one alone, where that names it too; twice does no harm.
        if (other !== undefined && ownerOf(one) !== ownerOf(other)) edges.push({ one, other, distance: vectors.distance(one, other) });
      }
    });
    edges.sort((a, b) => a.distance - b.distance || a.one - b.one || a.other - b.other);
    for (const { one, other } of edges) if (!isFull(one) && !isFull(other) && ownerOf(one) !== ownerOf(other)) link(one, other);
  }

  joinNear(all, nearest, k);
  while (paths > 1) {
    const before = paths;
    const ends = all.filter((row) => !isFull(row));
    if (paths > fewPaths) joinNear(ends, findNearest(ends, endsReach), endsReach);
    if (paths === before) joinNear(ends, everyOther(ends.length), ends.length - 1);
  }
  return followed(links, count);
}

/** Every other place for each place. */
function everyOther(count: number): Int32Array {
  return Int32Array.from({ length: count * (count - 1) }, (_, at) => {
    const [place, other] = [Math.floor(at / (count - 1)), at % (count - 1)];
    return other < place ? other : other + 1;
  });
}

function followed(links: Int32Array, count: number): Int32Array {
  const order = new Int32Array(count);
  let row = 0;
  for (let at = 0; at < count; at += 1) if (links[at * 2 + 1] === -1) row = at;
  let before = -1;
  for (let at = 0; at < count; at += 1) {
    order[at] = row;
    const [one, other] = [links[row * 2] as number, links[row * 2 + 1] as number];
    const next = one === before ? other : one;
    before = row;
    row = next;
  }
  return order;
}

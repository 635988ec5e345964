/** Rows of unit vectors or means come in; for each, its nearest rows above a link, as far as looking into the nearest cells finds them, go out. */
import type { DotKernel, DotTable } from "./dot-kernel.ts";

export interface NearGraph {
  /** int32 [rows, width]: the nearest found, -1 where there are fewer; in no order. */
  readonly neighbours: Int32Array;
  readonly width: number;
}

export interface NearOptions {
  readonly leastLink: number;
  readonly onProgress: (done: number) => void;
}

/** Kept of each row. */
const width = 48;
/** Looked into by each row, nearest cells first. */
const probes = 24;
const rounds = 3;
/** Rows a cell holds on average. */
const rowsPerCell = 320;

/**
 * An inverted file (Jégou, Douze and Schmid 2011, without the quantiser): cells around means found by k-means from evenly spaced rows,
 * so that the same rows give the same cells. Each row is held against the rows of its nearest cells only.
 */
export function nearestByCells(kernel: DotKernel, table: DotTable, count: number, { leastLink, onProgress }: NearOptions): NearGraph {
  const cellCount = Math.max(1, Math.round(count / rowsPerCell));
  const cells = kernel.table(cellCount + 4);
  for (let cell = 0; cell < cellCount; cell += 1) cells.row(cell).set(table.row(Math.floor((cell * count) / cellCount)));
  let nearest = nearestCells(table, count, cells, cellCount, 1);
  for (let round = 0; round < rounds; round += 1) {
    recentre(table, count, cells, cellCount, nearest);
    nearest = nearestCells(table, count, cells, cellCount, round + 1 < rounds ? 1 : Math.min(probes, cellCount));
  }
  onProgress(0.1);
  return search(kernel, table, count, nearest, cellCount, { leastLink, onProgress: (done) => onProgress(0.1 + 0.9 * done) });
}

/** int32 [rows, howMany]: the cells with the largest products, the largest first. */
function nearestCells(table: DotTable, count: number, cells: DotTable, cellCount: number, howMany: number): Int32Array {
  const found = new Int32Array(count * howMany).fill(-1);
  const links = new Float32Array(howMany);
  const query = cellCount;
  for (let row = 0; row < count; row += 4) {
    const four = Math.min(4, count - row);
    for (let which = 0; which < four; which += 1) cells.row(query + which).set(table.row(row + which));
    const products = cells.dotsOfFour(query, 0, cellCount);
    for (let which = 0; which < four; which += 1) {
      links.fill(Number.NEGATIVE_INFINITY);
      const start = (row + which) * howMany;
      for (let cell = 0; cell < cellCount; cell += 1) {
        const link = products[which * cellCount + cell] as number;
        if (link <= (links[howMany - 1] as number)) continue;
        let at = howMany - 1;
        for (; at > 0 && link > (links[at - 1] as number); at -= 1) {
          links[at] = links[at - 1] as number;
          found[start + at] = found[start + at - 1] as number;
        }
        links[at] = link;
        found[start + at] = cell;
      }
    }
  }
  return found;
}

function recentre(table: DotTable, count: number, cells: DotTable, cellCount: number, nearest: Int32Array): void {
  const sums = Array.from({ length: cellCount }, () => new Float64Array(table.row(0).length));
  for (let row = 0; row < count; row += 1) {
    const sum = sums[nearest[row] as number];
    const values = table.row(row);
    if (sum) for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (values[i] as number);
  }
  sums.forEach((sum, cell) => {
    const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
    if (length === 0) return;
    const row = cells.row(cell);
    for (let i = 0; i < sum.length; i += 1) row[i] = (sum[i] as number) / length;
  });
}

function search(
  kernel: DotKernel,
  table: DotTable,
  count: number,
  nearest: Int32Array,
  cellCount: number,
  { leastLink, onProgress }: NearOptions,
): NearGraph {
  const probed = nearest.length / count;
  const members = listBy(cellCount, count, (row) => [nearest[row * probed] as number]);
  const seekers = listBy(cellCount, count, (row) => nearest.subarray(row * probed, (row + 1) * probed));
  const neighbours = new Int32Array(count * width).fill(-1);
  const links = new Float32Array(count * width);
  const filled = new Uint16Array(count);
  const weakest = new Uint16Array(count);

  function note(row: number, other: number, link: number): void {
    const start = row * width;
    let at = filled[row] as number;
    if (at < width) filled[row] = at + 1;
    else {
      at = weakest[row] as number;
      if (link <= (links[start + at] as number)) return;
    }
    neighbours[start + at] = other;
    links[start + at] = link;
    if ((filled[row] as number) < width) return;
    let lowest = 0;
    for (let i = 1; i < width; i += 1) if ((links[start + i] as number) < (links[start + lowest] as number)) lowest = i;
    weakest[row] = lowest;
  }

  const tile = kernel.table(Math.max(...members.map(({ length }) => length)) + 4);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const own = members[cell] as number[];
    const asking = seekers[cell] as number[];
    if (own.length === 0) continue;
    own.forEach((row, at) => {
      tile.row(at).set(table.row(row));
    });
    for (let from = 0; from < asking.length; from += 4) {
      const four = Math.min(4, asking.length - from);
      for (let which = 0; which < four; which += 1) tile.row(own.length + which).set(table.row(asking[from + which] as number));
      const products = tile.dotsOfFour(own.length, 0, own.length);
      for (let which = 0; which < four; which += 1) {
        const row = asking[from + which] as number;
        const start = which * own.length;
        for (let at = 0; at < own.length; at += 1) {
          const link = products[start + at] as number;
          if (link >= leastLink && own[at] !== row) note(row, own[at] as number, link);
        }
      }
    }
    onProgress((cell + 1) / cellCount);
  }
  return { neighbours, width };
}

function listBy(count: number, rows: number, of: (row: number) => Iterable<number>): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < rows; row += 1) for (const cell of of(row)) if (cell >= 0) lists[cell]?.push(row);
  return lists;
}

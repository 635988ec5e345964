/** Pixels come in; small grey pictures of any sizes, each cell the mean over its area, go out, all from one pass. */
import type { Pixels } from "../photo.ts";

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

// ITU-R BT.601 luma in 256ths: sums of a row stay whole numbers, so that mirrored pictures give mirrored cells.
const redWeight = 77;
const greenWeight = 150;
const blueWeight = 29;
/** Cells are kept to a 32nd of a grey level: what is left of rounding in flat areas must not look like a gradient. */
const cellSteps = 32;

/** For each grid float64 [rows, columns], grey 0..255. A picture smaller than a grid is spread over it. */
export function reduce({ width, height, data }: Pixels, grids: readonly Grid[]): Float64Array[] {
  const reductions = grids.map((grid) => createReduction(grid, width, height));
  // Sums of the row's luma up to each column; one cell more, so that the last edge may look past itself.
  const sums = new Int32Array(width + 2);
  for (let y = 0, at = 0; y < height; y++) {
    let sum = 0;
    for (let x = 1; x <= width; x++, at += 3) {
      sum += redWeight * (data[at] as number) + greenWeight * (data[at + 1] as number) + blueWeight * (data[at + 2] as number);
      sums[x] = sum;
    }
    for (const reduction of reductions) reduction.addRow(y, sums);
  }
  return reductions.map((reduction) => reduction.cells());
}

function createReduction({ columns, rows }: Grid, width: number, height: number) {
  // Where each column ends: whole pixels, and the share of the next one.
  const whole = Int32Array.from({ length: columns }, (_, column) => Math.floor(((column + 1) * width) / columns));
  const share = Float64Array.from({ length: columns }, (_, column) => ((column + 1) * width) / columns - (whole[column] as number));
  const totals = new Float64Array(rows * columns);
  const row = new Float64Array(columns);
  const areaWeight = ((columns * rows) / (width * height) / (redWeight + greenWeight + blueWeight)) * cellSteps;
  return {
    addRow(y: number, sums: Int32Array): void {
      let before = 0;
      for (let column = 0; column < columns; column++) {
        const at = whole[column] as number;
        const low = sums[at] as number;
        const upTo = low + (share[column] as number) * ((sums[at + 1] as number) - low);
        row[column] = upTo - before;
        before = upTo;
      }
      for (let cellRow = Math.floor((y * rows) / height); cellRow < rows && (cellRow * height) / rows < y + 1; cellRow++) {
        const top = Math.max(y, (cellRow * height) / rows);
        const overlap = Math.min(y + 1, ((cellRow + 1) * height) / rows) - top;
        const start = cellRow * columns;
        for (let column = 0; column < columns; column++)
          totals[start + column] = (totals[start + column] as number) + overlap * (row[column] as number);
      }
    },
    cells: () => totals.map((total) => Math.round(total * areaWeight) / cellSteps),
  };
}

/** Two small grey pictures come in; difference hashes of 256 bits for the eight orientations go out. */
import { orientations } from "./orientations.ts";
import type { Grid } from "./reduce.ts";

const side = 16;
/** One more column than bits: a bit compares neighbours. */
export const wideGrid: Grid = { columns: side + 1, rows: side };
/** The same for the four orientations that swap rows and columns. */
export const tallGrid: Grid = { columns: side, rows: side + 1 };
export const differenceHashBytes = (side * side) / 8;

/**
 * A bit is set where the picture grows brighter from one cell to the next on its right; most significant bit first, row by row.
 * After Neal Krawetz, "Kind of Like That" (2013), at 16 x 16 instead of 8 x 8.
 *
 * @param wide float64 [16, 17], grey, of wideGrid; `tall` float64 [17, 16] of tallGrid
 * @returns uint8 [8, 32], in the order of `orientations`
 */
export function differenceHashes(wide: Float64Array, tall: Float64Array): Uint8Array {
  const hashes = new Uint8Array(orientations.length * differenceHashBytes);
  for (const [index, { transposed, mirroredX, mirroredY }] of orientations.entries()) {
    const cell = (row: number, column: number) => {
      const fromRow = mirroredY ? side - 1 - row : row;
      const fromColumn = mirroredX ? side - column : column;
      return (transposed ? tall[fromColumn * side + fromRow] : wide[fromRow * (side + 1) + fromColumn]) as number;
    };
    for (let bit = 0; bit < side * side; bit++) {
      const row = bit >> 4;
      const column = bit & 15;
      if (cell(row, column) < cell(row, column + 1)) {
        const at = index * differenceHashBytes + (bit >> 3);
        hashes[at] = (hashes[at] as number) | (0x80 >> (bit & 7));
      }
    }
  }
  return hashes;
}

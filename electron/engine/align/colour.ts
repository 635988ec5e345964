/** Two small colour pictures and a transform come in; how colour and light differ where they overlap goes out. */
import type { AffineTransform } from "../../contract.ts";
import { colourSide } from "./features.ts";
import { apply, invert } from "./geometry.ts";

export interface ColourChange {
  /** Mean absolute difference of red, green and blue, 0..1. */
  readonly colourDifference: number;
  /** Mean lightness of B less that of A, -1..1. */
  readonly lightnessChange: number;
  /** Mean distance of red, green and blue from their grey, of B less that of A, -1..1. */
  readonly chromaChange: number;
}

/** uint8 [colourSide, colourSide, 3] both; `transform` from B to A, 0..1. All zero where they do not overlap. */
export function compareColours(a: Uint8Array, b: Uint8Array, transform: AffineTransform): ColourChange {
  const inverse = invert(transform);
  let [cells, difference, lightness, chroma] = [0, 0, 0, 0];
  for (let row = 0; inverse && row < colourSide; row += 1) {
    for (let column = 0; column < colourSide; column += 1) {
      const [x, y] = apply(inverse, [(column + 0.5) / colourSide, (row + 0.5) / colourSide]);
      if (x < 0 || y < 0 || x >= 1 || y >= 1) continue;
      const one = colourAt(a, column, row);
      const other = colourAt(b, Math.floor(x * colourSide), Math.floor(y * colourSide));
      cells += 1;
      difference += one.reduce((sum, value, channel) => sum + Math.abs(value - (other[channel] as number)), 0) / 3;
      lightness += greyOf(other) - greyOf(one);
      chroma += chromaOf(other) - chromaOf(one);
    }
  }
  const scale = 1 / (255 * Math.max(1, cells));
  return { colourDifference: difference * scale, lightnessChange: lightness * scale, chromaChange: chroma * scale };
}

const colourAt = (colours: Uint8Array, column: number, row: number): readonly number[] => {
  const at = (row * colourSide + column) * 3;
  return [colours[at] as number, colours[at + 1] as number, colours[at + 2] as number];
};
const greyOf = (colour: readonly number[]): number => colour.reduce((sum, value) => sum + value, 0) / 3;
const chromaOf = (colour: readonly number[]): number => {
  const grey = greyOf(colour);
  return colour.reduce((sum, value) => sum + Math.abs(value - grey), 0) / 3;
};

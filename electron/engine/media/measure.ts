/** Working pixels come in; their mean colour and their sharpness go out. */
import type { Pixels } from "../photo.ts";

export interface Measures {
  /** "#rrggbb" */
  readonly meanColour: string;
  /**
   * Variance of the Laplacian (kernel 0 1 0 / 1 -4 1 / 0 1 0) of the luma, luma in 0..255; larger is sharper; 0 below 3 x 3.
   * After Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy" (2000).
   */
  readonly sharpness: number;
}

// ITU-R BT.601 luma in 256ths.
const redWeight = 77;
const greenWeight = 150;
const blueWeight = 29;

export function measure({ width, height, data }: Pixels): Measures {
  const luma = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < luma.length; pixel++, at += 3) {
    luma[pixel] = (redWeight * (data[at] as number) + greenWeight * (data[at + 1] as number) + blueWeight * (data[at + 2] as number)) >> 8;
  }
  return { meanColour: meanColour(data), sharpness: laplacianVariance(luma, width, height) };
}

/** Of every fifth pixel, more than enough for a tile's colour; five divides few widths, so that all columns are met. */
const colourStride = 5 * 3;

function meanColour(data: Uint8Array): string {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let at = 0; at < data.length; at += colourStride) {
    red += data[at] as number;
    green += data[at + 1] as number;
    blue += data[at + 2] as number;
  }
  const count = Math.max(1, Math.ceil(data.length / colourStride));
  return `#${[red, green, blue]
    .map((sum) =>
      Math.round(sum / count)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** luma: uint8 [height, width] */
function laplacianVariance(luma: Uint8Array, width: number, height: number): number {
  if (width < 3 || height < 3) return 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    const row = y * width;
    // Whole numbers within a row (1020 squared x 512 stays below 2^31): the compiler keeps them in registers.
    let rowSum = 0;
    let rowSquares = 0;
    for (let at = row + 1, end = row + width - 1; at < end; at++) {
      const value =
        (luma[at - 1] as number) +
        (luma[at + 1] as number) +
        (luma[at - width] as number) +
        (luma[at + width] as number) -
        4 * (luma[at] as number);
      rowSum += value;
      rowSquares += value * value;
    }
    sum += rowSum;
    squares += rowSquares;
  }
  const count = (width - 2) * (height - 2);
  const mean = sum / count;
  return squares / count - mean * mean;
}

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

const redWeight = 77;
const greenWeight = 150;
const blueWeight = 29;
const weightSum = redWeight + greenWeight + blueWeight;

export function measure({ width, height, data }: Pixels): Measures {
  const count = width * height;
  const luma = new Int32Array(count);
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let pixel = 0, at = 0; pixel < count; pixel++, at += 3) {
    const r = data[at] as number;
    const g = data[at + 1] as number;
    const b = data[at + 2] as number;
    red += r;
    green += g;
    blue += b;
    luma[pixel] = redWeight * r + greenWeight * g + blueWeight * b;
  }
  const hex = (sum: number) =>
    Math.round(sum / Math.max(1, count))
      .toString(16)
      .padStart(2, "0");
  return { meanColour: `#${hex(red)}${hex(green)}${hex(blue)}`, sharpness: laplacianVariance(luma, width, height) };
}

/** luma: int32 [height, width], 0..255 x weightSum. */
function laplacianVariance(luma: Int32Array, width: number, height: number): number {
  const count = (width - 2) * (height - 2);
  if (width < 3 || height < 3) return 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    const row = y * width;
    let left = luma[row] as number;
    let here = luma[row + 1] as number;
    for (let at = row + 1, end = row + width - 1; at < end; at++) {
      const right = luma[at + 1] as number;
      const value = left + right + (luma[at - width] as number) + (luma[at + width] as number) - 4 * here;
      sum += value;
      squares += value * value;
      left = here;
      here = right;
    }
  }
  const mean = sum / count;
  return (squares / count - mean * mean) / (weightSum * weightSum);
}

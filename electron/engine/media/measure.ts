/** Working pixels come in; their mean colour and their sharpness go out. */
import type { Pixels } from "../photo.ts";

export interface Measures {
  /** "#rrggbb" */
  readonly meanColour: string;
  /**
   * Variance of the Laplacian (kernel 0 1 0 / 1 -4 1 / 0 1 0) of the green channel, which carries most of the luma, in 0..255;
   * larger is sharper; 0 below 3 x 3. After Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy" (2000).
   */
  readonly sharpness: number;
}

export function measure(pixels: Pixels): Measures {
  return { meanColour: meanColour(pixels.data), sharpness: laplacianVariance(pixels) };
}

/** What saving as JPEG can leave between the channels of a grey picture, and the share of pixels that may differ by more. */
const greyTolerance = { levels: 8, share: 0.002 } as const;

/** Whether the picture has no colour, whatever its file could hold. */
export function isGrey({ data }: Pixels): boolean {
  const allowed = (data.length / colourStride) * greyTolerance.share;
  let coloured = 0;
  for (let at = 0; at + 2 < data.length && coloured <= allowed; at += colourStride) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > greyTolerance.levels) coloured += 1;
  }
  return coloured <= allowed;
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

function laplacianVariance({ width, height, data }: Pixels): number {
  if (width < 3 || height < 3) return 0;
  const below = width * 3;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    const start = y * below + 1;
    // Whole numbers within a row (1020 squared x 512 stays below 2^31): the compiler keeps them in registers.
    let rowSum = 0;
    let rowSquares = 0;
    let left = data[start] as number;
    let here = data[start + 3] as number;
    for (let at = start + 3, end = start + below - 3; at < end; at += 3) {
      const right = data[at + 3] as number;
      const value = left + right + (data[at - below] as number) + (data[at + below] as number) - 4 * here;
      rowSum += value;
      rowSquares += value * value;
      left = here;
      here = right;
    }
    sum += rowSum;
    squares += rowSquares;
  }
  const count = (width - 2) * (height - 2);
  const mean = sum / count;
  return squares / count - mean * mean;
}

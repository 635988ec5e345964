/** Pixels come in; square views of them, turned and scaled as asked, go out as a network takes them. */
import { LikenessError } from "../../contract.ts";
import type { Pixels } from "../photo.ts";

/** A part of the picture, in pixels; turned clockwise as seen about its centre. It may reach over the edge: there is black. */
export interface Square {
  readonly centreX: number;
  readonly centreY: number;
  readonly side: number;
  readonly angle: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** uint8 [3, rows, columns], planar RGB, written into `out` from `offset` on. The square's side spans the columns; rows are as many where they are left out. */
  view(square: Square, columns: number, out: Uint8Array, offset?: number, rows?: number): void;
}

/** Source pixels an output pixel may span before the picture is halved first: above that, linear sampling skips pixels. */
const widestStep = 1.5;

/** @throws LikenessError "internal" where the pixels are not as many as their size says */
export function checkPixels({ width, height, data }: Pixels): void {
  if (width < 1 || height < 1 || data.length !== width * height * 3)
    throw new LikenessError("internal", `${data.length} bytes are no RGB picture of ${width} x ${height}.`);
}

/** Of checked pixels. */
export function createPicture(pixels: Pixels): Picture {
  const { width, height } = pixels;
  const halvings: Pixels[] = [pixels];
  const halved = (times: number): Pixels => {
    for (let made = halvings.length; made <= times; made += 1) halvings.push(halve(halvings[made - 1] as Pixels));
    return halvings[times] as Pixels;
  };
  return {
    width,
    height,
    view(square, columns, out, offset = 0, rows = columns) {
      const times = Math.max(0, Math.ceil(Math.log2(square.side / columns / widestStep)));
      sample(halved(times), 1 / 2 ** times, square, columns, rows, out, offset);
    },
  };
}

/** A point of a square's view, x 0..columns and y 0..rows, in pixels of the picture. */
export function fromView(
  { centreX, centreY, side, angle }: Square,
  columns: number,
  x: number,
  y: number,
  rows = columns,
): [x: number, y: number] {
  const across = ((x - columns / 2) / columns) * side;
  const down = ((y - rows / 2) / columns) * side;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [centreX + cosine * across - sine * down, centreY + sine * across + cosine * down];
}

/** Half the size, each pixel the mean of four; an odd last row or column is left out. */
function halve({ width, height, data }: Pixels): Pixels {
  const halfWidth = Math.max(1, width >> 1);
  const halfHeight = Math.max(1, height >> 1);
  const out = new Uint8Array(halfWidth * halfHeight * 3);
  const right = width > 1 ? 3 : 0;
  const below = height > 1 ? width * 3 : 0;
  const mean = (at: number): number =>
    ((data[at] as number) + (data[at + right] as number) + (data[at + below] as number) + (data[at + right + below] as number) + 2) >> 2;
  for (let y = 0, to = 0; y < halfHeight; y += 1)
    for (let x = 0, from = 2 * y * width * 3; x < halfWidth; x += 1, from += 6, to += 3) {
      out[to] = mean(from);
      out[to + 1] = mean(from + 1);
      out[to + 2] = mean(from + 2);
    }
  return { width: halfWidth, height: halfHeight, data: out };
}

/** `scale`: pixels of `pixels` for one of the picture. Linear between pixels. */
function sample(
  { width, height, data }: Pixels,
  scale: number,
  square: Square,
  columns: number,
  rows: number,
  out: Uint8Array,
  offset: number,
): void {
  const plane = columns * rows;
  const step = (square.side * scale) / columns;
  const acrossX = Math.cos(square.angle) * step;
  const acrossY = Math.sin(square.angle) * step;
  const halfColumns = (columns - 1) / 2;
  const halfRows = (rows - 1) / 2;
  for (let row = 0; row < rows; row += 1) {
    // Centres of pixels lie at halves.
    let x = square.centreX * scale - 0.5 - halfColumns * acrossX - (row - halfRows) * acrossY;
    let y = square.centreY * scale - 0.5 - halfColumns * acrossY + (row - halfRows) * acrossX;
    for (let column = 0, to = offset + row * columns; column < columns; column += 1, to += 1, x += acrossX, y += acrossY) {
      if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) {
        out[to] = out[to + plane] = out[to + 2 * plane] = 0;
        continue;
      }
      const left = x < 0 ? 0 : x > width - 1 ? width - 1 : x | 0;
      const top = y < 0 ? 0 : y > height - 1 ? height - 1 : y | 0;
      const shareX = x < 0 ? 0 : x - left;
      const shareY = y < 0 ? 0 : y - top;
      const from = (top * width + left) * 3;
      const right = left < width - 1 ? 3 : 0;
      const below = top < height - 1 ? width * 3 : 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const at = from + channel;
        const above = (data[at] as number) * (1 - shareX) + (data[at + right] as number) * shareX;
        const under = (data[at + below] as number) * (1 - shareX) + (data[at + below + right] as number) * shareX;
        // A byte array cuts the fraction off: with the half it rounds.
        out[to + channel * plane] = above + (under - above) * shareY + 0.5;
      }
    }
  }
}

/** The hashes' definitions as plain loops, and a picture under each EXIF orientation, to hold the fast ones against. */
import type { Pixels } from "../../../electron/engine/photo.ts";

/** What a viewer does under an EXIF orientation, told by where each shown pixel comes from (Exif 2.32, Orientation). */
export function shown({ width, height, data }: Pixels, exif: number): Pixels {
  const swapped = exif >= 5;
  const shownWidth = swapped ? height : width;
  const shownHeight = swapped ? width : height;
  const from: Record<number, (x: number, y: number) => [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [width - 1 - x, y],
    3: (x, y) => [width - 1 - x, height - 1 - y],
    4: (x, y) => [x, height - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [y, height - 1 - x],
    7: (x, y) => [width - 1 - y, height - 1 - x],
    8: (x, y) => [width - 1 - y, x],
  };
  const result = new Uint8Array(data.length);
  for (let y = 0; y < shownHeight; y++) {
    for (let x = 0; x < shownWidth; x++) {
      const [fromX, fromY] = from[exif]!(x, y);
      for (let channel = 0; channel < 3; channel++) {
        result[(y * shownWidth + x) * 3 + channel] = data[(fromY * width + fromX) * 3 + channel]!;
      }
    }
  }
  return { width: shownWidth, height: shownHeight, data: result };
}

/** Area mean by overlap of every pixel with every cell. */
export function reducePlainly({ width, height, data }: Pixels, columns: number, rows: number): Float64Array {
  const cells = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let area = 0;
      for (let y = 0; y < height; y++) {
        const down = Math.min(y + 1, ((row + 1) * height) / rows) - Math.max(y, (row * height) / rows);
        for (let x = 0; down > 0 && x < width; x++) {
          const right = Math.min(x + 1, ((column + 1) * width) / columns) - Math.max(x, (column * width) / columns);
          if (right <= 0) continue;
          const at = (y * width + x) * 3;
          sum += down * right * ((77 * data[at]! + 150 * data[at + 1]! + 29 * data[at + 2]!) / 256);
          area += down * right;
        }
      }
      cells[row * columns + column] = sum / area;
    }
  }
  return cells;
}

/** The DCT hash of a 32 x 32 picture, every coefficient by the four-fold sum. */
export function dctHashPlainly(grey: Float64Array): Uint8Array {
  const coefficients: number[] = [];
  for (let v = 1; v <= 8; v++) {
    for (let u = 1; u <= 8; u++) {
      let sum = 0;
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) {
          sum += grey[y * 32 + x]! * Math.cos((Math.PI * (2 * x + 1) * u) / 64) * Math.cos((Math.PI * (2 * y + 1) * v) / 64);
        }
      }
      coefficients.push(sum);
    }
  }
  const sorted = [...coefficients].sort((a, b) => a - b);
  const median = (sorted[31]! + sorted[32]!) / 2;
  return packBits(coefficients.map((value) => value > median));
}

export function packBits(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(bits.length / 8);
  for (const [index, bit] of bits.entries()) if (bit) bytes[index >> 3]! |= 0x80 >> (index & 7);
  return bytes;
}

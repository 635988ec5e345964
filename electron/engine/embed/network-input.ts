/** Pixels of any shape come in, the network's square input goes out: planar RGB of one size. */
import type { Pixels } from "../photo.ts";

/**
 * The photo is squashed to the square, not boxed: shapes differ little among copies, and black bars cost pixels.
 * Averages over the area that each output pixel covers when shrinking, linear between pixels when enlarging.
 * @returns uint8 [3, size, size], 0..255
 */
export function networkInput({ width, height, data }: Pixels, size: number): Uint8Array {
  if (width < 1 || height < 1 || data.length !== width * height * 3)
    throw new RangeError(`${data.length} bytes are no RGB picture of ${width} x ${height}.`);
  const rows = shrinkRows(data, width, height, size);
  return shrinkColumns(rows, height, size);
}

/** uint8 [height, width, 3] → float32 [height, 3, size] */
function shrinkRows(data: Uint8Array, width: number, height: number, size: number): Float32Array {
  const { starts, counts, weights, most } = tapsOf(width, size);
  const out = new Float32Array(height * 3 * size);
  for (let y = 0; y < height; y += 1) {
    const row = y * width * 3;
    const target = y * 3 * size;
    for (let x = 0; x < size; x += 1) {
      let offset = row + (starts[x] as number) * 3;
      let red = 0;
      let green = 0;
      let blue = 0;
      const end = x * most + (counts[x] as number);
      for (let tap = x * most; tap < end; tap += 1) {
        const weight = weights[tap] as number;
        red += weight * (data[offset] as number);
        green += weight * (data[offset + 1] as number);
        blue += weight * (data[offset + 2] as number);
        offset += 3;
      }
      out[target + x] = red;
      out[target + size + x] = green;
      out[target + 2 * size + x] = blue;
    }
  }
  return out;
}

/** float32 [height, 3, size] → uint8 [3, size, size] */
function shrinkColumns(rows: Float32Array, height: number, size: number): Uint8Array {
  const { starts, counts, weights, most } = tapsOf(height, size);
  const out = new Uint8Array(3 * size * size);
  const line = new Float32Array(3 * size);
  for (let y = 0; y < size; y += 1) {
    line.fill(0.5);
    for (let tap = 0; tap < (counts[y] as number); tap += 1) {
      const weight = weights[y * most + tap] as number;
      const offset = ((starts[y] as number) + tap) * 3 * size;
      for (let x = 0; x < 3 * size; x += 1) line[x] = (line[x] as number) + weight * (rows[offset + x] as number);
    }
    for (let channel = 0; channel < 3; channel += 1)
      for (let x = 0; x < size; x += 1) out[(channel * size + y) * size + x] = line[channel * size + x] as number;
  }
  return out;
}

interface Taps {
  /** First input of each output. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** [outputs, most]; those of one output sum to 1. */
  readonly weights: Float32Array;
  readonly most: number;
}

function tapsOf(inputs: number, outputs: number): Taps {
  const scale = inputs / outputs;
  const most = Math.ceil(Math.max(1, scale)) + 1;
  const starts = new Int32Array(outputs);
  const counts = new Int32Array(outputs);
  const weights = new Float32Array(outputs * most);
  for (let output = 0; output < outputs; output += 1) {
    // Shrinking: the stretch that the output covers. Enlarging: one pixel's width around its centre, which is linear.
    const reach = Math.max(1, scale);
    const middle = (output + 0.5) * scale;
    const from = Math.max(0, middle - reach / 2);
    const to = Math.min(inputs, middle + reach / 2);
    const start = Math.floor(from);
    const count = Math.min(most, Math.ceil(to) - start);
    starts[output] = start;
    counts[output] = count;
    for (let tap = 0; tap < count; tap += 1) {
      const covered = Math.min(to, start + tap + 1) - Math.max(from, start + tap);
      weights[output * most + tap] = covered / (to - from);
    }
  }
  return { starts, counts, weights, most };
}

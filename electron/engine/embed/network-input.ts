/** Pixels of any shape come in, the network's square input goes out: planar RGB of one size. */
import { LikenessError } from "../../contract.ts";
import type { Pixels } from "../photo.ts";

/**
 * The photo is squashed to the square, not boxed: shapes differ little among copies, and black bars cost pixels.
 * Averages over the area that each output pixel covers when shrinking, linear between pixels when enlarging.
 * @returns uint8 [3, size, size], 0..255
 * @throws LikenessError "internal" where the pixels are not as many as their size says
 */
export function networkInput({ width, height, data }: Pixels, size: number): Uint8Array<ArrayBuffer> {
  if (width < 1 || height < 1 || data.length !== width * height * 3)
    throw new LikenessError("internal", `${data.length} bytes are no RGB picture of ${width} x ${height}.`);
  const rows = tapsOf(height, size);
  const columns = tapsOf(width, size);
  const line = new Float32Array(width * 3);
  const out = new Uint8Array(3 * size * size);
  for (let y = 0; y < size; y += 1) {
    mixRows(data, rows, y, line);
    mixColumns(line, columns, size, out, y);
  }
  return out;
}

/** Rows of uint8 [height, width, 3] weighed into `line`, float32 [width, 3]. */
function mixRows(data: Uint8Array, { starts, counts, weights, most }: Taps, y: number, line: Float32Array): void {
  const { length } = line;
  line.fill(0);
  for (let tap = 0; tap < (counts[y] as number); tap += 1) {
    const weight = weights[y * most + tap] as number;
    const offset = ((starts[y] as number) + tap) * length;
    for (let x = 0; x < length; x += 1) line[x] = (line[x] as number) + weight * (data[offset + x] as number);
  }
}

/** `line` weighed into row y of uint8 [3, size, size]. */
function mixColumns(line: Float32Array, { starts, counts, weights, most }: Taps, size: number, out: Uint8Array, y: number): void {
  const plane = size * size;
  for (let x = 0; x < size; x += 1) {
    let offset = (starts[x] as number) * 3;
    // A byte array cuts the fraction off: with the half it rounds.
    let red = 0.5;
    let green = 0.5;
    let blue = 0.5;
    const end = x * most + (counts[x] as number);
    for (let tap = x * most; tap < end; tap += 1) {
      const weight = weights[tap] as number;
      red += weight * (line[offset] as number);
      green += weight * (line[offset + 1] as number);
      blue += weight * (line[offset + 2] as number);
      offset += 3;
    }
    const target = y * size + x;
    out[target] = red;
    out[target + plane] = green;
    out[target + 2 * plane] = blue;
  }
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

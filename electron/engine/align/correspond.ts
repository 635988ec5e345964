/** Two sets of key points come in; the pairs of points that look alike go out. */
import type { KeyPoints } from "./features.ts";

/** Matched points, in pixels of either picture's features. */
export interface Correspondences {
  readonly count: number;
  /** float64 [count, 5]: x and y on A, x and y on B, turn from B to A in radians. */
  readonly rows: Float64Array;
}

const bitCount = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Differing bits at which a match is no longer worth having, of 256. */
const farthestBits = 72;

/** For each point of B the nearest of A, kept where the second nearest is clearly farther (Lowe 2004, section 7.1). */
export function correspond(a: KeyPoints, b: KeyPoints, ratio = 0.85): Correspondences {
  const [left, right] = [a.descriptors, b.descriptors];
  const rows: number[] = [];
  for (let index = 0; index < b.count; index += 1) {
    const offset = index * 8;
    let nearest = farthestBits;
    let second = 256;
    let found = -1;
    for (let other = 0; other < a.count; other += 1) {
      const start = other * 8;
      let bits = 0;
      for (let word = 0; word < 8 && bits < second; word += 1) {
        bits += bitCount((right[offset + word] as number) ^ (left[start + word] as number));
      }
      if (bits < nearest) {
        second = found < 0 ? second : nearest;
        nearest = bits;
        found = other;
      } else if (bits < second) second = bits;
    }
    if (found < 0 || nearest >= ratio * second) continue;
    const turn = (((a.angles[found] as number) - (b.angles[index] as number)) / 128) * Math.PI;
    rows.push(
      a.points[found * 2] as number,
      a.points[found * 2 + 1] as number,
      b.points[index * 2] as number,
      b.points[index * 2 + 1] as number,
      turn,
    );
  }
  return { count: rows.length / 5, rows: Float64Array.from(rows) };
}

/** Two sets of key points come in; the pairs of points that look alike go out. */
import type { KeyPoints } from "./features.ts";
import type { NearestKernel } from "./nearest-kernel.ts";

/** Matched points, in pixels of either picture's features. */
export interface Correspondences {
  readonly count: number;
  /** float64 [count, 5]: x and y on A, x and y on B, turn from B to A in radians. */
  readonly rows: Float64Array;
}

/** Differing bits at which a match is no longer worth having, of 256. */
const farthestBits = 72;

/** For each point of B the nearest of A, kept where the second nearest is clearly farther (Lowe 2004, section 7.1). */
export function correspond(kernel: NearestKernel, a: KeyPoints, b: KeyPoints, ratio = 0.85): Correspondences {
  const rows: number[] = [];
  if (a.count === 0 || b.count === 0) return { count: 0, rows: new Float64Array(0) };
  const nearest = kernel.nearestTwo(a.descriptors, b.descriptors);
  for (let index = 0; index < b.count; index += 1) {
    const found = nearest[index * 3] as number;
    const bits = nearest[index * 3 + 1] as number;
    if (bits >= farthestBits || bits >= ratio * (nearest[index * 3 + 2] as number)) continue;
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

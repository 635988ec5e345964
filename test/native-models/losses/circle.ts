/** Points on a circle or a sphere go out, with labels, as plain numbers: what losses, miners and measures are tried on. */
import { createRandom } from "../../../native-models/random.ts";

/** Angles in degrees -> rows [cos, sin]. */
export function onCircle(degrees: readonly number[]): number[][] {
  return degrees.map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]);
}

/** Rows of unit length in random directions. */
export function onSphere(count: number, dimensions: number, seed: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const row = Array.from({ length: dimensions }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
}

export const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);
export const squared = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);
export const cosineOf = (a: readonly number[], b: readonly number[]): number => 1 - dot(a, b) / Math.hypot(...a) / Math.hypot(...b);
export const euclideanOf = (a: readonly number[], b: readonly number[]): number => Math.sqrt(squared(a, b));
export const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How one photo lies on another, for drawing: the contract's transform comes in; CSS matrices and outlines go out. */
import type { AffineTransform } from "../../electron/contract.ts";

export type Point = readonly [x: number, y: number];

/**
 * For an element stretched over a frame of `width` x `height` CSS pixels, with transform-origin 0 0: lays B on A.
 * The transform works in 0..1 of width and height, CSS in pixels.
 */
export function cssMatrix([a, b, x, c, d, y]: AffineTransform, width: number, height: number): string {
  return `matrix(${a}, ${(c * height) / width}, ${(b * width) / height}, ${d}, ${x * width}, ${y * height})`;
}

/** From A to B; null where the transform flattens everything to a line. */
export function invert([a, b, x, c, d, y]: AffineTransform): AffineTransform | null {
  const determinant = a * d - b * c;
  if (Math.abs(determinant) < 1e-12) return null;
  const [p, q, r, s] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [p, q, -(p * x + q * y), r, s, -(r * x + s * y)];
}

/** Where the four corners land, clockwise from the upper left one as it was. */
export function outline([a, b, x, c, d, y]: AffineTransform): readonly Point[] {
  const corners: readonly Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  return corners.map(([u, v]) => [a * u + b * v + x, c * u + d * v + y]);
}

/** Whether the outline shows anything less than the whole frame, so that a box says something. */
export function isPartial(points: readonly Point[], tolerance = 0.015): boolean {
  return points.some(([x]) => x > tolerance && x < 1 - tolerance) || points.some(([, y]) => y > tolerance && y < 1 - tolerance);
}

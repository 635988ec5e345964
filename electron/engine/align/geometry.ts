/** Affine transforms and outlines of pictures, in and out as plain numbers. */
import type { AffineTransform } from "../../contract.ts";

export type Point = readonly [number, number];

export const identity: AffineTransform = [1, 0, 0, 0, 1, 0];

/** First `inner`, then `outer`. */
export function compose(outer: AffineTransform, inner: AffineTransform): AffineTransform {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}

/** null where it squeezes the plane to a line. */
export function invert([a, b, c, d, e, f]: AffineTransform): AffineTransform | null {
  const determinant = a * e - b * d;
  if (!(Math.abs(determinant) > 1e-12)) return null;
  const [p, q, r, s] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return [p, q, -(p * c + q * f), r, s, -(r * c + s * f)];
}

export const apply = ([a, b, c, d, e, f]: AffineTransform, [x, y]: Point): Point => [a * x + b * y + c, d * x + e * y + f];

/** Stretches 0..1 to a picture of this size. */
export const stretch = (width: number, height: number): AffineTransform => [width, 0, 0, 0, height, 0];

/** The eight ways to put B's frame on A's: quarter turns clockwise 0..3, then the same of the mirrored picture; in 0..1. */
export function frameTransform(quarterTurns: number, mirrored: boolean): AffineTransform {
  let transform: AffineTransform = mirrored ? [-1, 0, 1, 0, 1, 0] : identity;
  for (let turn = 0; turn < quarterTurns; turn += 1) transform = compose([0, -1, 1, 1, 0, 0], transform);
  return transform;
}

/** Quarter turns clockwise nearest to the transform's rotation, after a mirror left to right where it mirrors. */
export function quarterTurnsOf([a, b, , d, e]: AffineTransform): 0 | 1 | 2 | 3 {
  const sign = a * e - b * d < 0 ? -1 : 1;
  const angle = Math.atan2(sign * d - b, sign * a + e);
  return (((Math.round(angle / (Math.PI / 2)) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
}

/** Corners of the unit square under the transform, clipped to the unit square (Sutherland and Hodgman 1974). */
export function clippedOutline(transform: AffineTransform): readonly Point[] {
  const corners: readonly Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  let outline = corners.map((corner) => apply(transform, corner));
  for (const axis of [0, 1] as const) {
    for (const [bound, side] of [
      [0, 1],
      [1, -1],
    ] as const) {
      outline = clip(outline, (point) => side * (point[axis] - bound));
    }
  }
  return outline;
}

function clip(outline: readonly Point[], inside: (point: Point) => number): Point[] {
  return outline.flatMap((point, index) => {
    const previous = outline.at(index - 1) ?? point;
    const [here, before] = [inside(point), inside(previous)];
    const kept: Point[] = [];
    if (here < 0 !== before < 0) {
      const share = before / (before - here);
      kept.push([previous[0] + share * (point[0] - previous[0]), previous[1] + share * (point[1] - previous[1])]);
    }
    if (here >= 0) kept.push(point);
    return kept;
  });
}

/** Shoelace formula; never negative. */
export function areaOf(outline: readonly Point[]): number {
  let twice = 0;
  outline.forEach(([x, y], index) => {
    const [u, v] = outline.at(index - 1) ?? [x, y];
    twice += u * y - x * v;
  });
  return Math.abs(twice) / 2;
}

/** [x, y, width, height]; all zero without an outline. */
export function boxOf(outline: readonly Point[]): readonly [number, number, number, number] {
  if (outline.length === 0) return [0, 0, 0, 0];
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

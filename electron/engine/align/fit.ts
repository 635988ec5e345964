/** Corresponding points come in, most of them perhaps wrong; the affine transform that explains the most goes out. */
import type { AffineTransform } from "../../contract.ts";
import type { Correspondences } from "./correspond.ts";
import { apply } from "./geometry.ts";

export interface Supporters {
  readonly inliers: number;
  /** Root mean square distance of the inliers, pixels; 0 without any. */
  readonly spreadPixels: number;
}

const draws = 1500;
const smallestScale = 0.12;
/** A pair of points nearer than this says little of turn and scale. */
const nearestPixels = 12;
/** How far the turn of the two points may be from the turn of each key point, radians. */
const turnTolerance = 0.45;
const looseTolerancePixels = 9;
const tightTolerancePixels = 4;
const fewestInliers = 4;

/**
 * RANSAC (Fischler and Bolles 1981) over similarities from two points, then least squares of a full affine transform on the inliers,
 * four times. From pixels of B's features to pixels of A's. The draws are the same for the same input. null with fewer than four inliers or a transform that no edit makes.
 */
export function fitTransform({ count, rows }: Correspondences): AffineTransform | null {
  if (count < fewestInliers) return null;
  let best: AffineTransform | null = null;
  let bestInliers = fewestInliers - 1;
  let state = 0x9e3779b9 ^ count;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * count);
  };
  for (let round = 0; round < draws; round += 1) {
    const transform = similarity(rows, draw() * 5, draw() * 5);
    if (!transform) continue;
    const inliers = inliersOf(transform, rows, looseTolerancePixels).length;
    if (inliers > bestInliers) {
      best = transform;
      bestInliers = inliers;
    }
  }
  if (!best) return null;
  let transform: AffineTransform = best;
  for (const tolerance of [looseTolerancePixels, looseTolerancePixels, tightTolerancePixels, tightTolerancePixels]) {
    const inliers = inliersOf(transform, rows, tolerance);
    const refined = inliers.length >= fewestInliers ? leastSquares(rows, inliers) : null;
    if (refined && plausible(refined)) transform = refined;
  }
  return inliersOf(transform, rows, tightTolerancePixels).length < fewestInliers ? null : transform;
}

/** How many correspondences, on different spots, a transform explains. */
export function supportersOf(transform: AffineTransform, { rows }: Correspondences): Supporters {
  const inliers = inliersOf(transform, rows, tightTolerancePixels);
  const squares = inliers.reduce((sum, at) => sum + squaredDistance(transform, rows, at), 0);
  return { inliers: distinct(rows, inliers), spreadPixels: inliers.length === 0 ? 0 : Math.sqrt(squares / inliers.length) };
}

function similarity(rows: Float64Array, first: number, second: number): AffineTransform | null {
  const bx = (rows[second + 2] as number) - (rows[first + 2] as number);
  const by = (rows[second + 3] as number) - (rows[first + 3] as number);
  const squared = bx * bx + by * by;
  if (squared < nearestPixels * nearestPixels) return null;
  const ax = (rows[second] as number) - (rows[first] as number);
  const ay = (rows[second + 1] as number) - (rows[first + 1] as number);
  const cosine = (ax * bx + ay * by) / squared;
  const sine = (ay * bx - ax * by) / squared;
  const scale = Math.hypot(cosine, sine);
  if (scale < smallestScale || scale > 1 / smallestScale) return null;
  const turn = Math.atan2(sine, cosine);
  if (turnBetween(turn, rows[first + 4] as number) > turnTolerance || turnBetween(turn, rows[second + 4] as number) > turnTolerance) {
    return null;
  }
  const [x, y] = [rows[first + 2] as number, rows[first + 3] as number];
  return [
    cosine,
    -sine,
    (rows[first] as number) - cosine * x + sine * y,
    sine,
    cosine,
    (rows[first + 1] as number) - sine * x - cosine * y,
  ];
}

function turnBetween(one: number, other: number): number {
  const turn = Math.abs(one - other) % (2 * Math.PI);
  return Math.min(turn, 2 * Math.PI - turn);
}

function squaredDistance(transform: AffineTransform, rows: Float64Array, at: number): number {
  const [x, y] = apply(transform, [rows[at + 2] as number, rows[at + 3] as number]);
  return (x - (rows[at] as number)) ** 2 + (y - (rows[at + 1] as number)) ** 2;
}

function inliersOf([a, b, c, d, e, f]: AffineTransform, rows: Float64Array, tolerancePixels: number): number[] {
  const inliers: number[] = [];
  for (let at = 0; at < rows.length; at += 5) {
    const [x, y] = [rows[at + 2] as number, rows[at + 3] as number];
    const dx = a * x + b * y + c - (rows[at] as number);
    const dy = d * x + e * y + f - (rows[at + 1] as number);
    if (dx * dx + dy * dy < tolerancePixels * tolerancePixels) inliers.push(at);
  }
  return inliers;
}

/** Normal equations of x' = a x + b y + c, around the mean; null where the points lie on a line. */
function leastSquares(rows: Float64Array, inliers: readonly number[]): AffineTransform | null {
  const means = [0, 0, 0, 0];
  for (const at of inliers) for (let k = 0; k < 4; k += 1) means[k] = (means[k] as number) + (rows[at + k] as number) / inliers.length;
  const [meanX, meanY, meanU, meanV] = means as [number, number, number, number];
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const at of inliers) {
    const u = (rows[at] as number) - meanX;
    const v = (rows[at + 1] as number) - meanY;
    const x = (rows[at + 2] as number) - meanU;
    const y = (rows[at + 3] as number) - meanV;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-3 * (xx + yy) ** 2 * 0.25)) return null;
  const [a, b] = [(xu * yy - yu * xy) / determinant, (yu * xx - xu * xy) / determinant];
  const [d, e] = [(xv * yy - yv * xy) / determinant, (yv * xx - xv * xy) / determinant];
  return [a, b, meanX - a * meanU - b * meanV, d, e, meanY - d * meanU - e * meanV];
}

/** Edits stretch a picture a little, and never shear or squeeze it much. */
export function plausible([a, b, , d, e]: AffineTransform): boolean {
  const determinant = a * e - b * d;
  const squares = a * a + b * b + d * d + e * e;
  const larger = Math.sqrt((squares + Math.sqrt(Math.max(0, squares * squares - 4 * determinant * determinant))) / 2);
  const smaller = Math.abs(determinant) / larger;
  return determinant > 0 && smaller > smallestScale && larger < 1 / smallestScale && larger / smaller < 2.2;
}

/** Inliers on different spots of both pictures: the same corner found on several pyramid levels counts once. */
function distinct(rows: Float64Array, inliers: readonly number[]): number {
  const spots = new Set<number>();
  const others = new Set<number>();
  for (const at of inliers) {
    spots.add(Math.round((rows[at] as number) / 3) * 4096 + Math.round((rows[at + 1] as number) / 3));
    others.add(Math.round((rows[at + 2] as number) / 3) * 4096 + Math.round((rows[at + 3] as number) / 3));
  }
  return Math.min(spots.size, others.size);
}

/** A grey picture and another laid over it come in; how far each patch of the other still lies beside its place goes out. */
import type { AffineTransform } from "../../contract.ts";
import type { Grey } from "./features.ts";
import { identity } from "./geometry.ts";

/** Displacements of patches, in pixels of the picture. */
export interface Drift {
  /** Patches measured. */
  readonly patches: number;
  /** Median length of the displacements: 0 for a copy in place. */
  readonly pixels: number;
  /** The same after the best affine motion is taken off: what is left where the camera moved or the scene did. */
  readonly residualPixels: number;
  /** That affine motion, as a transform of the picture's pixels that brings what was laid over it into place. */
  readonly correction: AffineTransform;
}

interface Displacement {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/**
 * One step of Lucas and Kanade (1981) a patch, with gain and offset fitted alongside. `other` float32 as large as the picture, NaN where it
 * shows nothing; `chosen` left and top of the patches to measure.
 */
export function driftOf(picture: Grey, other: Float32Array, chosen: readonly (readonly [number, number])[], patch: number): Drift {
  const found = chosen.flatMap(([left, top]) => displacementOf(picture, other, left, top, patch) ?? []);
  if (found.length < 6) return { patches: found.length, pixels: 0, residualPixels: 0, correction: identity };
  const { residuals, correction } = withoutAffine(found);
  return {
    patches: found.length,
    pixels: median(found.map(({ dx, dy }) => Math.hypot(dx, dy))),
    residualPixels: median(residuals.map(({ dx, dy }) => Math.hypot(dx, dy))),
    correction,
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** A patch whose edges all run one way says nothing of the motion along them. */
const leastCornerness = 0.06;

function displacementOf(
  { width, height, data }: Grey,
  other: Float32Array,
  left: number,
  top: number,
  patch: number,
): Displacement[] | null {
  if (left < 1 || top < 1 || left + patch + 1 > width || top + patch + 1 > height) return null;
  const count = patch * patch;
  const [a, b, gx, gy] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let at = 0; at < count; at += 1) {
    const place = (top + Math.floor(at / patch)) * width + left + (at % patch);
    a[at] = data[place] as number;
    b[at] = other[place] as number;
    gx[at] = ((data[place + 1] as number) - (data[place - 1] as number)) / 2;
    gy[at] = ((data[place + width] as number) - (data[place - width] as number)) / 2;
  }
  for (const values of [a, b, gx, gy]) centre(values);
  const bb = dot(b, b);
  if (!(bb > 0)) return null;
  const gain = dot(a, b) / bb;
  const difference = a.map((value, at) => value - gain * (b[at] as number));
  const [xx, xy, yy] = [dot(gx, gx), dot(gx, gy), dot(gy, gy)];
  const determinant = xx * yy - xy * xy;
  if (!(determinant > leastCornerness * ((xx + yy) / 2) ** 2)) return null;
  const [px, py] = [dot(gx, difference), dot(gy, difference)];
  const centreOf = (start: number): number => start + patch / 2;
  return [{ x: centreOf(left), y: centreOf(top), dx: (px * yy - py * xy) / determinant, dy: (py * xx - px * xy) / determinant }];
}

function centre(values: Float64Array): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let at = 0; at < values.length; at += 1) values[at] = (values[at] as number) - mean;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}

/** Least squares, once over all and once without the half that fits worst: a covered or moving part must not bend the rest. */
function withoutAffine(found: readonly Displacement[]): {
  readonly residuals: readonly Displacement[];
  readonly correction: AffineTransform;
} {
  let kept = found;
  let residuals = found;
  let correction: AffineTransform = identity;
  for (let round = 0; round < 2; round += 1) {
    const fitX = plane(kept, ({ dx }) => dx);
    const fitY = plane(kept, ({ dy }) => dy);
    residuals = found.map((one) => ({ ...one, dx: one.dx - at(fitX, one), dy: one.dy - at(fitY, one) }));
    correction = [1 - fitX[0], -fitX[1], -fitX[2], -fitY[0], 1 - fitY[1], -fitY[2]];
    const bound = median(residuals.map(({ dx, dy }) => Math.hypot(dx, dy)));
    kept = found.filter((_, at) => Math.hypot(residuals[at]?.dx ?? 0, residuals[at]?.dy ?? 0) <= bound * 1.5);
  }
  return { residuals, correction };
}

type Plane = readonly [number, number, number];
const at = ([a, b, c]: Plane, { x, y }: Displacement): number => a * x + b * y + c;

function plane(points: readonly Displacement[], heightOf: (point: Displacement) => number): Plane {
  const mean = (of: (point: Displacement) => number): number => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [mx, my, mv] = [mean(({ x }) => x), mean(({ y }) => y), mean(heightOf)];
  let [xx, xy, yy, xv, yv] = [0, 0, 0, 0, 0];
  for (const point of points) {
    const [x, y, value] = [point.x - mx, point.y - my, heightOf(point) - mv];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xv += x * value;
    yv += y * value;
  }
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-9 * (xx + yy) ** 2)) return [0, 0, mv];
  const [a, b] = [(xv * yy - yv * xy) / determinant, (yv * xx - xv * xy) / determinant];
  return [a, b, mv - a * mx - b * my];
}

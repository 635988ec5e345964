/** Two small grey pictures and a transform come in; how well they agree, patch by patch, goes out. */
import type { AffineTransform } from "../../contract.ts";
import { type Drift, driftOf } from "./drift.ts";
import type { Grey } from "./features.ts";
import { compose, identity, invert, stretch } from "./geometry.ts";

export interface Agreement {
  /** Textured patches compared. */
  readonly patches: number;
  /** Share of them that correlate above 0.8. */
  readonly agreement: number;
  /** Share of them that correlate below 0.3: there something else is seen. */
  readonly covered: number;
  /** Their median correlation, -1..1; 0 without patches. */
  readonly correlation: number;
  /** Sum over the patches of how far they correlate above 0.6, each 0..1: what hypotheses are compared by. */
  readonly support: number;
  /** Of the patches that agree. */
  readonly drift: Drift;
}

const agreeing = 0.8;
const disagreeing = 0.3;
const none: Agreement = {
  patches: 0,
  agreement: 0,
  covered: 0,
  correlation: 0,
  support: 0,
  drift: { patches: 0, pixels: 0, residualPixels: 0, correction: identity },
};

/** The picture, and each time half of it. */
export function pyramid(grey: Grey, levels: number): readonly Grey[] {
  const all = [grey];
  for (let level = 1; level < levels; level += 1) all.push(half(all[level - 1] as Grey));
  return all;
}

function half({ width, height, data }: Grey): Grey {
  const [w, h] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const [right, down] = [width > 1 ? 1 : 0, height > 1 ? width : 0];
  const out = new Uint8Array(w * h);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const at = 2 * y * width + 2 * x;
      const sum = (data[at] as number) + (data[at + right] as number) + (data[at + down] as number) + (data[at + right + down] as number);
      out[y * w + x] = (sum + 2) >> 2;
    }
  }
  return { width: w, height: h, data: out };
}

/**
 * Correlation of `patch` x `patch` pixels of A with what B shows there. `transform`: from B to A, both 0..1. Both pyramids are entered
 * `level` steps down, and the finer of the two pictures further still, so that the finer one is not sampled with gaps.
 */
export function agreementOf(a: readonly Grey[], b: readonly Grey[], transform: AffineTransform, level: number, patch: number): Agreement {
  const inverse = invert(transform);
  if (!inverse) return none;
  const start = Math.min(level, a.length - 1, b.length - 1);
  const [fullA, fullB] = [a[start] as Grey, b[start] as Grey];
  const area = Math.abs(transform[0] * transform[4] - transform[1] * transform[3]);
  const steps = 0.5 * Math.log2((area * fullA.width * fullA.height) / (fullB.width * fullB.height));
  const pictureA = a[Math.min(a.length - 1, start + Math.max(0, Math.round(steps)))] as Grey;
  const pictureB = b[Math.min(b.length - 1, start + Math.max(0, Math.round(-steps)))] as Grey;
  const toB = compose(stretch(pictureB.width, pictureB.height), compose(inverse, stretch(1 / pictureA.width, 1 / pictureA.height)));
  const seen = comparePatches(pictureA, warp(pictureA, pictureB, toB), patch, level === 0);
  const correction = compose(
    stretch(1 / pictureA.width, 1 / pictureA.height),
    compose(seen.drift.correction, stretch(pictureA.width, pictureA.height)),
  );
  return { ...seen, drift: { ...seen.drift, correction } };
}

/** float32 [A's height, A's width]: B seen through the transform (from A's pixels to B's), bilinear; NaN outside B. */
function warp(frame: Grey, b: Grey, [m0, m1, m2, m3, m4, m5]: AffineTransform): Float32Array {
  const out = new Float32Array(frame.width * frame.height).fill(Number.NaN);
  const { width, height, data } = b;
  for (let y = 0; y < frame.height; y += 1) {
    for (let x = 0; x < frame.width; x += 1) {
      const u = m0 * (x + 0.5) + m1 * (y + 0.5) + m2 - 0.5;
      const v = m3 * (x + 0.5) + m4 * (y + 0.5) + m5 - 0.5;
      if (u < -0.5 || v < -0.5 || u > width - 0.5 || v > height - 0.5) continue;
      const left = Math.min(width - 1, Math.max(0, Math.floor(u)));
      const top = Math.min(height - 1, Math.max(0, Math.floor(v)));
      const right = Math.min(width - 1, left + 1);
      const bottom = Math.min(height - 1, top + 1) * width;
      const [shareX, shareY] = [Math.min(1, Math.max(0, u - left)), Math.min(1, Math.max(0, v - top))];
      const upper = (data[top * width + left] as number) * (1 - shareX) + (data[top * width + right] as number) * shareX;
      const lower = (data[bottom + left] as number) * (1 - shareX) + (data[bottom + right] as number) * shareX;
      out[y * frame.width + x] = upper * (1 - shareY) + lower * shareY;
    }
  }
  return out;
}

/** A patch is textured where either picture varies there, measured against how much it varies as a whole. */
function comparePatches({ width, height, data }: Grey, other: Float32Array, patch: number, measured: boolean): Agreement {
  let [count, sumA, sumB, squareA, squareB] = [0, 0, 0, 0, 0];
  for (let at = 0; at < other.length; at += 1) {
    const valueB = other[at] as number;
    if (Number.isNaN(valueB)) continue;
    const valueA = data[at] as number;
    count += 1;
    sumA += valueA;
    sumB += valueB;
    squareA += valueA * valueA;
    squareB += valueB * valueB;
  }
  if (count < patch * patch) return none;
  const threshold = (sum: number, square: number): number => Math.max(2.25, 0.02 * Math.max(0, square / count - (sum / count) ** 2));
  const [texturedA, texturedB] = [threshold(sumA, squareA), threshold(sumB, squareB)];
  const correlations: number[] = [];
  const agreed: [number, number][] = [];
  for (let top = 0; top + patch <= height; top += patch) {
    for (let left = 0; left + patch <= width; left += patch) {
      const correlation = patchCorrelation(data, other, width, left, top, patch, texturedA, texturedB);
      if (correlation !== null) correlations.push(correlation);
      if (correlation !== null && correlation > agreeing) agreed.push([left, top]);
    }
  }
  if (correlations.length === 0) return none;
  const sorted = Float64Array.from(correlations).sort();
  return {
    patches: sorted.length,
    agreement: sorted.filter((value) => value > agreeing).length / sorted.length,
    covered: sorted.filter((value) => value < disagreeing).length / sorted.length,
    correlation: sorted[sorted.length >> 1] as number,
    support: sorted.reduce((sum, value) => sum + Math.max(0, (value - 0.6) / 0.4), 0),
    drift: measured ? driftOf({ width, height, data }, other, agreed, patch) : none.drift,
  };
}

function patchCorrelation(
  a: Uint8Array,
  b: Float32Array,
  width: number,
  left: number,
  top: number,
  patch: number,
  texturedA: number,
  texturedB: number,
): number | null {
  const count = patch * patch;
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + patch; y += 1) {
    for (let x = left; x < left + patch; x += 1) {
      const valueA = a[y * width + x] as number;
      const valueB = b[y * width + x] as number;
      sumA += valueA;
      sumB += valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      product += valueA * valueB;
    }
  }
  // One pixel outside B makes the whole patch NaN.
  if (Number.isNaN(sumB)) return null;
  const varianceA = squareA / count - (sumA / count) ** 2;
  const varianceB = squareB / count - (sumB / count) ** 2;
  if (varianceA < texturedA && varianceB < texturedB) return null;
  if (varianceA < 0.5 || varianceB < 0.5) return 0;
  return (product / count - (sumA / count) * (sumB / count)) / Math.sqrt(varianceA * varianceB);
}

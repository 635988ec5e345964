import assert from "node:assert/strict";
import { test } from "node:test";
import type { AffineTransform } from "../../../electron/contract.ts";
import { correspond } from "../../../electron/engine/align/correspond.ts";
import type { KeyPoints } from "../../../electron/engine/align/features.ts";
import { fitTransform, supportersOf } from "../../../electron/engine/align/fit.ts";
import {
  apply,
  areaOf,
  boxOf,
  clippedOutline,
  compose,
  frameTransform,
  identity,
  invert,
  quarterTurnsOf,
} from "../../../electron/engine/align/geometry.ts";
import { createNearestKernel } from "../../../electron/engine/align/nearest-kernel.ts";
import { random } from "./pictures.ts";

function near(one: readonly number[], other: readonly number[], tolerance = 1e-9): void {
  for (const [at, value] of one.entries()) assert.ok(Math.abs(value - other[at]!) <= tolerance, `${one} is not ${other}`);
}

test("a transform after its inverse changes nothing", () => {
  const transform: AffineTransform = [0.8, -0.3, 0.1, 0.2, 0.9, -0.4];
  const inverse = invert(transform);
  assert.ok(inverse);
  near(compose(transform, inverse), identity);
  near(compose(inverse, transform), identity);
  assert.equal(invert([1, 2, 0, 2, 4, 0]), null);
});

test("frames of the eight orientations know their quarter turns, and stay within the unit square", () => {
  for (const mirrored of [false, true]) {
    for (const turns of [0, 1, 2, 3]) {
      const transform = frameTransform(turns, mirrored);
      assert.equal(quarterTurnsOf(transform), turns);
      near([areaOf(clippedOutline(transform))], [1]);
    }
  }
  near(apply(frameTransform(1, false), [0, 0]), [1, 0]);
});

test("an outline is clipped to the unit square", () => {
  const outline = clippedOutline([2, 0, -0.5, 0, 0.5, 0.25]);
  near([areaOf(outline)], [0.5]);
  near(boxOf(outline), [0, 0.25, 1, 0.5]);
  assert.equal(areaOf(clippedOutline([1, 0, 3, 0, 1, 3])), 0);
  near(boxOf(clippedOutline([1, 0, 3, 0, 1, 3])), [0, 0, 0, 0]);
});

const keyPoints = (descriptors: Uint32Array, points?: Float32Array): KeyPoints => {
  const count = descriptors.length / 8;
  return {
    count,
    points: points ?? new Float32Array(count * 2),
    angles: new Uint8Array(count),
    octaves: new Uint8Array(count),
    descriptors,
  };
};

test("correspondences are those of a plain loop over every bit", () => {
  const draw = random(3);
  const words = (count: number): Uint32Array => Uint32Array.from({ length: count * 8 }, () => Math.floor(draw() * 4294967296));
  const a = words(60);
  const b = words(40);
  for (let row = 0; row < 40; row += 2) {
    for (let word = 0; word < 8; word += 1) b[row * 8 + word] = (a[row * 8 + word]! ^ (1 << Math.floor(draw() * 32))) >>> 0;
  }
  const bits = (row: number, other: number): number => {
    let sum = 0;
    for (let word = 0; word < 8; word += 1) sum += ((b[row * 8 + word]! ^ a[other * 8 + word]!) >>> 0).toString(2).split("1").length - 1;
    return sum;
  };
  const expected: number[] = [];
  for (let row = 0; row < 40; row += 1) {
    const sorted = Array.from({ length: 60 }, (_, other) => bits(row, other)).sort((one, other) => one - other);
    if (sorted[0]! < 72 && sorted[0]! < 0.85 * sorted[1]!) expected.push(row);
  }
  const points = Float32Array.from({ length: 80 }, (_, at) => Math.floor(at / 2));
  const found = correspond(createNearestKernel(), keyPoints(a), keyPoints(b, points));
  assert.deepEqual(
    Array.from({ length: found.count }, (_, at) => found.rows[at * 5 + 2]),
    expected,
  );
  assert.ok(expected.length >= 20);
});

test("the nearest two are those of a plain loop, also for one, for none and for many", () => {
  const draw = random(21);
  const kernel = createNearestKernel();
  const words = (count: number): Uint32Array => Uint32Array.from({ length: count * 8 }, () => Math.floor(draw() * 4294967296));
  const ones = (value: number): number => value.toString(2).split("1").length - 1;
  for (const [counted, asked] of [
    [1, 3],
    [0, 2],
    [2, 0],
    [700, 900],
    [40, 30],
  ] as const) {
    const [a, b] = [words(counted), words(asked)];
    const found = kernel.nearestTwo(a, b);
    assert.equal(found.length, asked * 3);
    for (let row = 0; row < Math.min(asked, 30); row += 1) {
      const bits = Array.from({ length: counted }, (_, other) =>
        [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, word) => sum + ones((b[row * 8 + word]! ^ a[other * 8 + word]!) >>> 0), 0),
      );
      const sorted = [...bits].sort((one, other) => one - other);
      const [nearest, second] = [sorted[0] ?? 257, sorted[1] ?? 257];
      assert.deepEqual([...found.subarray(row * 3, row * 3 + 3)], [Math.max(0, bits.indexOf(nearest)), nearest, second]);
    }
  }
});

test("a fit finds the transform among four times as many wrong correspondences", () => {
  const draw = random(5);
  const truth: AffineTransform = [0.52, -0.21, 80, 0.24, 0.49, 35];
  const turn = Math.atan2(0.24, 0.52);
  const rows: number[] = [];
  for (let at = 0; at < 40; at += 1) {
    const point = [draw() * 400, draw() * 300] as const;
    const [x, y] = apply(truth, point);
    rows.push(x + draw() - 0.5, y + draw() - 0.5, ...point, turn + (draw() - 0.5) * 0.3);
  }
  for (let at = 0; at < 160; at += 1) rows.push(draw() * 400, draw() * 300, draw() * 400, draw() * 300, draw() * 6);
  const correspondences = { count: 200, rows: Float64Array.from(rows) };
  const found = fitTransform(correspondences);
  assert.ok(found);
  for (const corner of [
    [0, 0],
    [400, 0],
    [0, 300],
    [400, 300],
  ] as const)
    near(apply(found, corner), apply(truth, corner), 2);
  const { inliers, spreadPixels } = supportersOf(found, correspondences);
  assert.ok(inliers >= 32 && spreadPixels < 1.5);
});

test("nothing is fitted to noise, to too few points, or to a line", () => {
  const draw = random(9);
  const noise = Float64Array.from({ length: 60 * 5 }, () => draw() * 300);
  const fitted = fitTransform({ count: 60, rows: noise });
  assert.ok(fitted === null || supportersOf(fitted, { count: 60, rows: noise }).inliers < 7);
  assert.equal(fitTransform({ count: 3, rows: Float64Array.of(0, 0, 0, 0, 0, 50, 0, 50, 0, 0, 0, 50, 0, 50, 0) }), null);
});

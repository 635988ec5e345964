/** What the window draws over two aligned photos, held against points mapped by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AffineTransform } from "../../../electron/contract.ts";
import { cssMatrix, invert, isPartial, outline } from "../../../renderer/state/overlay-geometry.ts";

const crop: AffineTransform = [0.5, 0, 0.25, 0, 0.4, 0.1];
const quarterTurn: AffineTransform = [0, -1, 1, 1, 0, 0];
const tilted: AffineTransform = [0.6, 0.1, 0.2, -0.12, 0.7, 0.15];

const apply = ([a, b, x, c, d, y]: AffineTransform, u: number, v: number): [number, number] => [a * u + b * v + x, c * u + d * v + y];
const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} and ${b}`);

test("the CSS matrix sends each pixel of B where the transform sends its point, in a frame that is not square", () => {
  const [width, height] = [640, 360];
  for (const transform of [crop, quarterTurn, tilted]) {
    const [a, b, c, d, e, f] = cssMatrix(transform, width, height)
      .match(/-?[\d.]+(?:e-?\d+)?/g)!
      .map(Number) as [number, number, number, number, number, number];
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [0.3, 0.8],
    ] as const) {
      const [x, y] = [u * width, v * height];
      const [expectedX, expectedY] = apply(transform, u, v);
      near(a * x + c * y + e, expectedX * width);
      near(b * x + d * y + f, expectedY * height);
    }
  }
});

test("there and back is where it was", () => {
  for (const transform of [crop, quarterTurn, tilted]) {
    const back = invert(transform)!;
    const [u, v] = apply(back, ...apply(transform, 0.3, 0.7));
    near(u, 0.3);
    near(v, 0.7);
  }
  assert.equal(invert([1, 2, 0, 2, 4, 0]), null);
});

test("a crop's outline is its box, and the whole is no crop", () => {
  const corners = [
    [0.25, 0.1],
    [0.75, 0.1],
    [0.75, 0.5],
    [0.25, 0.5],
  ];
  for (const [index, [x, y]] of outline(crop).entries()) {
    near(x, corners[index]![0]!);
    near(y, corners[index]![1]!);
  }
  assert.equal(isPartial(outline(crop)), true);
  assert.equal(isPartial(outline([1, 0, 0, 0, 1, 0])), false);
  assert.equal(isPartial(outline(quarterTurn)), false);
  assert.equal(isPartial(outline([-1, 0, 1, 0, 1, 0])), false);
  assert.equal(isPartial(outline([1.4, 0, -0.2, 0, 1.4, -0.2])), false);
});

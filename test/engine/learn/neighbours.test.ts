/** Who is near whom, on points of a circle, against what anybody can see. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestFirst, nearestNeighbours, tooAlike } from "../../../electron/engine/learn/neighbours.ts";

const at = (...degrees: number[]): Float32Array =>
  Float32Array.from(degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]));

test("neighbours come nearest first, without oneself", () => {
  assert.deepEqual(nearestNeighbours(at(0, 10, 30, 180), 2, 2), [
    [1, 2],
    [0, 2],
    [1, 0],
    [2, 1],
  ]);
});

test("others come in the order of how near they are to anybody", () => {
  assert.deepEqual(nearestFirst(at(0, 100), at(50, 99, 5, 180), 2), [1, 2, 0, 3]);
});

test("pairs that are too alike come once, also where only one of the two has the other among its nearest", () => {
  const points = at(0, 10, 20, 180);
  const near = 1 - Math.cos((15 * Math.PI) / 180);
  assert.deepEqual(
    tooAlike(
      points,
      2,
      [
        [1, 2, 3],
        [0, 2, 3],
        [1, 0, 3],
        [2, 1, 0],
      ],
      near,
    ),
    [
      [0, 1],
      [1, 2],
    ],
  );
  assert.deepEqual(tooAlike(points, 2, [[], [0], [1], []], near), [
    [1, 0],
    [2, 1],
  ]);
});

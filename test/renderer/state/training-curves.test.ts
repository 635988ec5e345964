/** Points become charts: lines of one scale together, on common steps, the loss first; newer points take the place of older ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CurvePoint } from "../../../electron/contract/learning.ts";
import { chartsOf, withPoints } from "../../../renderer/state/training-curves.ts";

const point = (curve: string, step: number, value: number): CurvePoint => ({ curve, step, value, atMs: 0 });

test("held-out figures share a chart, everything else stands alone, the loss first", () => {
  const charts = chartsOf([
    point("train/learning-rate", 1, 0.1),
    point("held-out/recall-at-1", 10, 0.8),
    point("held-out/average-precision", 0, 0.7),
    point("held-out/average-precision", 10, 0.9),
    point("train/loss", 2, 1),
    point("train/loss", 1, 2),
  ]);
  assert.deepEqual(
    charts.map(({ name }) => name),
    ["train/loss", "held-out", "train/learning-rate"],
  );
  assert.deepEqual(charts[0], {
    name: "train/loss",
    steps: [1, 2],
    lines: [{ name: "loss", values: [2, 1], last: { step: 2, value: 1 } }],
  });
  assert.deepEqual(charts[1], {
    name: "held-out",
    steps: [0, 10],
    lines: [
      { name: "average-precision", values: [0.7, 0.9], last: { step: 10, value: 0.9 } },
      { name: "recall-at-1", values: [null, 0.8], last: { step: 10, value: 0.8 } },
    ],
  });
});

test("no points, no charts", () => assert.deepEqual(chartsOf([]), []));

test("a point of a known step takes its place", () => {
  const known = [point("train/loss", 1, 2), point("train/loss", 2, 1)];
  assert.deepEqual(withPoints(known, [point("train/loss", 2, 0.5), point("train/loss", 3, 0.4)]), [
    point("train/loss", 1, 2),
    point("train/loss", 2, 0.5),
    point("train/loss", 3, 0.4),
  ]);
});

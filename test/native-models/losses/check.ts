/** A loss and the same as plain loops in double precision come in; both must agree, in value and in slope, on every backend that loads. */
import assert from "node:assert/strict";
import { createObjective, type ObjectivePart } from "../../../native-models/losses/objective.ts";
import type { Batch } from "../../../native-models/miners/relations.ts";
import { tf } from "../../../native-models/tensorflow.ts";
import { onSphere } from "./circle.ts";

/** Rows of embeddings, and of the loss's own weights where it has any -> the loss. */
export type PlainLoss = (embeddings: readonly number[][], weights: readonly number[][]) => number;

export const labels = Int32Array.of(0, 0, 1, 1, 2, 2, 2, 0);

/** Lengths differ, so that a slope along the row is seen too. */
export function rows(seed = 5): number[][] {
  return onSphere(labels.length, 3, seed).map((row, index) => row.map((value) => value * (0.8 + 0.05 * index)));
}

interface Tolerance {
  readonly value?: number;
  readonly slope?: number;
}

/** The part's own miner and reducer run; plain loops know what they choose. Also: as many tensors after as before. */
export function agrees(
  part: ObjectivePart,
  plain: PlainLoss,
  batch: Batch = { labels },
  embeddings = rows(),
  tolerance: Tolerance = {},
): void {
  const objective = createObjective(part);
  const before = tf.memory().numTensors;
  const weights = (objective.variables[0]?.arraySync() as number[][] | undefined) ?? [];
  const value = tf.tidy(() => objective.loss(tf.tensor2d(embeddings), batch).arraySync());
  const expected = plain(embeddings, weights);
  close(value, expected, tolerance.value ?? 2e-5, `${part.loss.name}: the value`);

  const slopes = tf.tidy(
    () =>
      tf
        .grad((x) => objective.loss(x as tf.Tensor2D, batch))(tf.tensor2d(embeddings))
        .arraySync() as number[][],
  );
  compareSlopes(slopes, embeddings, (moved) => plain(moved, weights), `${part.loss.name}: the slope`, tolerance.slope ?? 2e-3);

  if (weights.length > 0) {
    const ofWeights = tf.tidy(() => {
      const { grads } = tf.variableGrads(() => objective.loss(tf.tensor2d(embeddings), batch), [...objective.variables]);
      return Object.values(grads)[0]!.arraySync() as number[][];
    });
    compareSlopes(
      ofWeights,
      weights,
      (moved) => plain(embeddings, moved),
      `${part.loss.name}: the weights' slope`,
      tolerance.slope ?? 2e-3,
    );
  }
  assert.equal(tf.memory().numTensors, before, `${part.loss.name}: tensors are left over`);
  objective.dispose();
}

/** Central differences of the plain loops, in double precision. */
function compareSlopes(
  slopes: number[][],
  at: readonly number[][],
  plain: (moved: number[][]) => number,
  what: string,
  tolerance: number,
): void {
  const step = 1e-5;
  for (const [i, row] of at.entries())
    for (const j of row.keys()) {
      const moved = (by: number): number[][] =>
        at.map((other, index) => other.map((value, k) => (index === i && k === j ? value + by : value)));
      const expected = (plain(moved(step)) - plain(moved(-step))) / (2 * step);
      close(slopes[i]![j]!, expected, tolerance, `${what} at ${i}, ${j}`);
    }
}

function close(actual: number, expected: number, tolerance: number, what: string): void {
  const allowed = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= allowed, `${what} is ${actual}, by plain loops ${expected}`);
}

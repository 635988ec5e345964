/** The memory of a step, measured, and kept under the bound that rows were chosen for. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ntXent } from "../../../native-models/losses/nt-xent.ts";
import { createObjective } from "../../../native-models/losses/objective.ts";
import { loadRecipe } from "../../../native-models/recipe.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { createAdaptedEmbedder } from "../../../native-models/training/adapted-embedder.ts";
import type { TrainingBatch } from "../../../native-models/training/batches.ts";
import { batchSizeWithin, measureStepCost } from "../../../native-models/training/memory.ts";
import { gradientsOf } from "../../../native-models/training/step.ts";

before(() => useBackend("wasm"));

test("rows are what fits beside what is fixed", () => {
  assert.equal(batchSizeWithin(1.2 * (100 + 7 * 10), { fixedBytes: 100, bytesPerRow: 10 }), 7);
  assert.throws(() => batchSizeWithin(100, { fixedBytes: 100, bytesPerRow: 10 }), RangeError);
});

test("a step on the rows that were chosen for a bound stays under it", async () => {
  const model = createAdaptedEmbedder(loadRecipe(), { mode: "last-blocks" });
  const width = model.inputs.shape.reduce((product, size) => product * size, 1);
  const batchOf = (rows: number): TrainingBatch => ({
    inputs: { data: Float32Array.from({ length: rows * width }, (_, place) => Math.sin(place)), shape: [rows, ...model.inputs.shape] },
    labels: Int32Array.from({ length: rows }, (_, row) => row >> 1),
  });
  const setup = { model, objective: createObjective({ loss: ntXent() }) };
  const tensors = tf.memory().numTensors;
  const cost = await measureStepCost(setup, batchOf);
  assert.equal(tf.memory().numTensors, tensors);
  assert.ok(cost.bytesPerRow > 12 * 12 * 672 * 4, "more than one layer's pictures");
  const bound = 500e6;
  const rows = batchSizeWithin(bound, cost);
  assert.ok(rows >= 4 && rows < 60, `${rows} rows`);
  const before = process.resourceUsage().maxRSS * 1024;
  // Three times as many rows as fit, in parts.
  tf.dispose((await gradientsOf({ ...setup, rowsAtOnce: rows }, batchOf(3 * rows), 0)).gradients);
  const taken = process.resourceUsage().maxRSS * 1024 - before;
  assert.ok(taken < bound, `${taken} bytes`);
  model.dispose();
});

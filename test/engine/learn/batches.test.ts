/** Batches: pure in the step, two rows a photo, what may be the same never taught as strangers; and the rows they read. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { batchesOf } from "../../../electron/engine/learn/batches.ts";
import { files, type TrainPlan } from "../../../electron/engine/learn/plan.ts";
import { openRows, type RowFile } from "../../../electron/engine/learn/row-file.ts";
import { settingsFor } from "../../../electron/engine/learn/settings.ts";
import type { TrainingBatch } from "../../../native-models/training/batches.ts";
import { temporaryFolder } from "./lessons.ts";

/** Row n is [n]: a batch says which rows it read. */
const numbered: RowFile = { width: 1, write: () => undefined, read: (rows) => Float32Array.from(rows), close: () => undefined };
const rowsEach = 4;

function planOf(count: number, part: Partial<TrainPlan> = {}): TrainPlan {
  const settings = { ...settingsFor({ mode: "head", backend: "cpu", sources: count, headWidth: 2 }), sourcesPerStep: 5, seed: 3 };
  const sources = Array.from({ length: count }, (_, at) => ({
    rows: Array.from({ length: rowsEach }, (_, view) => at * rowsEach + view),
    partners: [],
  }));
  const neighbours = sources.map((_, at) => sources.map((_, other) => other).filter((other) => other !== at));
  const trial = { gallery: [], queries: [], unknown: [] };
  return {
    settings,
    recipe: null,
    rows: count * rowsEach,
    shape: [1],
    sources,
    unknown: [],
    neighbours,
    trial,
    replay: [],
    notes: {},
    ...part,
  };
}

async function take(plan: TrainPlan, from: number, count: number): Promise<TrainingBatch[]> {
  const taken: TrainingBatch[] = [];
  const stop = new AbortController();
  for await (const batch of batchesOf(plan, numbered, null)(from, stop.signal)) {
    taken.push(batch);
    if (taken.length === count) stop.abort();
  }
  return taken;
}
const rowsOf = ({ inputs }: TrainingBatch): number[] => [...inputs.data];
const sourceOf = (row: number): number => Math.floor(row / rowsEach);

test("two different rows of each photo, its label beside them; over the epochs every photo and every row has its turn", async () => {
  const plan = planOf(20);
  const met = new Set<number>();
  for (const batch of await take(plan, 0, 120)) {
    const rows = rowsOf(batch);
    assert.equal(rows.length, 10);
    assert.equal(batch.labels.length, 10);
    for (let at = 0; at < rows.length; at += 2) {
      assert.notEqual(rows[at], rows[at + 1]);
      assert.equal(sourceOf(rows[at]!), sourceOf(rows[at + 1]!));
      assert.equal(batch.labels[at], sourceOf(rows[at]!));
    }
    for (const row of rows) met.add(row);
  }
  assert.equal(met.size, 20 * rowsEach);
});

test("pure in the step: asked from the middle of an epoch, the same batches come", async () => {
  const plan = planOf(23);
  const whole = await take(plan, 0, 17);
  for (const from of [1, 4, 5, 9]) assert.deepEqual(await take(plan, from, 17 - from), whole.slice(from));
  const other = await take({ ...plan, settings: { ...plan.settings, seed: 4 } }, 0, 17);
  assert.notDeepEqual(other, whole);
});

test("a partner takes part as a copy in its share of steps, and never against itself", async () => {
  const plan = planOf(6);
  const sources = plan.sources.map((source, at) => (at === 0 ? { ...source, partners: [{ source: 1, share: 0.5 }] } : source));
  const small = { ...plan, sources, settings: { ...plan.settings, sourcesPerStep: 3 } };
  let [with0, shown] = [0, 0];
  for (const batch of await take(small, 0, 400)) {
    const rows = rowsOf(batch);
    const at = [...batch.labels].indexOf(0);
    if (at < 0 || [...batch.labels].includes(1)) continue;
    with0 += 1;
    if (sourceOf(rows[at + 1]!) === 1) shown += 1;
  }
  assert.ok(Math.abs(shown / with0 - 0.5) < 0.15, `${shown} of ${with0}`);
});

test("what may be the same picture is unknown, in both rows of both, also where a partner shows it", async () => {
  const plan = planOf(5, { unknown: [[1, 2]] });
  for (const batch of await take({ ...plan, settings: { ...plan.settings, sourcesPerStep: 5 } }, 0, 10)) {
    const pairs = new Set((batch.unknown ?? []).map(([a, b]) => [batch.labels[a], batch.labels[b]].sort().join()));
    assert.deepEqual([...pairs], ["1,2"]);
    assert.equal(batch.unknown?.length, 4);
  }
});

test("replayed rows come after the labelled ones", async () => {
  const plan = planOf(10, { replay: [900, 901] });
  const [batch] = await take({ ...plan, settings: { ...plan.settings, replayRows: 2 } }, 0, 1);
  assert.equal(batch?.labels.length, 10);
  assert.equal(batch?.inputs.shape[0], 12);
  assert.ok(
    rowsOf(batch!)
      .slice(10)
      .every((row) => row >= 900),
  );
});

test("rows keep float16's precision, in any order, and a row that is not there is an error", (context) => {
  const path = join(temporaryFolder(context), files.rows);
  const written = openRows(path, 3, "new");
  written.write(2, Float32Array.of(0.1, -0.2, 0.3));
  written.write(0, Float32Array.of(1, 2, 3));
  assert.throws(() => written.write(1, Float32Array.of(1)), RangeError);
  written.close();
  const read = openRows(path, 3, "read");
  const values = read.read([2, 0, 2, 1]);
  for (const [at, wanted] of [0.1, -0.2, 0.3, 1, 2, 3, 0.1, -0.2, 0.3, 0, 0, 0].entries()) assert.ok(Math.abs(values[at]! - wanted) < 2e-4);
  assert.throws(() => read.read([3]), RangeError);
  read.close();
});

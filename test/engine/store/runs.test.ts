/** Runs, their curves and pooled features as the store keeps them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunId } from "../../../electron/contract/learning.ts";
import type { Recipe } from "../../../electron/engine/photo.ts";
import { foundFile, newContent, temporaryStore } from "./library.ts";

const begun = { kind: "library", mode: "head", outcome: "running", beganAtMs: 1000, data: { seed: 1 } } as const;

test("a run is begun, changed, listed newest first and found", (context) => {
  const { runs } = temporaryStore(context);
  const first = runs.begin(begun);
  const second = runs.begin({ ...begun, mode: "last-blocks", beganAtMs: 2000.4 });
  runs.change(first.id, "better", { seed: 1, after: 0.5 });
  assert.deepEqual(runs.get(first.id), { ...begun, id: first.id, outcome: "better", data: { seed: 1, after: 0.5 } });
  assert.deepEqual(
    runs.all().map(({ id, beganAtMs }) => [id, beganAtMs]),
    [
      [second.id, 2000],
      [first.id, 1000],
    ],
  );
  assert.throws(() => runs.get(99 as RunId), { code: "not-found" });
});

test("points come back by curve and step, the later of two at one step, gaps left out, long curves thinned with both ends", (context) => {
  const { runs } = temporaryStore(context);
  const { id } = runs.begin(begun);
  const other = runs.begin(begun).id;
  runs.addPoints(
    id,
    Array.from({ length: 1001 }, (_, step) => ({ curve: "train/loss", step, value: step / 10, atMs: step })),
  );
  runs.addPoints(id, [
    { curve: "train/loss", step: 0, value: 7, atMs: 5 },
    { curve: "held-out/a", step: 3, value: 0.5, atMs: 9 },
    { curve: "held-out/a", step: 4, value: Number.NaN, atMs: 9 },
  ]);
  runs.addPoints(other, [{ curve: "train/loss", step: 0, value: 1, atMs: 1 }]);
  const whole = runs.points(id, 2000);
  assert.equal(whole.length, 1002);
  assert.deepEqual(whole[0], { curve: "held-out/a", step: 3, value: 0.5, atMs: 9 });
  assert.deepEqual(whole[1], { curve: "train/loss", step: 0, value: 7, atMs: 5 });
  for (const most of [2, 10, 500, 1000]) {
    const losses = runs.points(id, most).filter(({ curve }) => curve === "train/loss");
    assert.ok(losses.length <= most && losses.length > most / 4, `${losses.length} of ${most}`);
    assert.deepEqual([losses[0]?.step, losses.at(-1)?.step], [0, 1000]);
  }
});

test("one run is in use or none, and it cannot be taken away; others go with their curves", (context) => {
  const { runs, revision } = temporaryStore(context);
  const [first, second] = [runs.begin(begun).id, runs.begin(begun).id];
  assert.equal(runs.inUse(), null);
  const before = revision();
  runs.setInUse(first);
  assert.ok(revision() > before, "views must look again");
  runs.setInUse(second);
  assert.equal(runs.inUse(), second);
  assert.throws(() => runs.delete(second), { code: "usage" });
  assert.throws(() => runs.setInUse(99 as RunId), { code: "not-found" });
  runs.addPoints(first, [{ curve: "a", step: 0, value: 1, atMs: 1 }]);
  runs.delete(first);
  assert.deepEqual(runs.points(first, 10), []);
  assert.throws(() => runs.delete(first), { code: "not-found" });
  runs.setInUse(null);
  runs.delete(second);
  assert.deepEqual(runs.all(), []);
});

test("pooled features come back to float16's precision, by recipe, in portions, of present contents alone", (context) => {
  const store = temporaryStore(context);
  const recipe = "features-1" as Recipe;
  const rowOf = (index: number): Float32Array => Float32Array.from({ length: 6 }, (_, at) => Math.sin(index * 7 + at) / 3);
  const ids = store.write(() =>
    Array.from({ length: 2005 }, (_, index) => {
      const content = store.contents.put(newContent(`photo ${index}`));
      if (index !== 5) store.files.put(foundFile(`/p/${index}.jpg`), content);
      if (index !== 7) store.pooled.put(content, recipe, rowOf(index));
      return content;
    }),
  );
  assert.deepEqual(store.pooled.lacking(recipe), [ids[7]]);
  assert.equal(store.pooled.lacking("features-2" as Recipe).length, 2004);
  assert.equal(store.pooled.get(ids[7]!, recipe), null);
  const portions = [...store.pooled.portions(recipe)];
  assert.deepEqual(
    portions.map(({ contents }) => contents.length),
    [2000, 3],
  );
  const met = portions.flatMap(({ contents, values, dimensions }) =>
    contents.map((content, at) => ({ content, row: values.subarray(at * dimensions, (at + 1) * dimensions) })),
  );
  assert.deepEqual(
    met.map(({ content }) => content),
    ids.filter((_, index) => index !== 5 && index !== 7),
  );
  for (const { content, row } of met)
    for (const [at, value] of row.entries()) assert.ok(Math.abs(value - rowOf(ids.indexOf(content))[at]!) < 2e-4);
  store.pooled.put(ids[0]!, recipe, rowOf(1));
  assert.ok(Math.abs(store.pooled.get(ids[0]!, recipe)![0]! - rowOf(1)[0]!) < 2e-4);
});

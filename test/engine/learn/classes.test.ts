/** Few-shot classes: the nearest mean, against a plain loop; probabilities; none of them; examples judged without themselves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClassJudge } from "../../../electron/engine/learn/classes.ts";
import { createRandom } from "../../fixtures/random.ts";

const random = createRandom(3);
function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}
const centres = Array.from({ length: 4 }, () => Array.from({ length: 16 }, () => random.between(-1, 1)));
const around = (label: number, spread: number): Float32Array =>
  unit((centres[label] ?? []).map((value) => value + random.between(-spread, spread)));
const examples = [0, 0, 0, 1, 1, 2, 2, 2, 3].map((label) => ({ label, vector: around(label, 0.5) }));
const given = { vectors: examples.map(({ vector }) => vector), classes: examples.map(({ label }) => label) };

test("the likeliest is the nearest mean, by a plain loop", () => {
  const { judge } = createClassJudge(given);
  for (let round = 0; round < 50; round += 1) {
    const vector = around(round % 4, 0.8);
    const means = [0, 1, 2, 3].map((label) =>
      unit(vector.map((_, k) => examples.filter((e) => e.label === label).reduce((s, e) => s + e.vector[k]!, 0)) as never),
    );
    const cosines = means.map((mean) => mean.reduce((sum, value, k) => sum + value * vector[k]!, 0));
    assert.equal(judge(vector).likeliest, cosines.indexOf(Math.max(...cosines)));
  }
});

test("probabilities lie in 0..1, are high for the like, and low for what is of no class", () => {
  const { judge } = createClassJudge(given, { temperature: 0.06, none: 0.4 });
  for (let label = 0; label < 4; label += 1) {
    const { likeliest, probability } = judge(around(label, 0.2));
    assert.equal(likeliest, label);
    assert.ok(probability > 0.8 && probability <= 1, `${probability}`);
  }
  const stranger = unit(
    Array.from({ length: 16 }, (_, k) => (k % 2 === 0 ? 1 : -1) * 0.1 - centres.reduce((sum, centre) => sum + centre[k]!, 0)),
  );
  assert.ok(judge(stranger).probability < 0.5);
});

test("an example is judged by the others; the only one of its class cannot be right", () => {
  const { judge } = createClassJudge(given);
  assert.equal(judge(given.vectors[0]!, 0).likeliest, 0);
  assert.equal(judge(given.vectors[8]!).likeliest, 3);
  assert.notEqual(judge(given.vectors[8]!, 8).likeliest, 3);
});

test("nothing to go by is refused", () => {
  assert.throws(() => createClassJudge({ vectors: [], classes: [] }), RangeError);
  assert.throws(() => createClassJudge({ vectors: [Float32Array.of(1)], classes: [0, 1] }), RangeError);
});

/** Calibration against loops over the samples, and on forecasts whose error is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { calibration } from "../../../native-models/evaluation/calibration.ts";
import { createRandom } from "../../../native-models/random.ts";
import { average } from "../losses/circle.ts";

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} for ${expected}`);
const random = createRandom(12);
const count = 5000;
const probabilities = Float64Array.from({ length: count }, () => random() ** 2);
const outcomesOf = (chance: (probability: number) => number): Uint8Array =>
  Uint8Array.from(probabilities, (probability) => (random() < chance(probability) ? 1 : 0));

test("bins, errors and Brier score by loops", () => {
  const outcomes = outcomesOf((probability) => probability ** 2);
  const found = calibration(probabilities, outcomes, 8);
  let expectedError = 0;
  let maximumError = 0;
  for (let bin = 0; bin < 8; bin += 1) {
    const inside = [...probabilities.keys()].filter((i) => probabilities[i]! >= bin / 8 && probabilities[i]! < (bin + 1) / 8);
    const meanProbability = average(inside.map((i) => probabilities[i]!));
    const shareTrue = average(inside.map((i) => outcomes[i]!));
    const entry = found.bins[bin]!;
    assert.deepEqual([entry.from, entry.to, entry.count], [bin / 8, (bin + 1) / 8, inside.length]);
    near(entry.meanProbability, meanProbability);
    near(entry.shareTrue, shareTrue);
    expectedError += (inside.length / count) * Math.abs(meanProbability - shareTrue);
    maximumError = Math.max(maximumError, Math.abs(meanProbability - shareTrue));
  }
  near(found.expectedError, expectedError);
  near(found.maximumError, maximumError);
  near(found.brierScore, average([...probabilities].map((probability, i) => (probability - outcomes[i]!) ** 2)));
  assert.ok(expectedError > 0.05);
});

test("a true forecast has next to no error, a boastful one has it all", () => {
  const honest = outcomesOf((probability) => probability);
  assert.ok(calibration(probabilities, honest).expectedError < 0.03);
  const sure = calibration(
    Float32Array.from({ length: 100 }, () => 1),
    Uint8Array.from({ length: 100 }, (_, i) => i % 2),
  );
  near(sure.expectedError, 0.5);
  near(sure.brierScore, 0.5);
  assert.equal(sure.bins.at(-1)?.count, 100);
});

test("what is no probability is refused, nothing has no error", () => {
  for (const wrong of [1.01, -0.1, Number.NaN]) assert.throws(() => calibration(Float64Array.of(wrong), Uint8Array.of(1)), RangeError);
  assert.throws(() => calibration(Float64Array.of(0.5), Uint8Array.of()), RangeError);
  assert.equal(calibration(Float64Array.of(), Uint8Array.of()).expectedError, 0);
});

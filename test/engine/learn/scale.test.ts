/** How a learned embedder's similarities are read: the same odds mean the same, whatever the new embedder does to the numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitScale, plainScale, type ScaledPair } from "../../../electron/engine/learn/scale.ts";
import { createRandom } from "../../fixtures/random.ts";

/** What stands out of a crowd: copies about .5, strangers about .1; the learned embedder sees the same pairs as `learned` makes them. */
function pairsBy(learned: (known: number, copy: boolean, noise: number) => number, count = 4000, copies = 0.3): ScaledPair[] {
  const random = createRandom(5);
  const noise = (): number => (random.next() + random.next() + random.next() - 1.5) * 0.4;
  return Array.from({ length: count }, () => {
    const copy = random.next() < copies;
    const known = (copy ? 0.5 : 0.1) + noise();
    return { known, learned: learned(known, copy, noise()), copy };
  });
}
const near = (value: number, wanted: number, tolerance: number): void =>
  assert.ok(Math.abs(value - wanted) < tolerance, `${value}, wanted ${wanted}`);

test("the same embedder needs no scale", () => {
  const { gain, offset } = fitScale(pairsBy((known) => known));
  near(gain, 1, 1e-6);
  near(offset, 0, 1e-6);
});

test("an embedder that stretches and shifts is read back exactly", () => {
  // similarity' = 1.6 similarity + .2, and of an offset only two fifths stand out of a crowd.
  const { gain, offset } = fitScale(pairsBy((known) => 1.6 * known + 0.4 * 0.2));
  near(gain, 1 / 1.6, 0.01);
  near(offset, -0.2 / 1.6, 0.01);
});

test("read by its scale, a better embedder says probabilities that come true, whatever the share of copies", () => {
  // The known embedder's own odds: what matching was fitted on.
  const better = (_: number, copy: boolean, noise: number): number => (copy ? 0.9 : 0.15) + noise * 1.1;
  const scale = fitScale(pairsBy(better));
  const oddsOf = fitOdds(pairsBy((known) => known).map(({ known, copy }) => [known, copy]));
  const error = (read: (pair: ScaledPair) => number): number => {
    const pairs = pairsBy(better, 6000);
    return expectedError(pairs.map((pair) => [1 / (1 + Math.exp(-oddsOf(read(pair)))), pair.copy]));
  };
  const read = ({ learned }: ScaledPair): number => scale.gain * learned + scale.offset * 0.4;
  const scaled = error(read);
  const raw = error(({ learned }) => learned);
  assert.ok(scaled < 0.03, `${scaled}`);
  assert.ok(raw > 2 * scaled, `unscaled ${raw}, scaled ${scaled}`);
  const fewer = fitScale(pairsBy(better, 4000, 0.08));
  near(fewer.gain, scale.gain, 0.15);
});

test("too few pairs, or pairs that say nothing, leave it plain; gains stay within bounds and rising", () => {
  assert.deepEqual(fitScale(pairsBy((known) => known, 30)), plainScale);
  assert.deepEqual(fitScale([]), plainScale);
  assert.deepEqual(fitScale(pairsBy((known) => -known)), plainScale);
  const { gain } = fitScale(pairsBy((known) => 100 * known));
  assert.ok(gain >= 0.4 && gain <= 2.5);
});

/** A plain loop: gradient descent. */
function fitOdds(pairs: readonly (readonly [number, boolean])[]): (value: number) => number {
  let [slope, bias] = [0, 0];
  for (let round = 0; round < 4000; round += 1) {
    let [slopes, biases] = [0, 0];
    for (const [value, copy] of pairs) {
      const error = 1 / (1 + Math.exp(-(slope * value + bias))) - Number(copy);
      slopes += error * value;
      biases += error;
    }
    slope -= (20 * slopes) / pairs.length;
    bias -= (5 * biases) / pairs.length;
  }
  return (value) => slope * value + bias;
}

function expectedError(said: readonly (readonly [number, boolean])[]): number {
  let sum = 0;
  for (let bin = 0; bin < 10; bin += 1) {
    const inside = said.filter(([value]) => Math.min(9, Math.floor(value * 10)) === bin);
    if (inside.length === 0) continue;
    const mean = inside.reduce((total, [value]) => total + value, 0) / inside.length;
    const share = inside.filter(([, copy]) => copy).length / inside.length;
    sum += (Math.abs(mean - share) * inside.length) / said.length;
  }
  return sum;
}

/** Samplers by their invariants: what each batch holds, what an epoch covers, and that it repeats. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, randomBelow } from "../../../native-models/random.ts";
import { balanced } from "../../../native-models/samplers/balanced.ts";
import { neighbourBatches } from "../../../native-models/samplers/neighbours.ts";
import type { Sampler } from "../../../native-models/samplers/sampler.ts";
import { sourceGroups } from "../../../native-models/samplers/source-groups.ts";

/** Classes of 1 to 9 samples, mixed. */
const labels = (() => {
  const random = createRandom(3);
  return Int32Array.from({ length: 200 }, () => randomBelow(random, 40));
})();
/** On a ring, each sample's neighbours stand beside it. */
const ring = Array.from({ length: 100 }, (_, place) => [1, -1, 2, -2, 3, -3].map((step) => (place + step + 100) % 100));

const samplers: readonly [(seed: number) => Sampler][] = [
  [(seed) => balanced({ labels, classesPerBatch: 6, samplesPerClass: 3, seed })],
  [(seed) => sourceGroups({ sources: labels, batchSize: 16, seed })],
  [(seed) => neighbourBatches({ neighbours: ring, batchSize: 16, seed })],
];
const numbers = (sampler: Sampler, epoch: number): number[][] => sampler.batches(epoch).map((batch) => [...batch]);

for (const [create] of samplers) {
  test(`${create(1).name}: the same seed and epoch give the same batches, others give others`, () => {
    const sampler = create(1);
    assert.deepEqual(numbers(sampler, 4), numbers(create(1), 4));
    assert.notDeepEqual(numbers(sampler, 4), numbers(sampler, 5));
    assert.notDeepEqual(numbers(sampler, 4), numbers(create(2), 4));
  });
}

test("balanced: each batch holds that many of that many classes, each class once an epoch", () => {
  const batches = numbers(balanced({ labels, classesPerBatch: 6, samplesPerClass: 3, seed: 1 }), 0);
  const seen = new Set<number>();
  for (const batch of batches) {
    const counts = new Map<number, number>();
    for (const place of batch) counts.set(labels[place]!, (counts.get(labels[place]!) ?? 0) + 1);
    assert.equal(counts.size, 6);
    for (const [label, count] of counts) {
      assert.equal(count, 3);
      assert.ok(!seen.has(label));
      seen.add(label);
      const members = labels.filter((other) => other === label).length;
      // Twice only where there are too few.
      assert.equal(new Set(batch.filter((place) => labels[place] === label)).size, Math.min(3, members));
    }
  }
  assert.equal(batches.length, Math.floor(new Set(labels).size / 6));
  assert.throws(() => balanced({ labels: Int32Array.of(0, 0, 1), classesPerBatch: 3, samplesPerClass: 1, seed: 0 }), RangeError);
});

test("balanced: every sample has its turn over the epochs", () => {
  const sampler = balanced({ labels, classesPerBatch: 6, samplesPerClass: 3, seed: 1 });
  const seen = new Set<number>();
  for (let epoch = 0; epoch < 60; epoch += 1) for (const batch of sampler.batches(epoch)) for (const place of batch) seen.add(place);
  assert.equal(seen.size, labels.length);
});

test("source groups: every sample once, no source in two batches, none too large", () => {
  const batches = numbers(sourceGroups({ sources: labels, batchSize: 16, seed: 1 }), 0);
  assert.deepEqual(
    batches.flat().sort((a, b) => a - b),
    [...labels.keys()],
  );
  const batchOf = new Map<number, number>();
  for (const [index, batch] of batches.entries()) {
    assert.ok(batch.length <= 16);
    for (const place of batch) assert.equal(batchOf.get(labels[place]!) ?? index, index);
    for (const place of batch) batchOf.set(labels[place]!, index);
  }
});

test("source groups: a source larger than a batch is cut, and nothing is lost", () => {
  const batches = numbers(sourceGroups({ sources: Int32Array.from({ length: 25 }, (_, i) => (i < 20 ? 0 : 1)), batchSize: 8, seed: 1 }), 0);
  assert.ok(batches.every((batch) => batch.length <= 8));
  assert.equal(new Set(batches.flat()).size, 25);
});

test("neighbours: every sample once, and look-alikes meet far more often than by chance", () => {
  const meetings = (share: number): number => {
    const batches = numbers(neighbourBatches({ neighbours: ring, batchSize: 16, share, seed: 1 }), 0);
    assert.deepEqual(
      batches.flat().sort((a, b) => a - b),
      [...ring.keys()],
    );
    assert.ok(batches.slice(0, -1).every((batch) => batch.length === 16));
    return batches.flatMap((batch) => batch.filter((place) => batch.some((other) => ring[place]!.includes(other)))).length;
  };
  const [none, half, whole] = [meetings(0), meetings(0.5), meetings(1)];
  assert.ok(half >= 80 && whole >= 80 && none < 70, `${none}, ${half}, ${whole}`);
});

test("neighbours: a sample without neighbours, and what cannot be", () => {
  assert.equal(neighbourBatches({ neighbours: [[], [], []], batchSize: 2, seed: 1 }).batches(0).length, 2);
  assert.throws(() => neighbourBatches({ neighbours: [[3]], batchSize: 2, seed: 1 }), RangeError);
  assert.throws(() => neighbourBatches({ neighbours: [[]], batchSize: 0, seed: 1 }), RangeError);
  assert.throws(() => neighbourBatches({ neighbours: [[]], batchSize: 2, share: 1.1, seed: 1 }), RangeError);
});

/** Miners against plain loops on a circle, and the conversions between pairs and triplets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { all } from "../../../native-models/miners/all.ts";
import { distanceWeighted, logDensity } from "../../../native-models/miners/distance-weighted.ts";
import { hard } from "../../../native-models/miners/hard.ts";
import { type Mined, pairsOf, tripletsOf } from "../../../native-models/miners/mined.ts";
import type { Candidates } from "../../../native-models/miners/miner.ts";
import { multiSimilarityMiner } from "../../../native-models/miners/multi-similarity.ts";
import { relationsOf } from "../../../native-models/miners/relations.ts";
import { semiHard } from "../../../native-models/miners/semi-hard.ts";
import { euclideanOf, onCircle, onSphere, squared } from "../losses/circle.ts";

const labels = Int32Array.of(0, 0, 0, 1, 1, 2);
const rows = onCircle([0, 20, 70, 30, 100, 65]);

function candidates(overrides: Partial<Candidates> = {}, points = rows, of = labels): Candidates {
  return {
    count: of.length,
    dimensions: points[0]!.length,
    relations: relationsOf({ labels: of }),
    distances: Float32Array.from(points.flatMap((a) => points.map((b) => squared(a, b)))),
    asEuclidean: { scale: 1, power: 0.5 },
    step: 0,
    ...overrides,
  };
}

const triplets = (mined: Mined): string[] => {
  const { anchors, positives, negatives } = tripletsOf(mined);
  return [...anchors].map((anchor, index) => `${anchor} ${positives[index]} ${negatives[index]}`).sort();
};
const pairs = (mined: Mined, which: "positives" | "negatives"): string[] => {
  const { anchors, others } = pairsOf(mined)[which];
  return [...anchors].map((anchor, index) => `${anchor} ${others[index]}`).sort();
};
const distance = (i: number, j: number): number => squared(rows[i]!, rows[j]!);

/** Every anchor, positive and negative by three loops. */
function everyTriplet(): [number, number, number][] {
  const found: [number, number, number][] = [];
  for (const a of labels.keys())
    for (const p of labels.keys())
      for (const n of labels.keys()) if (a !== p && labels[a] === labels[p] && labels[a] !== labels[n]) found.push([a, p, n]);
  return found;
}

test("all: every pair once in each direction, every triplet once", () => {
  const mined = all().mine(candidates());
  const every = everyTriplet();
  assert.deepEqual(triplets(mined), every.map((triplet) => triplet.join(" ")).sort());
  assert.deepEqual(pairs(mined, "positives"), ["0 1", "0 2", "1 0", "1 2", "2 0", "2 1", "3 4", "4 3"]);
  assert.equal(pairs(mined, "negatives").length, 30 - 8);
});

test("triplets become pairs without repetition, and pairs become triplets only at a shared anchor", () => {
  const mined = all().mine(candidates());
  const back = pairsOf(tripletsOf(mined));
  assert.deepEqual(pairs(back, "positives"), pairs(mined, "positives"));
  // 5 has no positive, so no triplet holds its negatives.
  assert.deepEqual(
    pairs(back, "negatives"),
    pairs(mined, "negatives").filter((pair) => !pair.startsWith("5")),
  );
});

test("pairs of which nothing is known are mined by none", () => {
  const relations = relationsOf({
    labels,
    unknown: [
      [0, 3],
      [1, 0],
    ],
  });
  for (const miner of [all(), hard(), semiHard({ margin: 9 }), distanceWeighted({ seed: 1 }), multiSimilarityMiner({ epsilon: 9 })]) {
    const mined = miner.mine(candidates({ relations }));
    const known = [...pairs(mined, "positives"), ...pairs(mined, "negatives")];
    assert.ok(known.length > 0);
    for (const pair of ["0 3", "3 0", "0 1", "1 0"]) assert.ok(!known.includes(pair), `${miner.name}: ${pair}`);
  }
  assert.throws(() => relationsOf({ labels, unknown: [[0, 6]] }), RangeError);
});

test("hard: the farthest positive and the nearest negative of each anchor", () => {
  const expected = [...labels.keys()].flatMap((a) => {
    const mine = everyTriplet().filter(([anchor]) => anchor === a);
    if (mine.length === 0) return [];
    const p = mine.reduce((best, [, other]) => (distance(a, other) > distance(a, best) ? other : best), mine[0]![1]);
    const n = mine.reduce((best, [, , other]) => (distance(a, other) < distance(a, best) ? other : best), mine[0]![2]);
    return [`${a} ${p} ${n}`];
  });
  assert.deepEqual(triplets(hard().mine(candidates())), expected.sort());
  assert.equal(expected.length, 5);
});

test("semi-hard: the nearest negative beyond the positive, within the margin", () => {
  for (const margin of [0.2, 5]) {
    const byPair = new Map<string, string>();
    for (const [a, p, n] of everyTriplet().sort((x, y) => distance(x[0], x[2]) - distance(y[0], y[2])))
      if (distance(a, n) > distance(a, p) && distance(a, n) < distance(a, p) + margin && !byPair.has(`${a} ${p}`))
        byPair.set(`${a} ${p}`, `${a} ${p} ${n}`);
    assert.ok(byPair.size > 0 && byPair.size < 8);
    assert.deepEqual(triplets(semiHard({ margin }).mine(candidates())), [...byPair.values()].sort(), `margin ${margin}`);
  }
});

test("multi-similarity: negatives nearer than the farthest positive, positives farther than the nearest negative", () => {
  const epsilon = 0.05;
  const positives = new Set<string>();
  const negatives = new Set<string>();
  for (const [a, p, n] of everyTriplet()) {
    if (distance(a, n) < distance(a, p) + epsilon) negatives.add(`${a} ${n}`);
    if (distance(a, p) > distance(a, n) - epsilon) positives.add(`${a} ${p}`);
  }
  const mined = multiSimilarityMiner({ epsilon }).mine(candidates());
  assert.deepEqual(pairs(mined, "positives"), [...positives].sort());
  assert.deepEqual(pairs(mined, "negatives"), [...negatives].sort());
  assert.ok(negatives.size > 0 && negatives.size < 22);
});

test("distance-weighted: one triplet a positive pair, the same for the same seed and step, others for others", () => {
  const of = (seed: number, step: number): string[] => triplets(distanceWeighted({ seed }).mine(candidates({ step })));
  assert.equal(of(1, 0).length, 8);
  assert.deepEqual(of(1, 0), of(1, 0));
  assert.notDeepEqual([of(1, 0), of(1, 1), of(1, 2)], [of(2, 0), of(2, 1), of(2, 2)]);
  assert.notDeepEqual([of(1, 0), of(1, 1)], [of(1, 2), of(1, 3)]);
});

test("distance-weighted: negatives come as often as one over the density of their distance", () => {
  // One anchor with one positive; its negatives at known distances on a sphere in 8 dimensions.
  const count = 30;
  const points = onSphere(count, 8, 4);
  const of = Int32Array.from({ length: count }, (_, index) => (index < 2 ? 0 : index));
  const drawn = new Map<number, number>();
  const steps = 4000;
  for (let step = 0; step < steps; step += 1) {
    const { anchors, negatives } = tripletsOf(distanceWeighted({ seed: 3 }).mine(candidates({ step }, points, of)));
    const negative = negatives[anchors.indexOf(0)]!;
    drawn.set(negative, (drawn.get(negative) ?? 0) + 1);
  }
  const weights = Array.from({ length: count }, (_, index) => {
    const d = euclideanOf(points[0]!, points[index]!);
    return index < 2 || d > 1.4 ? 0 : 1 / (Math.max(0.5, d) ** 6 * (1 - Math.max(0.5, d) ** 2 / 4) ** 2.5);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    const share = weight / total;
    const deviation = Math.sqrt((share * (1 - share)) / steps);
    assert.ok(
      Math.abs((drawn.get(index) ?? 0) / steps - share) <= 5 * deviation + 1e-9,
      `${index}: ${drawn.get(index)} for ${share * steps}`,
    );
  }
});

test("the density of distances on the sphere: as known for a circle and a ball, and as counted among random points in five dimensions", () => {
  for (const d of [0.3, 0.9, 1.7]) {
    assert.ok(Math.abs(logDensity(d, 3) - Math.log(d)) < 1e-12);
    assert.ok(Math.abs(logDensity(d, 2) + Math.log(1 - d ** 2 / 4) / 2) < 1e-12);
  }
  const points = onSphere(700, 5, 12);
  const counts = [0, 0];
  for (const [i, a] of points.entries())
    for (const b of points.slice(i + 1)) {
      const d = euclideanOf(a, b);
      if (Math.abs(d - 1) < 0.05) counts[0]! += 1;
      if (Math.abs(d - 1.7) < 0.05) counts[1]! += 1;
    }
  const expected = Math.exp(logDensity(1.7, 5) - logDensity(1, 5));
  assert.ok(Math.abs(counts[1]! / counts[0]! / expected - 1) < 0.05, `${counts} for ${expected}`);
});

test("distance-weighted: negatives that are all far away are still drawn, opposite ones too", () => {
  const points = onCircle([0, 10, 180, 190]);
  const of = Int32Array.of(0, 0, 1, 2);
  assert.equal(tripletsOf(distanceWeighted({ seed: 1 }).mine(candidates({}, points, of))).anchors.length, 2);
  assert.ok(Number.isFinite(logDensity(2, 256)));
});

test("a batch of one class, of strangers only, or of nothing gives nothing", () => {
  for (const some of [Int32Array.of(0, 0, 0), Int32Array.of(0, 1, 2), Int32Array.of()])
    for (const miner of [hard(), semiHard(), distanceWeighted({ seed: 1 }), multiSimilarityMiner()])
      assert.deepEqual(triplets(miner.mine(candidates({}, rows.slice(0, 3), some))), [], miner.name);
});

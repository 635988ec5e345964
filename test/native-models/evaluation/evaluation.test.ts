/** Retrieval, pairs and score normalisation against plain loops over every pair. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { microAveragePrecision, recallAtPrecision } from "../../../native-models/evaluation/average-precision.ts";
import { rankEmbeddingPairs } from "../../../native-models/evaluation/embedding-pairs.ts";
import { nearestIn } from "../../../native-models/evaluation/nearest.ts";
import { rankPairs } from "../../../native-models/evaluation/pair-ranking.ts";
import { averagePrecisionAtR, retrieval } from "../../../native-models/evaluation/retrieval.ts";
import { areaUnderCurve, rocCurve, trueAcceptsAt } from "../../../native-models/evaluation/roc.ts";
import { distanceOfRows, type Embeddings, visitRows } from "../../../native-models/evaluation/rows.ts";
import { crowdingOf } from "../../../native-models/evaluation/score-normalisation.ts";
import { createRandom, randomBelow } from "../../../native-models/random.ts";
import { average, cosineOf, onCircle, onSphere } from "../losses/circle.ts";

const embed = (rows: readonly number[][]): Embeddings => ({ values: Float32Array.from(rows.flat()), dimensions: rows[0]!.length });
const near = (actual: number, expected: number, within = 1e-6): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual}, by plain loops ${expected}`);

/** 37 rows, so that the last block of rows is not full. */
const rows = onSphere(37, 5, 8);
const labels = Int32Array.from(rows, (_, index) => index % 11);

test("rows of distances, block by block", () => {
  const references = onSphere(9, 5, 2);
  const seen: number[] = [];
  visitRows(embed(rows), embed(references), (query, distances) => {
    seen.push(query);
    assert.equal(distances.length, 9);
    for (const [place, distance] of distances.entries()) near(distance, cosineOf(rows[query]!, references[place]!));
    assert.equal(distances[3], distanceOfRows(embed(rows), query, embed(references), 3));
  });
  assert.deepEqual(seen, [...rows.keys()]);
  assert.throws(() => visitRows(embed(rows), { values: new Float32Array(7), dimensions: 5 }, () => {}), RangeError);
});

test("the nearest of a row are those of a full sort, ties by place", () => {
  const random = createRandom(6);
  for (const [length, count, without] of [
    [50, 7, 3],
    [50, 50, -1],
    [50, 90, 10],
    [1, 1, 0],
    [0, 3, -1],
    [20, 0, -1],
  ] as const) {
    const row = Float32Array.from({ length }, () => randomBelow(random, 12) / 12);
    const expected = [...row.keys()]
      .filter((place) => place !== without)
      .sort((a, b) => row[a]! - row[b]! || a - b)
      .slice(0, count);
    assert.deepEqual([...nearestIn(row, count, without).places], expected);
    assert.deepEqual(
      [...nearestIn(row, count, without).distances],
      expected.map((place) => row[place]),
    );
  }
});

test("recall@k and MAP@R", () => {
  const alone = Int32Array.from(labels, (label, index) => (index === 0 ? 99 : label));
  const found = retrieval(embed(rows), alone, [1, 3, 10]);
  const ranked = rows.map((row, query) =>
    [...rows.keys()]
      .filter((other) => other !== query)
      .sort((a, b) => cosineOf(row, rows[a]!) - cosineOf(row, rows[b]!))
      .map((other) => alone[other] === alone[query]),
  );
  const queries = ranked.filter((hits) => hits.includes(true));
  assert.equal(found.queries, 36);
  assert.equal(queries.length, 36);
  for (const k of [1, 3, 10]) near(found.recall.get(k)!, average(queries.map((hits) => (hits.slice(0, k).includes(true) ? 1 : 0))));
  const precisions = queries.map((hits) => {
    const relevant = hits.filter(Boolean).length;
    let sum = 0;
    for (let i = 1; i <= relevant; i += 1) if (hits[i - 1]) sum += hits.slice(0, i).filter(Boolean).length / i;
    return sum / relevant;
  });
  near(found.meanAveragePrecisionAtR, average(precisions));
  assert.ok(found.meanAveragePrecisionAtR > 0 && found.meanAveragePrecisionAtR < 1);
});

test("MAP@R by hand: of three relevant, the first and the third of the nearest three", () => {
  near(averagePrecisionAtR([true, false, true, true], 3), (1 + 2 / 3) / 3);
  assert.equal(averagePrecisionAtR([false, false, false, true], 3), 0);
});

/** Distances on a grid, so that there are ties of every kind. */
const random = createRandom(21);
const positives = Float32Array.from({ length: 40 }, () => randomBelow(random, 16) / 16);
const negatives = Float32Array.from({ length: 300 }, () => (4 + randomBelow(random, 16)) / 16);
const upTo = (values: Iterable<number>, threshold: number): number => [...values].filter((value) => value <= threshold).length;
const thresholds = [...new Set(positives)].sort((a, b) => a - b);

test("micro average precision: precision times the rise in recall at each threshold", () => {
  for (const missed of [0, 13]) {
    let expected = 0;
    let recallBefore = 0;
    for (const threshold of thresholds) {
      const right = upTo(positives, threshold);
      const recall = right / (positives.length + missed);
      expected += (right / (right + upTo(negatives, threshold))) * (recall - recallBefore);
      recallBefore = recall;
    }
    near(microAveragePrecision(rankPairs(positives, negatives, missed)), expected);
    assert.ok(expected > 0.1 && expected < 0.95);
  }
});

test("micro average precision by hand: right, wrong, right", () => {
  near(microAveragePrecision(rankPairs(Float32Array.of(0.1, 0.3), [0.2, 0.9])), (1 + 2 / 3) / 2);
  assert.equal(microAveragePrecision(rankPairs(Float32Array.of(), [0.2])), 0);
});

test("recall at a precision", () => {
  const at = (threshold: number): number => upTo(positives, threshold) / (upTo(positives, threshold) + upTo(negatives, threshold));
  for (const precision of [0.5, 0.9, 1]) {
    const allowed = thresholds.filter((threshold) => at(threshold) >= precision);
    near(recallAtPrecision(rankPairs(positives, negatives), precision), Math.max(0, ...allowed.map((t) => upTo(positives, t))) / 40);
  }
});

test("ROC: each corner, true accepts at a rate, area by all pairs", () => {
  const ranking = rankPairs(positives, negatives);
  const curve = rocCurve(ranking);
  assert.deepEqual(
    curve,
    thresholds.map((threshold) => ({
      threshold,
      falseAcceptRate: upTo(negatives, threshold) / 300,
      trueAcceptRate: upTo(positives, threshold) / 40,
    })),
  );
  for (const rate of [0, 0.1, 0.5, 1]) {
    const best: number[] = curve.filter((point) => point.falseAcceptRate <= rate).map((point) => point.trueAcceptRate);
    assert.equal(trueAcceptsAt(ranking, rate)?.trueAcceptRate, best.at(-1));
  }
  let wins = 0;
  for (const positive of positives) for (const negative of negatives) wins += positive < negative ? 1 : positive === negative ? 0.5 : 0;
  near(areaUnderCurve(ranking), wins / 300 / 40);
  assert.equal(trueAcceptsAt(rankPairs(Float32Array.of(0.5), [0.5]), 0), null);
  assert.equal(areaUnderCurve(rankPairs(Float32Array.of(0.1), [])), 0.5);
});

test("missed matches are never accepted, and count as ties in the area", () => {
  const ranking = rankPairs(Float32Array.of(0.1), [0.5], 1);
  assert.equal(rocCurve(ranking).at(-1)?.trueAcceptRate, 0.5);
  assert.equal(areaUnderCurve(ranking), 0.75);
});

test("a distance that is no number is refused", () => {
  assert.throws(() => rankPairs(Float32Array.of(Number.NaN), []), RangeError);
  assert.throws(() => rankPairs(Float32Array.of(1), [Number.NaN]), RangeError);
});

test("all pairs among one set, each once, less the unknown", () => {
  const set = embed(rows);
  const matches = [...rows.keys()].flatMap((i) =>
    [...rows.keys()].filter((j) => i < j && labels[i] === labels[j]).map((j) => [j, i] as const),
  );
  const unknown = [
    [0, 1],
    [20, 9],
  ] as const;
  const isUnknown = (i: number, j: number): boolean => unknown.some(([a, b]) => (a === i && b === j) || (a === j && b === i));
  const of = (same: boolean): number[] =>
    [...rows.keys()].flatMap((i) =>
      [...rows.keys()]
        .filter((j) => i < j && !isUnknown(i, j) && (labels[i] === labels[j]) === same)
        .map((j) => cosineOf(rows[i]!, rows[j]!)),
    );
  const ranking = rankEmbeddingPairs({ queries: set, references: set, matches, unknown });
  const expected = rankPairs(Float32Array.from(of(true)), of(false));
  assert.equal(ranking.positives.length, matches.length - 1);
  assert.equal(ranking.negatives, expected.negatives);
  near(microAveragePrecision(ranking), microAveragePrecision(expected));
  near(areaUnderCurve(ranking), areaUnderCurve(expected));
});

test("queries and references, with both sides' crowds taken off", () => {
  const queries = onSphere(12, 5, 31);
  const references = onSphere(15, 5, 32);
  const background = onSphere(40, 5, 33);
  const crowd = (row: number[]): number =>
    average(
      background
        .map((other) => cosineOf(row, other))
        .sort((a, b) => a - b)
        .slice(0, 4),
    );
  const ofQueries = crowdingOf(embed(queries), embed(background), 4);
  const ofReferences = crowdingOf(embed(references), embed(background), 4);
  for (const [index, row] of queries.entries()) near(ofQueries[index]!, crowd(row));

  const matches = queries.map((_, index) => [index, index] as const);
  const pairs = queries.flatMap((query, i) =>
    references.map((reference, j) => ({ match: i === j, distance: cosineOf(query, reference) - 0.35 * (crowd(query) + crowd(reference)) })),
  );
  const expected = rankPairs(
    Float32Array.from(
      pairs.filter(({ match }) => match),
      ({ distance }) => distance,
    ),
    pairs.filter(({ match }) => !match).map(({ distance }) => distance),
  );
  const crowding = { ofQueries, ofReferences, weight: 0.7 };
  const ranking = rankEmbeddingPairs({ queries: embed(queries), references: embed(references), matches, crowding });
  near(areaUnderCurve(ranking), areaUnderCurve(expected));
  for (const [place, positive] of ranking.positives.entries()) near(positive, expected.positives[place]!);
});

test("taking the crowd off finds a copy that a crowd hides", () => {
  // Queries 0 and 1 have copies 12 and 1 degrees away; the strangers of query 1 stand 4 degrees off, those of query 0 far away.
  const queries = embed(onCircle([0, 90]));
  const references = embed(onCircle([12, 91, 94, 86]));
  const matches = [
    [0, 0],
    [1, 1],
  ] as const;
  const ofQueries = crowdingOf(queries, embed(onCircle([95, 85, 40, 320])), 1);
  const plain = microAveragePrecision(rankEmbeddingPairs({ queries, references, matches }));
  const corrected = microAveragePrecision(rankEmbeddingPairs({ queries, references, matches, crowding: { ofQueries, weight: 1 } }));
  assert.ok(plain < 1);
  assert.equal(corrected, 1);
});

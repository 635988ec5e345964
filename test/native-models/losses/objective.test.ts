/** Losses, distances, miners and reducers composed: any with any, in plain loops where one part changes, finite at the edges, and nothing left over. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { cosine } from "../../../native-models/distances/cosine.ts";
import { euclidean } from "../../../native-models/distances/euclidean.ts";
import { squaredEuclidean } from "../../../native-models/distances/squared-euclidean.ts";
import { createArcFace } from "../../../native-models/losses/arc-face.ts";
import { contrastive } from "../../../native-models/losses/contrastive.ts";
import { entropyRegulariser } from "../../../native-models/losses/entropy-regulariser.ts";
import { liftedStructure } from "../../../native-models/losses/lifted-structure.ts";
import { logisticSimilarity } from "../../../native-models/losses/logistic-similarity.ts";
import type { Loss } from "../../../native-models/losses/loss.ts";
import { meanDifference } from "../../../native-models/losses/mean-difference.ts";
import { meanRatio } from "../../../native-models/losses/mean-ratio.ts";
import { multiSimilarity } from "../../../native-models/losses/multi-similarity.ts";
import { createNormalisedSoftmax } from "../../../native-models/losses/normalised-softmax.ts";
import { ntXent } from "../../../native-models/losses/nt-xent.ts";
import { createObjective, type Objective } from "../../../native-models/losses/objective.ts";
import { createProxyNca } from "../../../native-models/losses/proxy-nca.ts";
import { supervisedContrastive } from "../../../native-models/losses/supervised-contrastive.ts";
import { triplet } from "../../../native-models/losses/triplet.ts";
import { all } from "../../../native-models/miners/all.ts";
import { distanceWeighted } from "../../../native-models/miners/distance-weighted.ts";
import { hard } from "../../../native-models/miners/hard.ts";
import { multiSimilarityMiner } from "../../../native-models/miners/multi-similarity.ts";
import type { Batch } from "../../../native-models/miners/relations.ts";
import { semiHard } from "../../../native-models/miners/semi-hard.ts";
import { mean } from "../../../native-models/reducers/mean.ts";
import { meanOfNonZero } from "../../../native-models/reducers/mean-of-non-zero.ts";
import { meanPerClass } from "../../../native-models/reducers/mean-per-class.ts";
import { sum } from "../../../native-models/reducers/sum.ts";
import { threshold } from "../../../native-models/reducers/threshold.ts";
import { tf, useBackend } from "../../../native-models/tensorflow.ts";
import { labels, rows } from "./check.ts";
import { average, onCircle, onSphere, squared } from "./circle.ts";

before(() => useBackend("cpu"));

const classes = { classes: 4, dimensions: 3, seed: 2 };
const losses: readonly ((dimensions?: number) => Loss)[] = [
  meanDifference,
  meanRatio,
  () => contrastive(),
  () => logisticSimilarity(),
  () => triplet(),
  () => liftedStructure(),
  () => multiSimilarity(),
  () => ntXent(),
  () => supervisedContrastive(),
  (dimensions = 3) => createNormalisedSoftmax({ ...classes, dimensions }),
  (dimensions = 3) => createProxyNca({ ...classes, dimensions }),
  (dimensions = 3) => createArcFace({ ...classes, dimensions }),
  entropyRegulariser,
];
const distances = [cosine(), squaredEuclidean(), euclidean()];
const miners = [all(), hard(), semiHard(), distanceWeighted({ seed: 1 }), multiSimilarityMiner()];
const reducers = [mean(), meanOfNonZero(), sum(), threshold({ low: 0.01 }), meanPerClass()];

/** Value and slope, as plain numbers. */
function valueAndSlope(objective: Objective, embeddings: readonly number[][], batch: Batch): { value: number; slope: number[] } {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) => objective.loss(x as tf.Tensor2D, batch))(tf.tensor2d(embeddings as number[][]));
    return { value: value.dataSync()[0]!, slope: [...grad.dataSync()] };
  });
}

test("any loss with any distance, miner and reducer: finite, the same twice, no tensor left over", () => {
  for (const create of losses)
    for (const distance of distances)
      for (const miner of miners)
        for (const reducer of reducers) {
          const tensors = tf.memory().numTensors;
          const loss = create();
          const what = [loss.name, distance.name, miner.name, reducer.name].join(", ");
          const objective = createObjective({ loss, distance, miner, reducer });
          const made = tf.memory().numTensors;
          const first = valueAndSlope(objective, rows(), { labels, step: 3 });
          assert.ok(Number.isFinite(first.value) && first.slope.every(Number.isFinite), what);
          if (reducer === reducers[0]) assert.deepEqual(valueAndSlope(objective, rows(), { labels, step: 3 }), first, what);
          assert.equal(tf.memory().numTensors, made, what);
          objective.dispose();
          assert.equal(tf.memory().numTensors, tensors, what);
        }
});

describe("at the edges every loss and its slope are finite", () => {
  const edges: readonly (readonly [what: string, embeddings: number[][], labels: number[], unknown?: (readonly [number, number])[]])[] = [
    ["all embeddings are the same", onCircle([10, 10, 10, 10]), [0, 0, 1, 1]],
    ["positives are the same, negatives opposite", onCircle([0, 0, 180, 180]), [0, 0, 1, 1]],
    ["positives are opposite, negatives the same", onCircle([0, 180, 0, 180]), [0, 0, 1, 1]],
    ["one class", onCircle([0, 40, 80]), [1, 1, 1]],
    ["no two of a class", onCircle([0, 40, 80]), [0, 1, 2]],
    ["one embedding", onCircle([50]), [0]],
    ["nothing known", onCircle([0, 90]), [0, 0], [[0, 1]]],
    [
      "rows of zeros",
      [
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      [0, 0, 1, 1],
    ],
    ["long rows", onCircle([0, 10, 90, 100]).map((row) => row.map((value) => value * 1000)), [0, 0, 1, 1]],
  ];
  for (const [what, embeddings, of, unknown] of edges)
    test(what, () => {
      for (const create of losses)
        for (const distance of distances)
          for (const miner of [all(), hard()]) {
            const loss = create(2);
            const objective = createObjective({ loss, distance, miner });
            const { value, slope } = valueAndSlope(objective, embeddings, { labels: Int32Array.from(of), unknown });
            assert.ok(Number.isFinite(value), `${loss.name}, ${distance.name}: ${value}`);
            assert.ok(slope.every(Number.isFinite), `${loss.name}, ${distance.name}: ${slope}`);
            objective.dispose();
          }
    });
});

test("what a miner chooses is what a loss sees: triplets with batch-hard mining", () => {
  const objective = createObjective({ loss: triplet({ margin: 0.5 }), distance: squaredEuclidean(), miner: hard(), reducer: sum() });
  const x = rows();
  let expected = 0;
  for (const a of labels.keys()) {
    const to = (j: number): number => squared(x[a]!, x[j]!);
    const same = [...labels.keys()].filter((j) => j !== a && labels[j] === labels[a]).map(to);
    const different = [...labels.keys()].filter((j) => labels[j] !== labels[a]).map(to);
    expected += Math.max(0, Math.max(...same) - Math.min(...different) + 0.5);
  }
  assert.ok(Math.abs(valueAndSlope(objective, x, { labels }).value - expected) < 1e-5);
});

test("parts are added by their weights", () => {
  const alone = [ntXent(), entropyRegulariser()].map((loss) => valueAndSlope(createObjective({ loss }), rows(), { labels }).value);
  const both = createObjective({ loss: ntXent() }, { loss: entropyRegulariser(), weight: 0.3 });
  assert.ok(Math.abs(valueAndSlope(both, rows(), { labels }).value - (alone[0]! + 0.3 * alone[1]!)) < 1e-5);
});

test("mining first, without blocking, gives the same as mining inside the gradient", async () => {
  const objective = createObjective({ loss: triplet(), miner: hard() }, { loss: ntXent() });
  assert.equal(objective.needsDistances, true);
  assert.equal(createObjective({ loss: ntXent() }).needsDistances, false);
  const embeddings = tf.tensor2d(rows());
  const tensors = tf.memory().numTensors;
  const mined = await objective.mine(embeddings, { labels });
  assert.equal(tf.memory().numTensors, tensors);
  const value = tf.tidy(() => objective.loss(embeddings, { labels }, mined).arraySync());
  assert.equal(value, valueAndSlope(objective, rows(), { labels }).value);
  embeddings.dispose();
});

test("pairs of which nothing is known teach nothing", () => {
  const x = onCircle([0, 10, 90, 100, 12]);
  const of = Int32Array.of(0, 0, 1, 1, 2);
  const unknown = [0, 1, 2, 3].map((other) => [4, other] as const);
  for (const loss of [ntXent(), supervisedContrastive(), triplet(), multiSimilarity(), liftedStructure(), entropyRegulariser()]) {
    const { slope } = valueAndSlope(createObjective({ loss }), x, { labels: of, unknown });
    assert.deepEqual(slope.slice(8), [0, 0], loss.name);
    const known = valueAndSlope(createObjective({ loss }), x, { labels: of });
    assert.ok(
      known.slope.slice(8).some((number) => number !== 0),
      loss.name,
    );
  }
});

test("what cannot be is refused", () => {
  const objective = createObjective({ loss: ntXent() });
  assert.throws(() => valueAndSlope(objective, rows(), { labels: labels.slice(1) }), RangeError);
  for (const create of [createNormalisedSoftmax, createProxyNca, createArcFace]) {
    const few = createObjective({ loss: create({ ...classes, classes: 2 }) });
    assert.throws(() => valueAndSlope(few, rows(), { labels }), /none of 2 classes/);
    few.dispose();
  }
  assert.throws(() => createProxyNca({ ...classes, classes: 1 }), RangeError);
});

test("each loss, made smaller, brings its own nearer and strangers apart", () => {
  const count = 24;
  const of = Int32Array.from({ length: count }, (_, index) => index % 4);
  const recall = (x: number[][]): number =>
    average(
      x.map((row, i) => {
        const nearest = [...x.keys()].filter((j) => j !== i).sort((a, b) => squared(row, x[a]!) - squared(row, x[b]!))[0]!;
        return of[nearest] === of[i] ? 1 : 0;
      }),
    );
  const start = onSphere(count, 3, 9);
  const unit = (x: tf.Tensor2D): tf.Tensor2D => tf.div(x, tf.norm(x, 2, 1, true));
  for (const create of losses.filter((create) => create !== entropyRegulariser)) {
    const loss = create();
    const objective = createObjective({ loss, distance: squaredEuclidean() });
    const points = tf.variable(tf.tensor2d(start));
    const optimizer = tf.train.adam(0.1);
    let tensors = 0;
    for (let step = 0; step < 100; step += 1) {
      optimizer.minimize(() => objective.loss(unit(points as tf.Tensor2D), { labels: of }), false, [points, ...objective.variables]);
      // The optimizer makes its own tensors at its first step.
      if (step === 0) tensors = tf.memory().numTensors;
    }
    assert.equal(tf.memory().numTensors, tensors, loss.name);
    const after = recall(tf.tidy(() => unit(points as tf.Tensor2D).arraySync()));
    assert.ok(after > 0.95 && recall(start) < 0.6, `${loss.name}: ${recall(start)} -> ${after}`);
    objective.dispose();
    points.dispose();
    optimizer.dispose();
  }
});

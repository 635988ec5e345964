/** Labelled pictures to learn from and others to try on come in; a small network learns from nothing; how well it tells their classes goes out. */
import { nearestNeighbourAccuracy } from "../evaluation/nearest-neighbour-vote.ts";
import { retrieval } from "../evaluation/retrieval.ts";
import type { Embeddings } from "../evaluation/rows.ts";
import { adamW } from "../optimizers/adam-w.ts";
import { createRandom, shuffled } from "../random.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { warmUp } from "../schedules/warm-up.ts";
import { tf } from "../tensorflow.ts";
import type { Tracker } from "../tracking/tracker.ts";
import type { TrainingProgress } from "../training/options.ts";
import { train } from "../training/train.ts";
import { type ExampleLoss, exampleObjective } from "./objectives.ts";
import { type PictureSet, pictureBatches, picturesAt } from "./picture-batches.ts";
import { createSmallNetwork, type SmallNetwork } from "./small-network.ts";

export interface ExampleOptions {
  readonly training: PictureSet;
  /** Never learnt from. */
  readonly test: PictureSet;
  readonly loss: ExampleLoss;
  readonly steps: number;
  readonly seed: number;
  /** Default 12: as many pictures of each class in a batch. */
  readonly perClass?: number;
  /** Numbers in an embedding; default 64. */
  readonly dimensions?: number;
  /** As of the network. */
  readonly widths?: readonly number[];
  /** Default .002. */
  readonly learningRate?: number;
  /** Of the training pictures, those whose neighbours vote; default all. */
  readonly references?: number;
  readonly tracker?: Tracker;
  readonly signal?: AbortSignal;
  readonly onStep?: (progress: TrainingProgress) => void | Promise<void>;
}

export interface ExampleFigures {
  /** Share of the test pictures whose nearest other one is of their class, 0..1. */
  readonly recallAt1: number;
  /** Share of the test pictures that the 20 nearest training pictures name rightly, 0..1. */
  readonly neighbourAccuracy: number;
  readonly lastLoss: number;
  readonly steps: number;
  readonly trainingSeconds: number;
  readonly evaluationSeconds: number;
}

/** Batches whose statistics the finished network normalises by, and pictures in each. */
const statistics = { batches: 20, size: 256 };
const embeddedTogether = 250;

/** Deterministic by seed on one backend. @throws as `train` does, and the signal's reason where that ended it. */
export async function learnPictures(options: ExampleOptions): Promise<ExampleFigures> {
  const { training, loss, steps, seed, perClass = 12, dimensions = 64, learningRate = 2e-3, widths } = options;
  const classes = new Set(training.labels).size;
  const network = createSmallNetwork({ dimensions, seed, ...(widths && { widths }) });
  const objective = exampleObjective(loss, { classes, dimensions, seed });
  const optimizer = adamW({ learningRate, weightDecay: 0.05 });
  const warmSteps = Math.min(100, Math.floor(steps / 5));
  try {
    const { tracker, signal, onStep } = options;
    tracker?.parameters({ loss, steps, seed, perClass, dimensions, learningRate, classes, pictures: training.labels.length });
    const beganAtMs = performance.now();
    const { lastLoss, steps: taken } = await train({
      model: network,
      objective,
      optimizer,
      steps,
      schedule: warmUp(warmSteps, cosineDecay(steps - warmSteps)),
      batches: pictureBatches(training, { classes, perClass, seed }),
      ...(tracker && { tracker: { ...tracker, close: () => undefined } }),
      ...(signal && { signal }),
      ...(onStep && { onStep }),
    });
    if (signal?.aborted) tracker?.close("cancelled");
    signal?.throwIfAborted();
    const trainedAtMs = performance.now();
    const figures = evaluate(network, options);
    tracker?.scalars(taken, { "test/recall-at-1": figures.recallAt1, "test/neighbour-accuracy": figures.neighbourAccuracy });
    tracker?.close("finished");
    const [trainingSeconds, evaluationSeconds] = [(trainedAtMs - beganAtMs) / 1000, (performance.now() - trainedAtMs) / 1000];
    return { ...figures, lastLoss, steps: taken, trainingSeconds, evaluationSeconds };
  } finally {
    optimizer.dispose();
    objective.dispose();
    network.dispose();
  }
}

function evaluate(network: SmallNetwork, { training, test, seed, references }: ExampleOptions) {
  const order = shuffled(training.labels.keys(), createRandom(seed, 1));
  network.measureStatistics(statisticsBatches(training, order));
  const known = Int32Array.from(order.slice(0, references));
  const asked = Int32Array.from(test.labels.keys());
  const [knownEmbeddings, askedEmbeddings] = [embedAll(network, training, known), embedAll(network, test, asked)];
  return {
    recallAt1: retrieval(askedEmbeddings, test.labels, [1]).recall.get(1) ?? 0,
    neighbourAccuracy: nearestNeighbourAccuracy(
      { embeddings: askedEmbeddings, labels: test.labels },
      { embeddings: knownEmbeddings, labels: known.map((place) => training.labels[place] ?? 0) },
    ),
  };
}

function* statisticsBatches(set: PictureSet, order: readonly number[]): Generator<tf.Tensor> {
  for (let batch = 0; batch < statistics.batches; batch += 1) {
    const places = order.slice(batch * statistics.size, (batch + 1) * statistics.size);
    if (places.length === 0) return;
    const pictures = toTensor(set, places, false);
    yield pictures;
    pictures.dispose();
  }
}

/** The mean of each picture and its mirror image, at unit length. */
function embedAll(network: SmallNetwork, set: PictureSet, places: Int32Array): Embeddings {
  const { dimensions } = network;
  const values = new Float32Array(places.length * dimensions);
  for (let start = 0; start < places.length; start += embeddedTogether) {
    const some = places.subarray(start, start + embeddedTogether);
    const unit = tf.tidy(() => {
      const both = tf.add(network.embed(toTensor(set, some, false)), network.embed(toTensor(set, some, true)));
      return tf.div(both, tf.maximum(tf.norm(both, 2, 1, true), 1e-6)).dataSync();
    });
    values.set(unit, start * dimensions);
  }
  return { values, dimensions };
}

function toTensor(set: PictureSet, places: ArrayLike<number>, mirrored: boolean): tf.Tensor {
  const { data, shape } = picturesAt(set, places, mirrored);
  return tf.tensor(data, [...shape], "int32");
}

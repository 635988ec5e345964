/**
 * A seed comes in, a small convolutional network for pictures of 32 pixels goes out, untrained: four convolutions of 3 x 3, each but the last
 * halving the picture, and residual ones after the last two; batch norm, ReLU, mean over positions, a linear head, unit length.
 */
import { tf } from "../tensorflow.ts";
import type { EmbeddingModel } from "../training/embedding-model.ts";
import { normaliseBatch, normaliseMeasured } from "./normalise-batch.ts";

export interface SmallNetworkOptions {
  /** Numbers in an embedding. */
  readonly dimensions: number;
  readonly seed: number;
  /** Channels of the four stages; default 32, 64, 128 and 256. */
  readonly widths?: readonly number[];
}

export interface SmallNetwork extends EmbeddingModel {
  readonly dimensions: number;
  /** What `embed` without `training` normalises by. Measured over the given pictures (Wu and Johnson, Rethinking "batch" in BatchNorm, 2021, section 3.2). */
  measureStatistics(batches: Iterable<tf.Tensor>): void;
  dispose(): void;
}

interface Convolution {
  readonly kernel: tf.Variable<tf.Rank.R4>;
  readonly scale: tf.Variable<tf.Rank.R1>;
  readonly shift: tf.Variable<tf.Rank.R1>;
  readonly mean: tf.Variable<tf.Rank.R1>;
  readonly variance: tf.Variable<tf.Rank.R1>;
  readonly halves: boolean;
  readonly residual: boolean;
}

/** How batch norm gets its statistics: from the batch, from what was measured, or from the batch while they are measured. */
type Mode =
  | { readonly kind: "batch" | "measured" }
  | { readonly kind: "measuring"; readonly seen: (at: Convolution, x: tf.Tensor4D) => void };

/** Inputs: int32 or float32 [count, side, side, 3], 0..255. */
export function createSmallNetwork({ dimensions, seed, widths = [32, 64, 128, 256] }: SmallNetworkOptions): SmallNetwork {
  const variables = new Map<string, tf.Variable>();
  const running = new Map<string, tf.Variable>();
  const draw = createDrawer(seed);
  const convolutions: Convolution[] = [];
  const add = (name: string, from: number, to: number, shape: Pick<Convolution, "halves" | "residual">): void => {
    // He et al., Delving deep into rectifiers, 2015, equation 10.
    const kernel = draw<tf.Rank.R4>([3, 3, from, to], Math.sqrt(2 / (9 * from)));
    const scale = filled(to, 1);
    const [shift, mean, variance] = [filled(to, 0), filled(to, 0, false), filled(to, 1, false)];
    variables.set(`${name}/kernel`, kernel).set(`${name}/scale`, scale).set(`${name}/shift`, shift);
    running.set(`${name}/mean`, mean).set(`${name}/variance`, variance);
    convolutions.push({ kernel, scale, shift, mean, variance, ...shape });
  };
  let channels = 3;
  for (const [stage, width] of widths.entries()) {
    add(`stage${stage}`, channels, width, { halves: stage < widths.length - 1, residual: false });
    if (stage >= widths.length - 2) add(`stage${stage}/residual`, width, width, { halves: false, residual: true });
    channels = width;
  }
  const head = draw<tf.Rank.R2>([channels, dimensions], 1 / Math.sqrt(channels));
  variables.set("head/kernel", head);

  function features(inputs: tf.Tensor, mode: Mode): tf.Tensor2D {
    let x = tf.div(tf.sub(inputs, 127), 64) as tf.Tensor4D;
    for (const at of convolutions) {
      let y = tf.conv2d(x, at.kernel, 1, "same");
      // Pooled first: what follows then has a quarter of the numbers.
      if (at.halves) y = tf.maxPool(y, 2, 2, "same");
      if (mode.kind === "measuring") mode.seen(at, y);
      y = tf.relu(mode.kind === "measured" ? normaliseMeasured(y, at.scale, at.shift, at) : normaliseBatch(y, at.scale, at.shift));
      x = at.residual ? tf.add(x, y) : y;
    }
    return tf.mean(x, [1, 2]);
  }

  return {
    dimensions,
    variables,
    running,
    embed: (inputs, { training = false } = {}) =>
      tf.tidy(() => {
        const embeddings = tf.matMul(features(inputs, { kind: training ? "batch" : "measured" }), head);
        return tf.div(embeddings, tf.maximum(tf.norm(embeddings, 2, 1, true), 1e-6)) as tf.Tensor2D;
      }),
    measureStatistics(batches) {
      const sums = new Map(convolutions.map((at) => [at, { mean: tf.zerosLike(at.mean), variance: tf.zerosLike(at.variance) }]));
      let count = 0;
      const seen = (at: Convolution, x: tf.Tensor4D): void => {
        const sum = sums.get(at);
        if (!sum) return;
        const { mean, variance } = tf.moments(x, [0, 1, 2]);
        const next = { mean: tf.keep(tf.add(sum.mean, mean)), variance: tf.keep(tf.add(sum.variance, variance)) };
        tf.dispose([sum.mean, sum.variance]);
        sums.set(at, next as typeof sum);
      };
      for (const batch of batches) {
        tf.dispose(tf.tidy(() => features(batch, { kind: "measuring", seen })));
        count += 1;
      }
      for (const [at, sum] of sums) {
        tf.tidy(() => {
          at.mean.assign(tf.div(sum.mean, count));
          at.variance.assign(tf.div(sum.variance, count));
        });
        tf.dispose([sum.mean, sum.variance]);
      }
    },
    dispose: () => tf.dispose([...variables.values(), ...running.values()]),
  };
}

/** Normally distributed, another part of the sequence at each call. */
function createDrawer(seed: number) {
  let draws = 0;
  return <R extends tf.Rank>(shape: tf.ShapeMap[R], deviation: number): tf.Variable<R> => {
    draws += 1;
    return tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, deviation, "float32", seed * 1000 + draws)) as tf.Variable<R>);
  };
}

function filled(count: number, value: number, trainable = true): tf.Variable<tf.Rank.R1> {
  return tf.tidy(() => tf.variable(tf.fill([count], value) as tf.Tensor1D, trainable)) as tf.Variable<tf.Rank.R1>;
}

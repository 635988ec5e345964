/** An architecture and its weights come in, a TensorFlow.js layers model goes out: the whole network, or its blocks from one on. */
import type { Architecture, Convolution } from "../architectures/efficientnet-lite.ts";
import { channelsOf, type PooledBlock, placeOf } from "../architectures/pooling.ts";
import { activationShape } from "../onnx/efficientnet-lite.ts";
import { tf, tfLayers } from "../tensorflow.ts";
import { ConvolutionLayer, type ConvolutionOptions } from "./convolution.ts";

export interface BackboneOptions extends Pick<ConvolutionOptions, "weights" | "statistics" | "rank" | "seed"> {
  readonly architecture: Architecture;
  /** Pixels a side of the picture. */
  readonly inputSize: number;
  /** First block of the model; without it the model begins with the stem. */
  readonly from?: string;
  /** Blocks whose outputs the model gives, in this order. Nothing beyond the last of them is built. */
  readonly outputs: readonly string[];
}

export interface Backbone {
  /** float32 [batch, …inputShape] → the outputs, float32 [batch, height, width, channels] each. */
  readonly model: tfLayers.LayersModel;
  readonly convolutions: readonly ConvolutionLayer[];
  readonly inputShape: readonly [number, number, number];
}

/** @throws Error where a block is not there, or lies below `from`; SafetensorsError where weights are missing. */
export function buildBackbone({ architecture, inputSize, from, outputs, ...shared }: BackboneOptions): Backbone {
  const { stem, blocks, head, batchNormEpsilon: epsilon } = architecture;
  const first = from === undefined ? 0 : placeOf(architecture, from);
  const inputShape = from === undefined ? ([inputSize, inputSize, 3] as const) : activationShape(architecture, inputSize, from);
  const places = outputs.map((output) => (output === head.name ? blocks.length : placeOf(architecture, output)));
  if (places.some((place) => place < first)) throw new Error(`${outputs.join(", ")} cannot all be computed from ${from} on.`);
  const last = Math.max(...places);

  const convolutions: ConvolutionLayer[] = [];
  const input = tfLayers.input({ shape: [...inputShape] });
  let signal = input;
  const convolve = (convolution: Convolution): void => {
    const layer = new ConvolutionLayer({ ...shared, convolution, epsilon });
    convolutions.push(layer);
    signal = layer.apply(signal) as tfLayers.SymbolicTensor;
  };
  const outputsByPlace = new Map<number, tfLayers.SymbolicTensor>();
  if (from === undefined) convolve(stem);
  for (const [offset, { convolutions: rows, residual }] of blocks.slice(first, last + 1).entries()) {
    const before = signal;
    for (const convolution of rows) convolve(convolution);
    if (residual) signal = tfLayers.layers.add().apply([before, signal]) as tfLayers.SymbolicTensor;
    outputsByPlace.set(first + offset, signal);
  }
  if (last === blocks.length) {
    convolve(head);
    outputsByPlace.set(last, signal);
  }
  const wanted = places.flatMap((place) => outputsByPlace.get(place) ?? []);
  return { model: tfLayers.model({ inputs: input, outputs: wanted }), convolutions, inputShape };
}

/** Outputs of `buildBackbone` for what is pooled, each block once. @throws Error where there is no such block. */
export function blocksOf(architecture: Architecture, pooled: readonly PooledBlock[]): readonly string[] {
  const names = [...new Set(pooled.map(({ block }) => block))];
  for (const name of names) channelsOf(architecture, name);
  return names;
}

/** uint8 or float32 [batch, 3, size, size], planar RGB 0..255 → float32 [batch, size, size, 3] as the network sees it. */
export function normaliseColour(pixels: tf.Tensor, { colour }: Architecture): tf.Tensor4D {
  const interleaved = tf.transpose(tf.cast(pixels, "float32") as tf.Tensor4D, [0, 2, 3, 1]);
  return tf.div(tf.sub(interleaved, colour.mean), colour.deviation) as tf.Tensor4D;
}

/**
 * EfficientNet-Lite as a table: a variant comes in, every convolution of the network goes out in order.
 * Tan and Le, EfficientNet, 2019 (arXiv:1905.11946), table 1 and its compound scaling; the Lite variants leave out
 * squeeze-and-excitation, use ReLU6, and keep stem, head and the first and last stage's depth unscaled.
 * Whoever builds a network (the ONNX graph, a TensorFlow.js model) walks this description and nothing else.
 */

export interface Convolution {
  /** Prefix of its tensors in the weights file. */
  readonly name: string;
  /** depthwise: one filter a channel; kernel HWC1 in the file. dense: kernel HWIO. */
  readonly kind: "dense" | "depthwise";
  readonly kernelSize: number;
  readonly stride: number;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly relu6: boolean;
}

/** Inverted residual: expand 1x1 (where the expansion is not 1), depthwise, project 1x1. */
export interface Block {
  readonly name: string;
  readonly convolutions: readonly Convolution[];
  /** Whether the block's input is added to its output. */
  readonly residual: boolean;
  readonly outputChannels: number;
}

export interface Architecture {
  readonly name: string;
  /** Side in pixels that the published weights were trained at. */
  readonly trainedSize: number;
  readonly batchNormEpsilon: number;
  /** The network sees (colour - mean) / deviation, colour in 0..255. */
  readonly colour: { readonly mean: number; readonly deviation: number };
  readonly stem: Convolution;
  readonly blocks: readonly Block[];
  readonly head: Convolution;
}

const variants = {
  "efficientnet-lite0": { width: 1.0, depth: 1.0, trainedSize: 224 },
  "efficientnet-lite1": { width: 1.0, depth: 1.1, trainedSize: 240 },
  "efficientnet-lite2": { width: 1.1, depth: 1.2, trainedSize: 260 },
  "efficientnet-lite3": { width: 1.2, depth: 1.4, trainedSize: 280 },
  "efficientnet-lite4": { width: 1.4, depth: 1.8, trainedSize: 300 },
} as const;
export type VariantName = keyof typeof variants;

export function isVariant(name: unknown): name is VariantName {
  return typeof name === "string" && Object.hasOwn(variants, name);
}

/** The stages of width and depth 1. `stride` is that of the stage's first block. */
const stages = [
  { repeats: 1, kernelSize: 3, stride: 1, expansion: 1, channels: 16 },
  { repeats: 2, kernelSize: 3, stride: 2, expansion: 6, channels: 24 },
  { repeats: 2, kernelSize: 5, stride: 2, expansion: 6, channels: 40 },
  { repeats: 3, kernelSize: 3, stride: 2, expansion: 6, channels: 80 },
  { repeats: 3, kernelSize: 5, stride: 1, expansion: 6, channels: 112 },
  { repeats: 4, kernelSize: 5, stride: 2, expansion: 6, channels: 192 },
  { repeats: 1, kernelSize: 3, stride: 1, expansion: 6, channels: 320 },
] as const;
const stemChannels = 32;
const headChannels = 1280;

/** Nearest multiple of 8, never more than a tenth below the exact product. */
export function scaleChannels(channels: number, width: number): number {
  const exact = channels * width;
  const rounded = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return rounded < 0.9 * exact ? rounded + 8 : rounded;
}

export const scaleRepeats = (repeats: number, depth: number): number => Math.ceil(repeats * depth);

export function efficientNetLite(name: VariantName): Architecture {
  const { width, depth, trainedSize } = variants[name];
  const blocks: Block[] = [];
  let inputChannels = stemChannels;
  for (const [stageIndex, stage] of stages.entries()) {
    const unscaled = stageIndex === 0 || stageIndex === stages.length - 1;
    const repeats = unscaled ? stage.repeats : scaleRepeats(stage.repeats, depth);
    const outputChannels = scaleChannels(stage.channels, width);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const stride = repeat === 0 ? stage.stride : 1;
      blocks.push(describeBlock(blocks.length, { ...stage, stride }, inputChannels, outputChannels));
      inputChannels = outputChannels;
    }
  }
  return {
    name,
    trainedSize,
    batchNormEpsilon: 1e-3,
    colour: { mean: 127, deviation: 128 },
    stem: { name: "stem", kind: "dense", kernelSize: 3, stride: 2, inputChannels: 3, outputChannels: stemChannels, relu6: true },
    blocks,
    head: { name: "head", kind: "dense", kernelSize: 1, stride: 1, inputChannels, outputChannels: headChannels, relu6: true },
  };
}

function describeBlock(
  index: number,
  { kernelSize, stride, expansion }: { kernelSize: number; stride: number; expansion: number },
  inputChannels: number,
  outputChannels: number,
): Block {
  const name = `block${String(index).padStart(2, "0")}`;
  const inner = inputChannels * expansion;
  const pointwise = { kind: "dense", kernelSize: 1, stride: 1 } as const;
  const expand: Convolution = { ...pointwise, name: `${name}/expand`, inputChannels, outputChannels: inner, relu6: true };
  const depthwise: Convolution = {
    name: `${name}/depthwise`,
    kind: "depthwise",
    kernelSize,
    stride,
    inputChannels: inner,
    outputChannels: inner,
    relu6: true,
  };
  const project: Convolution = { ...pointwise, name: `${name}/project`, inputChannels: inner, outputChannels, relu6: false };
  return {
    name,
    convolutions: expansion === 1 ? [depthwise, project] : [expand, depthwise, project],
    residual: stride === 1 && inputChannels === outputChannels,
    outputChannels,
  };
}

/** Shape of a convolution's kernel in the weights file. */
export function kernelShape({ kind, kernelSize, inputChannels, outputChannels }: Convolution): readonly number[] {
  return kind === "depthwise" ? [kernelSize, kernelSize, inputChannels, 1] : [kernelSize, kernelSize, inputChannels, outputChannels];
}

/** TensorFlow's SAME padding along one side: the odd pixel goes after. */
export function samePadding(inputSize: number, kernelSize: number, stride: number): { before: number; after: number; outputSize: number } {
  const outputSize = Math.ceil(inputSize / stride);
  const total = Math.max(0, (outputSize - 1) * stride + kernelSize - inputSize);
  const before = Math.floor(total / 2);
  return { before, after: total - before, outputSize };
}

/** Every convolution in the order in which it runs. */
export function convolutionsOf({ stem, blocks, head }: Architecture): readonly Convolution[] {
  return [stem, ...blocks.flatMap((block) => block.convolutions), head];
}

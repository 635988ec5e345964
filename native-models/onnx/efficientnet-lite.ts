/** An architecture and its weights come in, the ONNX model that turns pixels into descriptors goes out. */
import { type Architecture, type Convolution, samePadding } from "../architectures/efficientnet-lite.ts";
import { foldBatchNorm } from "../fold.ts";
import type { Safetensors } from "../safetensors.ts";
import type { Whitening } from "../whitening.ts";
import { createGraph, type GraphBuilder } from "./graph.ts";

/** The network's side of a square input, and the descriptors to take out of its one pass. */
export interface DescriptorModel {
  readonly architecture: Architecture;
  readonly weights: Safetensors;
  /** Pixels a side. */
  readonly inputSize: number;
  readonly copyBlock: string;
  /** null: the pooled features leave as they are, unit length (to fit a whitening on). */
  readonly whitening: { readonly copy: Whitening; readonly scene: Whitening } | null;
}

/** Channels of the two pooled descriptors before whitening. */
export function pooledDimensions({ architecture, copyBlock }: DescriptorModel): { copy: number; scene: number } {
  return { copy: 2 * blockNamed(architecture, copyBlock).outputChannels, scene: architecture.head.outputChannels };
}

/**
 * Input "pixels": uint8 [batch, 3, inputSize, inputSize], planar RGB 0..255.
 * Outputs "copy" and "scene": float32 [batch, dimensions], unit length.
 * copy: mean and standard deviation over the positions of one block's output. scene: the head's output by generalised
 * mean, p = 3 (Radenović, Tolias and Chum 2018, equation 3).
 */
export function buildDescriptorModel(model: DescriptorModel): Uint8Array {
  const { architecture, inputSize, copyBlock, whitening } = model;
  const graph = createGraph(architecture.name);
  const pixels = graph.input("pixels", "uint8", ["batch", 3, inputSize, inputSize]);
  let features = normaliseColour(graph, pixels, architecture);
  let size = inputSize;
  graph.constant("zero", Float32Array.of(0), []);
  graph.constant("six", Float32Array.of(6), []);
  const convolve = (convolution: Convolution): void => {
    const padding = samePadding(size, convolution.kernelSize, convolution.stride);
    features = addConvolution(graph, model, convolution, features, padding);
    size = padding.outputSize;
  };

  convolve(architecture.stem);
  let copy = "";
  for (const block of architecture.blocks) {
    const before = features;
    for (const convolution of block.convolutions) convolve(convolution);
    if (block.residual) features = graph.operator("Add", [features, before], {}, block.name);
    if (block.name === copyBlock) copy = poolMeanAndDeviation(graph, features);
  }
  convolve(architecture.head);
  const scene = poolGeneralisedMean(graph, features);

  const dimensions = pooledDimensions(model);
  finish(graph, "copy", copy, dimensions.copy, whitening?.copy ?? null);
  finish(graph, "scene", scene, dimensions.scene, whitening?.scene ?? null);
  return graph.build();
}

function blockNamed({ blocks, name }: Architecture, wanted: string) {
  const block = blocks.find((candidate) => candidate.name === wanted);
  if (!block) throw new Error(`${name} has no ${wanted}.`);
  return block;
}

function normaliseColour(graph: GraphBuilder, pixels: string, { colour }: Architecture): string {
  const float = graph.operator("Cast", [pixels], { to: { int: 1 } });
  const centred = graph.operator("Sub", [float, graph.constant("colour/mean", Float32Array.of(colour.mean), [])]);
  return graph.operator("Mul", [centred, graph.constant("colour/scale", Float32Array.of(1 / colour.deviation), [])]);
}

function addConvolution(
  graph: GraphBuilder,
  { weights, architecture }: DescriptorModel,
  convolution: Convolution,
  input: string,
  { before, after }: { before: number; after: number },
): string {
  const { name, kind, stride, kernelSize, inputChannels, outputChannels, relu6 } = convolution;
  const folded = foldBatchNorm(weights, convolution, architecture.batchNormEpsilon);
  const kernel = graph.constant(`${name}/kernel`, folded.kernel, folded.shape);
  const bias = graph.constant(`${name}/bias`, folded.bias, [outputChannels]);
  const convolved = graph.operator(
    "Conv",
    [input, kernel, bias],
    {
      kernel_shape: { ints: [kernelSize, kernelSize] },
      strides: { ints: [stride, stride] },
      pads: { ints: [before, before, after, after] },
      group: { int: kind === "depthwise" ? inputChannels : 1 },
    },
    name,
  );
  return relu6 ? graph.operator("Clip", [convolved, "zero", "six"], {}, `${name}/relu6`) : convolved;
}

const overPositions = { axes: { ints: [2, 3] }, keepdims: { int: 1 } };

function poolMeanAndDeviation(graph: GraphBuilder, features: string): string {
  const mean = graph.operator("ReduceMean", [features], overPositions);
  const centred = graph.operator("Sub", [features, mean]);
  const variance = graph.operator("ReduceMean", [graph.operator("Mul", [centred, centred])], overPositions);
  const pooled = graph.operator("Concat", [mean, graph.operator("Sqrt", [variance])], { axis: { int: 1 } });
  return graph.operator("Flatten", [pooled], { axis: { int: 1 } });
}

function poolGeneralisedMean(graph: GraphBuilder, features: string): string {
  const cubed = graph.operator("Mul", [graph.operator("Mul", [features, features]), features]);
  const mean = graph.operator("ReduceMean", [cubed], overPositions);
  const root = graph.operator("Pow", [mean, graph.constant("gem/root", Float32Array.of(1 / 3), [])]);
  return graph.operator("Flatten", [root], { axis: { int: 1 } });
}

/** Unit length, whitening, unit length again. */
function finish(graph: GraphBuilder, name: string, pooled: string, dimensions: number, whitening: Whitening | null): void {
  const tiny = graph.constant(`${name}/tiny`, Float32Array.of(1e-12), []);
  const unit = (vectors: string, output: string): void => {
    const length = graph.operator("ReduceL2", [vectors], { axes: { ints: [1] }, keepdims: { int: 1 } });
    graph.operator("Div", [vectors, graph.operator("Max", [length, tiny])], {}, output);
  };
  if (!whitening) {
    unit(pooled, name);
    graph.output(name, "float32", ["batch", dimensions]);
    return;
  }
  if (whitening.inputDimensions !== dimensions)
    throw new Error(`The whitening of ${name} takes ${whitening.inputDimensions} numbers, the network gives ${dimensions}.`);
  unit(pooled, `${name}/pooled`);
  const { inputDimensions, outputDimensions } = whitening;
  const mean = graph.constant(`${name}/mean`, whitening.mean, [inputDimensions]);
  const matrix = graph.constant(`${name}/matrix`, whitening.matrix, [inputDimensions, outputDimensions]);
  const whitened = graph.operator("MatMul", [graph.operator("Sub", [`${name}/pooled`, mean]), matrix]);
  unit(whitened, name);
  graph.output(name, "float32", ["batch", outputDimensions]);
}

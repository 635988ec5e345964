/** An architecture, its weights and the descriptors wanted come in, the ONNX model that computes them in one pass goes out. */
import { type Architecture, type Block, type Convolution, samePadding } from "../architectures/efficientnet-lite.ts";
import { channelsOf, type PooledBlock, placeOf, pooledWidth } from "../architectures/pooling.ts";
import { foldBatchNorm } from "../fold.ts";
import type { Head } from "../head.ts";
import { overlaid, type Safetensors, type Tensor } from "../safetensors.ts";
import { createGraph, type GraphBuilder } from "./graph.ts";
import { addHead, addUnitLength } from "./head.ts";
import { addPooling } from "./pooling.ts";

export interface DescriptorOutput {
  /** Name of the output. */
  readonly name: string;
  readonly pooled: readonly PooledBlock[];
  /** null: the pooled features leave as they are, unit length. */
  readonly head: Head | null;
  /** Whether the adapted blocks are seen; default not. */
  readonly adapted?: boolean;
  /** Also gives NAME_features: the pooled features, unit length, before the head. */
  readonly features?: boolean;
}

/** The network's side of a square input, and what to take out of its one pass. */
export interface DescriptorModel {
  readonly architecture: Architecture;
  readonly weights: Safetensors;
  /** Take the place of tensors of `weights` for outputs that ask for it; blocks below the first of them are computed once. */
  readonly adapted?: ReadonlyMap<string, Tensor>;
  /** Pixels a side. */
  readonly inputSize: number;
  readonly descriptors: readonly DescriptorOutput[];
  /** Also gives "activations": what comes into this block (not adapted), float32 [batch, height, width, channels], as TensorFlow.js takes it. */
  readonly activationsBefore?: string;
}

/** Shape, without the batch, of what comes into a block. */
export function activationShape(architecture: Architecture, inputSize: number, block: string): readonly [number, number, number] {
  const before = architecture.blocks.slice(0, placeOf(architecture, block));
  const strides = [architecture.stem, ...before.flatMap(({ convolutions }) => convolutions)].map(({ stride }) => stride);
  const side = strides.reduce((size, stride) => Math.ceil(size / stride), inputSize);
  return [side, side, before.at(-1)?.outputChannels ?? architecture.stem.outputChannels];
}

/**
 * Input "pixels": uint8 [batch, 3, inputSize, inputSize], planar RGB 0..255.
 * Outputs: one a descriptor, float32 [batch, dimensions], unit length.
 * @throws SafetensorsError where weights are missing, Error where a head or a block does not fit.
 */
export function buildDescriptorModel(model: DescriptorModel): Uint8Array {
  const { architecture, inputSize, descriptors, activationsBefore } = model;
  const graph = createGraph(architecture.name);
  const pixels = graph.input("pixels", "uint8", ["batch", 3, inputSize, inputSize]);
  graph.constant("zero", Float32Array.of(0), []);
  graph.constant("six", Float32Array.of(6), []);
  const start: Signal = { features: normaliseColour(graph, pixels, architecture), size: inputSize };

  const plain = descriptors.filter(({ adapted }) => !adapted);
  const changed = descriptors.filter(({ adapted }) => adapted);
  const parts = partsOf(architecture);
  const fork = forkOf(parts, model.adapted ?? new Map());
  const wantedPlain = [...plain, ...(fork === null ? changed : [])].flatMap(({ pooled }) => pooled.map(({ block }) => block));
  const wantedChanged = fork === null ? [] : changed.flatMap(({ pooled }) => pooled.map(({ block }) => block));

  const base = createPass(graph, model, model.weights, "");
  const until = Math.max(
    ...wantedPlain.map((block) => parts.findIndex(({ name }) => name === block) + 1),
    wantedChanged.length > 0 ? (fork ?? 0) : 0,
    activationsBefore === undefined ? 0 : parts.findIndex(({ name }) => name === activationsBefore),
  );
  const signals = base(start, parts.slice(0, until));
  const before = (part: number): Signal => (part === 0 ? start : (signals.get(parts[part - 1]?.name ?? "") ?? start));
  let adaptedSignals = signals;
  if (fork !== null && wantedChanged.length > 0) {
    const pass = createPass(graph, model, overlaid(model.weights, model.adapted ?? new Map()), "adapted/");
    const last = Math.max(...wantedChanged.map((block) => parts.findIndex(({ name }) => name === block) + 1));
    adaptedSignals = new Map([...[...signals].slice(0, fork), ...pass(before(fork), parts.slice(fork, last))]);
  }
  if (activationsBefore !== undefined) {
    const { features } = before(parts.findIndex(({ name }) => name === activationsBefore));
    graph.operator("Transpose", [features], { perm: { ints: [0, 2, 3, 1] } }, "activations");
    graph.output("activations", "float32", ["batch", ...activationShape(architecture, inputSize, activationsBefore)]);
  }
  for (const descriptor of descriptors)
    addDescriptor(graph, architecture, descriptor, descriptor.adapted && fork !== null ? adaptedSignals : signals);
  return graph.build();
}

/** The output of a part of the network: its name in the graph, and positions a side. */
interface Signal {
  readonly features: string;
  readonly size: number;
}
interface Part extends Pick<Block, "name" | "convolutions" | "residual"> {}

function partsOf({ stem, blocks, head }: Architecture): readonly Part[] {
  const single = (convolution: Convolution): Part => ({ name: convolution.name, convolutions: [convolution], residual: false });
  return [single(stem), ...blocks, single(head)];
}

/** The first part that an adapted tensor belongs to; null where there is none. */
function forkOf(parts: readonly Part[], adapted: ReadonlyMap<string, Tensor>): number | null {
  const places = [...adapted.keys()].map((tensor) => parts.findIndex(({ name }) => tensor.startsWith(`${name}/`)));
  if (places.includes(-1)) throw new Error("An adapted tensor belongs to no part of the network.");
  return places.length > 0 ? Math.min(...places) : null;
}

function createPass(graph: GraphBuilder, { architecture }: DescriptorModel, weights: Safetensors, prefix: string) {
  return (start: Signal, parts: readonly Part[]): Map<string, Signal> => {
    const signals = new Map<string, Signal>();
    let signal = start;
    for (const { name, convolutions, residual } of parts) {
      const before = signal;
      for (const convolution of convolutions) signal = addConvolution(graph, architecture, weights, convolution, signal, prefix);
      if (residual) signal = { ...signal, features: graph.operator("Add", [signal.features, before.features], {}, `${prefix}${name}`) };
      signals.set(name, signal);
    }
    return signals;
  };
}

function normaliseColour(graph: GraphBuilder, pixels: string, { colour }: Architecture): string {
  const float = graph.operator("Cast", [pixels], { to: { int: 1 } });
  const centred = graph.operator("Sub", [float, graph.constant("colour/mean", Float32Array.of(colour.mean), [])]);
  return graph.operator("Mul", [centred, graph.constant("colour/scale", Float32Array.of(1 / colour.deviation), [])]);
}

function addConvolution(
  graph: GraphBuilder,
  { batchNormEpsilon }: Architecture,
  weights: Safetensors,
  convolution: Convolution,
  { features, size }: Signal,
  prefix: string,
): Signal {
  const { kind, stride, kernelSize, inputChannels, outputChannels, relu6 } = convolution;
  const name = `${prefix}${convolution.name}`;
  const { before, after, outputSize } = samePadding(size, kernelSize, stride);
  const folded = foldBatchNorm(weights, convolution, batchNormEpsilon);
  const kernel = graph.constant(`${name}/kernel`, folded.kernel, folded.shape);
  const bias = graph.constant(`${name}/bias`, folded.bias, [outputChannels]);
  const convolved = graph.operator(
    "Conv",
    [features, kernel, bias],
    {
      kernel_shape: { ints: [kernelSize, kernelSize] },
      strides: { ints: [stride, stride] },
      pads: { ints: [before, before, after, after] },
      group: { int: kind === "depthwise" ? inputChannels : 1 },
    },
    name,
  );
  const output = relu6 ? graph.operator("Clip", [convolved, "zero", "six"], {}, `${name}/relu6`) : convolved;
  return { features: output, size: outputSize };
}

function addDescriptor(
  graph: GraphBuilder,
  architecture: Architecture,
  { name, pooled, head, features }: DescriptorOutput,
  signals: ReadonlyMap<string, Signal>,
): void {
  const parts = pooled.flatMap(({ block, pooling }) => {
    // Names the block where there is none.
    channelsOf(architecture, block);
    return pooling.map((kind) => addPooling(graph, signals.get(block)?.features ?? "", kind));
  });
  const width = pooledWidth(architecture, pooled);
  const joined = parts.length === 1 ? (parts[0] ?? "") : graph.operator("Concat", parts, { axis: { int: 1 } });
  if (head && head.whitening.inputDimensions !== width)
    throw new Error(`The whitening of ${name} takes ${head.whitening.inputDimensions} numbers, the network gives ${width}.`);
  const unit = head ? addUnitLength(graph, joined, `${name}_features`) : addUnitLength(graph, joined, name);
  if (head && features) graph.output(unit, "float32", ["batch", width]);
  if (head) addHead(graph, name, unit, head);
  graph.output(name, "float32", ["batch", head ? head.whitening.outputDimensions : width]);
}

/** A network and its weights come in, the ONNX model that runs it on planar pixels goes out. */
import { samePadding } from "../architectures/efficientnet-lite.ts";
import { type Attribute, createGraph, type GraphBuilder } from "../onnx/graph.ts";
import type { LayerNumbers, LayerWeights } from "./layer-weights.ts";
import type { Convolution, Network, Operations } from "./operations.ts";

/** A square map as ONNX has it, [batch, channels, side, side]; `side` 0 for what has no positions any more. */
interface Maps {
  readonly value: string;
  readonly channels: number;
  readonly side: number;
}

/**
 * Input "pixels": uint8 [batch, 3, height, width], planar RGB 0..255; both inputSize, or any multiples of 32 where the network is
 * `anySize`: the padding of even sides does not depend on how long they are. Outputs: as the network names them.
 */
export function buildOnnx(network: Network, weights: LayerWeights): Uint8Array {
  const graph = createGraph(network.name);
  const { inputSize, colour, anySize } = network;
  const pixels = graph.input("pixels", "uint8", ["batch", 3, ...(anySize ? ["height", "width"] : [inputSize, inputSize])]);
  const float = graph.operator("Cast", [pixels], { to: { int: 1 } });
  const centred = graph.operator("Sub", [float, graph.constant("colour/mean", Float32Array.from(colour.mean), [1, 3, 1, 1])]);
  const value = graph.operator("Mul", [centred, graph.constant("colour/scale", Float32Array.of(colour.scale), [])]);
  const outputs = network.build(onnxOperations(graph, weights), { value, channels: 3, side: inputSize });
  for (const [name, output] of Object.entries(outputs)) {
    graph.operator("Identity", [output.value], {}, name);
    graph.output(name, "float32", ["batch", ...(output.side === 0 && output.channels > 1 ? [output.channels] : ["rows", "columns"])]);
  }
  return graph.build();
}

function onnxOperations(graph: GraphBuilder, weights: LayerWeights): Operations<Maps> {
  let constants = 0;
  const whole = (values: readonly number[]): string => {
    constants += 1;
    return graph.constant(`shape${constants}`, BigInt64Array.from(values, BigInt), [values.length]);
  };
  const convolve = (input: Maps, name: string, { stride = 1, padding = "same" }: Convolution, groups: number): Maps => {
    const kernel = weights.numbers(`${name}/kernel`);
    const { values, shape } = groups === 1 ? denseKernel(kernel) : depthwiseKernel(kernel);
    const [outputs = 0, , size = 0] = shape;
    const { before, after, outputSize } = paddingOf(padding, input.side, size, stride);
    const operands = [input.value, graph.constant(`${name}/kernel`, values, shape)];
    const bias = weights.optional(`${name}/bias`);
    if (bias) operands.push(graph.constant(`${name}/bias`, bias.values, bias.shape));
    const attributes: Record<string, Attribute> = {
      kernel_shape: { ints: [size, size] },
      strides: { ints: [stride, stride] },
      pads: { ints: [before, before, after, after] },
      group: { int: groups },
    };
    return { value: graph.operator("Conv", operands, attributes, name), channels: outputs, side: outputSize };
  };
  const pool = (type: string, input: Maps, size: number, stride: number): Maps => {
    const attributes = { kernel_shape: { ints: [size, size] }, strides: { ints: [stride, stride] } };
    return { ...input, value: graph.operator(type, [input.value], attributes), side: Math.floor((input.side - size) / stride) + 1 };
  };

  return {
    convolution: (input, name, options = {}) => convolve(input, name, options, 1),
    depthwise: (input, name, options = {}) => convolve(input, name, options, input.channels),
    add: (a, b) => ({ ...a, value: graph.operator("Add", [a.value, b.value]) }),
    relu: (input) => ({ ...input, value: graph.operator("Relu", [input.value]) }),
    prelu(input, name) {
      const slope = graph.constant(name, weights.numbers(name).values, [input.channels, 1, 1]);
      return { ...input, value: graph.operator("PRelu", [input.value, slope]) };
    },
    sigmoid: (input) => ({ ...input, value: graph.operator("Sigmoid", [input.value]) }),
    maxPool: (input, size, stride) => pool("MaxPool", input, size, stride),
    averagePool: (input) => pool("AveragePool", input, 2, 2),
    extend(input, { side = input.side, channels = input.channels }) {
      if (side === input.side && channels === input.channels) return input;
      const pads = whole([0, 0, 0, 0, 0, channels - input.channels, side - input.side, side - input.side]);
      return { value: graph.operator("Pad", [input.value, pads]), side, channels };
    },
    sideOf: (input) => input.side,
    rows(input, columns) {
      const last = graph.operator("Transpose", [input.value], { perm: { ints: [0, 2, 3, 1] } });
      return { value: graph.operator("Reshape", [last, whole([0, -1, columns])]), side: 0, channels: 0 };
    },
    join: (a, b) => ({ ...a, value: graph.operator("Concat", [a.value, b.value], { axis: { int: 1 } }) }),
    pooledProduct(input, name) {
      const { values, shape } = weights.numbers(`${name}/kernel`);
      const pooled = graph.operator("Flatten", [graph.operator("GlobalAveragePool", [input.value])], { axis: { int: 1 } });
      const value = graph.operator("MatMul", [pooled, graph.constant(`${name}/kernel`, values, shape)]);
      return { value, side: 0, channels: shape[1] ?? 0 };
    },
  };
}

function paddingOf(padding: "same" | "valid", side: number, size: number, stride: number): ReturnType<typeof samePadding> {
  if (padding === "same") return samePadding(side, size, stride);
  return { before: 0, after: 0, outputSize: Math.floor((side - size) / stride) + 1 };
}

/** HWIO → OIHW */
function denseKernel({ values, shape }: LayerNumbers): LayerNumbers {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape;
  return { values: permuted(values, height * width, inputs, outputs), shape: [outputs, inputs, height, width] };
}

/** HWC1 → C1HW */
function depthwiseKernel({ values, shape }: LayerNumbers): LayerNumbers {
  const [height = 0, width = 0, channels = 0] = shape;
  return { values: permuted(values, height * width, 1, channels), shape: [channels, 1, height, width] };
}

/** [positions, inputs, outputs] → [outputs, inputs, positions] */
function permuted(values: Float32Array, positions: number, inputs: number, outputs: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let position = 0; position < positions; position += 1)
    for (let input = 0; input < inputs; input += 1)
      for (let output = 0; output < outputs; output += 1)
        out[(output * inputs + input) * positions + position] = values[(position * inputs + input) * outputs + output] as number;
  return out;
}

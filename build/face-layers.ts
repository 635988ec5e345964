/** A published face model comes in, its tensors under the names of this project's architecture go out. */
import { fromFloat32, type Tensor } from "../native-models/safetensors.ts";
import type { PublishedTensor, TensorFlowJsFile } from "./tensorflow-js-file.ts";

type Layers = Map<string, Tensor>;
const blockName = (index: number): string => `block${String(index).padStart(2, "0")}`;

/** Kernels in 16 bits; the few biases and slopes as they are. */
function put(layers: Layers, name: string, { values, shape }: PublishedTensor): void {
  const kernel = name.endsWith("/kernel");
  layers.set(name, fromFloat32(values, kernel ? shape : [values.length], kernel ? "F16" : "F32"));
}

/** The graph's tensors have no names of meaning; its nodes have. */
export function detectorLayers(file: TensorFlowJsFile): Layers {
  const layers: Layers = new Map();
  const convolution = (node: string, name: string): void => {
    const [, kernel = "", bias] = file.inputsOf(`StatefulPartitionedCall/functional_1/${node}`);
    put(layers, `${name}/kernel`, file.tensor(kernel));
    if (bias) put(layers, `${name}/bias`, file.tensor(bias));
  };
  convolution("conv2d/Relu", "stem");
  for (let block = 0; block < 31; block += 1) {
    convolution(`depthwise_conv2d${block === 0 ? "" : `_${block}`}/depthwise`, `${blockName(block)}/depthwise`);
    convolution(`conv2d_${block + 1}/BiasAdd`, `${blockName(block)}/pointwise`);
  }
  convolution("depthwise_conv2d_31/depthwise", "coarse/depthwise");
  convolution("re_lu_31/Relu", "coarse/pointwise");
  convolution("conv2d_33/BiasAdd", "fine/scores");
  convolution("conv2d_35/BiasAdd", "fine/boxes");
  convolution("conv2d_34/BiasAdd", "coarse/scores");
  convolution("conv2d_36/BiasAdd", "coarse/boxes");
  return layers;
}

/** Numbers of the published layers: depthwise and pointwise convolution, slope. */
const meshBlocks: readonly (readonly [name: string, depthwise: number, pointwise: number, slope: number])[] = [
  ...Array.from({ length: 14 }, (_, block) => [blockName(block), block + 1, block + 2, block + 2] as const),
  ["points/block00", 15, 16, 16],
  ["points/block01", 16, 17, 17],
  ["points/block02", 17, 18, 18],
  ["points/last", 18, 20, 20],
  ["face/block00", 23, 28, 26],
  ["face/last", 24, 30, 28],
];

export function meshLayers(file: TensorFlowJsFile): Layers {
  const layers: Layers = new Map();
  const copy = (name: string, published: string): void => put(layers, name, file.tensor(`StatefulPartitionedCall/model_1/${published}`));
  const folded = (name: string, convolution: number): void => {
    copy(`${name}/kernel`, `conv2d_${convolution}/Conv2D_weights`);
    copy(`${name}/bias`, `conv2d_${convolution}/Conv2D_bn_offset`);
  };
  const plain = (name: string, convolution: number): void => {
    copy(`${name}/kernel`, `conv2d_${convolution}/Conv2D/ReadVariableOp`);
    copy(`${name}/bias`, `conv2d_${convolution}/BiasAdd/ReadVariableOp`);
  };
  const slope = (name: string, number: number): void => copy(`${name}/slope`, `p_re_lu_${number}/Neg`);
  folded("stem", 1);
  slope("stem", 1);
  for (const [name, depthwise, pointwise, slopeNumber] of meshBlocks) {
    copy(`${name}/depthwise/kernel`, `depthwise_conv2d_${depthwise}/depthwise/ReadVariableOp`);
    folded(`${name}/pointwise`, pointwise);
    slope(name, slopeNumber);
  }
  folded("points/narrow", 19);
  slope("points/narrow", 19);
  plain("points/head", 21);
  folded("face/narrow", 29);
  slope("face/narrow", 27);
  plain("face/head", 31);
  return layers;
}

const embedderBlocks = [
  ...["conv32_1", "conv32_2", "conv32_3", "conv64_down", "conv64_1", "conv64_2", "conv64_3", "conv128_down", "conv128_1", "conv128_2"],
  ...["conv256_down", "conv256_1", "conv256_2", "conv256_down_out"],
];

/** Each published convolution is followed by a scale layer: w (conv(x) + b) + c = conv(x) scaled by w, plus w b + c. */
export function embedderLayers(file: TensorFlowJsFile): Layers {
  const layers: Layers = new Map();
  const scaled = (published: string, name: string): void => {
    const weight = file.tensor(`${published}/scale/weights`).values;
    const offset = file.tensor(`${published}/scale/biases`).values;
    const bias = file.tensor(`${published}/conv/bias`).values;
    putScaled(layers, `${name}/kernel`, file.tensor(`${published}/conv/filters`), weight);
    const moved = weight.map((factor, output) => factor * (bias[output] as number) + (offset[output] as number));
    layers.set(`${name}/bias`, fromFloat32(moved, [moved.length]));
  };
  scaled("conv32_down", "conv32_down");
  for (const block of embedderBlocks) {
    const name = block === "conv256_down_out" ? "conv256_last_down" : block;
    scaled(`${block}/conv1`, `${name}/first`);
    scaled(`${block}/conv2`, `${name}/second`);
  }
  const product = file.tensor("fc");
  putScaled(layers, "product/kernel", product, new Float32Array(product.shape[1] as number).fill(1));
  return layers;
}

/** Bytes as published, each output's scale and minimum times its factor; the few kernels published as floats in 16 bits. */
function putScaled(layers: Layers, name: string, { bytes, shape, values }: PublishedTensor, factors: Float32Array): void {
  if (!bytes) {
    put(layers, name, { bytes, shape, values: values.map((value, index) => value * (factors[index % factors.length] as number)) });
    return;
  }
  layers.set(name, { type: "U8", shape, bytes: bytes.values });
  const times = (value: number): Tensor =>
    fromFloat32(
      factors.map((factor) => factor * value),
      [factors.length],
    );
  layers.set(`${name}/scale`, times(bytes.scale));
  layers.set(`${name}/minimum`, times(bytes.minimum));
}

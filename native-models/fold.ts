/** A convolution and its batch norm come in as the weights file has them, one kernel and one bias go out. */
import { type Convolution, kernelShape } from "./architectures/efficientnet-lite.ts";
import { type Safetensors, tensorNamed, toFloat32 } from "./safetensors.ts";

export interface FoldedConvolution {
  /** float32 [output, input or 1, kernelSize, kernelSize]: ONNX's order. */
  readonly kernel: Float32Array;
  readonly shape: readonly [number, number, number, number];
  /** float32 [output] */
  readonly bias: Float32Array;
}

/**
 * gamma (conv(x) - mean) / sqrt(variance + epsilon) + beta = conv(x) scaled, plus beta - mean x scale
 * (Ioffe and Szegedy 2015, algorithm 2, line 11). Exact: the padding adds zeros before both.
 * @throws SafetensorsError where a tensor is missing or has another shape.
 */
export function foldBatchNorm(weights: Safetensors, convolution: Convolution, epsilon: number): FoldedConvolution {
  const { name, kind, kernelSize, outputChannels } = convolution;
  const vector = (part: string): Float32Array => toFloat32(tensorNamed(weights, `${name}/${part}`, [outputChannels]));
  const kernel = toFloat32(tensorNamed(weights, `${name}/kernel`, kernelShape(convolution)));
  const mean = vector("mean");
  const gamma = vector("gamma");
  const scale = vector("variance").map((variance, channel) => (gamma[channel] ?? 0) / Math.sqrt(variance + epsilon));
  const bias = vector("beta").map((beta, channel) => beta - (mean[channel] ?? 0) * (scale[channel] ?? 0));

  const depth = kind === "depthwise" ? 1 : convolution.inputChannels;
  const area = kernelSize * kernelSize;
  const folded = new Float32Array(kernel.length);
  // HWIO, and HWC1 read as HW1C, both run [position, input, output].
  for (let position = 0; position < area; position += 1)
    for (let input = 0; input < depth; input += 1)
      for (let output = 0; output < outputChannels; output += 1) {
        const value = kernel[(position * depth + input) * outputChannels + output] ?? 0;
        folded[(output * depth + input) * area + position] = value * (scale[output] ?? 0);
      }
  return { kernel: folded, shape: [outputChannels, depth, kernelSize, kernelSize], bias };
}

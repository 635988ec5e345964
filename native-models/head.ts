/**
 * A whitening comes in, a head that training can start from goes out: what turns pooled features (unit length) into a descriptor.
 * descriptor = unit((x - mean) matrix + relu((x - mean) hidden + bias) output); the second part, which is optional, begins at 0.
 */
import { createRandom } from "./random.ts";
import { fromFloat32, type Safetensors, type Tensor, tensorNamed, toFloat32 } from "./safetensors.ts";
import { readWhitening, type Whitening, whiteningTensors } from "./whitening.ts";

export interface Projection {
  readonly width: number;
  /** float32 [inputDimensions, width] */
  readonly hidden: Float32Array;
  /** float32 [width] */
  readonly bias: Float32Array;
  /** float32 [width, outputDimensions] */
  readonly output: Float32Array;
}

/** A linear head is a whitening, learned or fitted. */
export interface Head {
  readonly whitening: Whitening;
  readonly projection: Projection | null;
}

export interface HeadOptions {
  /** Numbers in a descriptor: the first of the whitening's, which are those that tell most. Default all of them. */
  readonly width?: number;
  /** Hidden numbers of the projection; 0, the default, leaves it out. */
  readonly hidden?: number;
  readonly seed?: number;
}

/** A head as it stands, or narrower, or with a projection more. @throws RangeError where it gives fewer numbers than wanted. */
export function startingFrom(head: Head, { width = head.whitening.outputDimensions, hidden = 0, seed = 1 }: HeadOptions = {}): Head {
  const whitening = narrowed(head.whitening, width);
  const { inputDimensions, outputDimensions } = head.whitening;
  if (!head.projection) return { whitening, projection: hidden > 0 ? startingProjection(inputDimensions, hidden, width, seed) : null };
  const output = head.projection.output.filter((_, index) => index % outputDimensions < width);
  return { whitening, projection: { ...head.projection, output } };
}

/** The first `width` numbers of what a whitening gives. @throws RangeError where it gives fewer. */
function narrowed({ inputDimensions, outputDimensions, mean, matrix }: Whitening, width: number): Whitening {
  if (!(width >= 1 && width <= outputDimensions)) throw new RangeError(`${width} of ${outputDimensions} numbers.`);
  const kept = matrix.filter((_, index) => index % outputDimensions < width);
  return { inputDimensions, outputDimensions: width, mean, matrix: kept };
}

/** Begins as nothing: random in, zero out. */
function startingProjection(inputDimensions: number, width: number, outputDimensions: number, seed: number): Projection {
  const random = createRandom(seed, width);
  // Uniform with the variance that keeps a ReLU's scale: He et al., Delving deep into rectifiers, 2015, equation 10.
  const reach = Math.sqrt(6 / inputDimensions);
  return {
    width,
    hidden: Float32Array.from({ length: inputDimensions * width }, () => reach * (2 * random() - 1)),
    bias: new Float32Array(width),
    output: new Float32Array(width * outputDimensions),
  };
}

/** Of one row, in plain loops: float32 [outputDimensions], unit length. @param features float32 [inputDimensions], unit length. */
export function applyHead({ whitening, projection }: Head, features: Float32Array): Float32Array {
  const { mean, matrix, outputDimensions } = whitening;
  const centred = features.map((value, index) => value - (mean[index] ?? 0));
  const descriptor = timesMatrix(centred, matrix, outputDimensions);
  if (projection) {
    const { hidden, bias, output, width } = projection;
    const bent = timesMatrix(centred, hidden, width).map((value, index) => Math.max(0, value + (bias[index] ?? 0)));
    for (const [index, value] of timesMatrix(bent, output, outputDimensions).entries())
      descriptor[index] = (descriptor[index] ?? 0) + value;
  }
  const length = Math.hypot(...descriptor);
  return length > 0 ? descriptor.map((value) => value / length) : descriptor;
}

/** [n] x [n, width] */
function timesMatrix(row: Float32Array, matrix: Float32Array, width: number): Float32Array {
  const product = new Float32Array(width);
  for (const [index, value] of row.entries())
    for (let column = 0; column < width; column += 1)
      product[column] = (product[column] ?? 0) + value * (matrix[index * width + column] ?? 0);
  return product;
}

/** As NAME/mean, NAME/matrix and, with a projection, NAME/hidden, NAME/bias, NAME/output: matrices F16, vectors F32. */
export function headTensors(name: string, { whitening, projection }: Head): Map<string, Tensor> {
  const tensors = whiteningTensors(name, whitening);
  if (!projection) return tensors;
  const { width, hidden, bias, output } = projection;
  tensors.set(`${name}/hidden`, fromFloat32(hidden, [whitening.inputDimensions, width], "F16"));
  tensors.set(`${name}/bias`, fromFloat32(bias, [width]));
  return tensors.set(`${name}/output`, fromFloat32(output, [width, whitening.outputDimensions], "F16"));
}

/** @throws SafetensorsError where tensors are missing or do not fit each other. */
export function readHead(file: Safetensors, name: string): Head {
  const whitening = readWhitening(file, name);
  if (!file.tensors.has(`${name}/hidden`)) return { whitening, projection: null };
  const width = tensorNamed(file, `${name}/bias`).shape[0] ?? 0;
  const read = (part: string, ...shape: number[]): Float32Array => toFloat32(tensorNamed(file, `${name}/${part}`, shape));
  const projection = {
    width,
    hidden: read("hidden", whitening.inputDimensions, width),
    bias: read("bias", width),
    output: read("output", width, whitening.outputDimensions),
  };
  return { whitening, projection };
}

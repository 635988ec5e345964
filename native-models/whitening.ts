/**
 * Descriptors of many photos come in, a whitening goes out: the mean to subtract and the matrix after which the
 * directions that all photos share weigh no more than the ones that tell them apart.
 * PCA whitening after Jégou and Chum, Negative evidences and co-occurrences in image retrieval, 2012, section 3.
 */
import { symmetricEigen } from "./eigen.ts";
import { fromFloat32, type Safetensors, SafetensorsError, type Tensor, tensorNamed, toFloat32 } from "./safetensors.ts";

export interface Whitening {
  readonly inputDimensions: number;
  readonly outputDimensions: number;
  /** float32 [inputDimensions] */
  readonly mean: Float32Array;
  /** float32 [inputDimensions, outputDimensions] */
  readonly matrix: Float32Array;
}

export interface WhiteningOptions {
  readonly outputDimensions: number;
  /** Share of the mean variance that is added to every direction, so that rare directions are not blown up; 0 is plain PCA. */
  readonly shrinkage: number;
}

/**
 * @param rows float32 [count, inputDimensions], each of unit length.
 * @throws Error where there are fewer than two rows, or fewer dimensions than wanted.
 */
export function fitWhitening(rows: Float32Array, inputDimensions: number, { outputDimensions, shrinkage }: WhiteningOptions): Whitening {
  const count = rows.length / inputDimensions;
  if (!Number.isInteger(count) || count < 2) throw new Error(`A whitening needs at least two whole rows, not ${count}.`);
  if (outputDimensions > inputDimensions) throw new Error(`${inputDimensions} dimensions cannot give ${outputDimensions}.`);
  const mean = meanOf(rows, inputDimensions);
  const covariance = covarianceOf(rows, mean, inputDimensions);
  const { values, vectors } = symmetricEigen(covariance, inputDimensions);
  const meanVariance = values.reduce((sum, value) => sum + Math.max(0, value), 0) / inputDimensions;
  const matrix = new Float32Array(inputDimensions * outputDimensions);
  for (let output = 0; output < outputDimensions; output += 1) {
    const variance = Math.max(0, values[output] ?? 0) + shrinkage * meanVariance;
    // A direction without variance among the rows says nothing: it stays out.
    const scale = variance > 1e-12 * meanVariance ? Math.sqrt(meanVariance / variance) : 0;
    for (let input = 0; input < inputDimensions; input += 1)
      matrix[input * outputDimensions + output] = scale * (vectors[output * inputDimensions + input] ?? 0);
  }
  return { inputDimensions, outputDimensions, mean: Float32Array.from(mean), matrix };
}

/** (row - mean) x matrix, to unit length: float32 [outputDimensions]. What the ONNX graph does, for one row. */
export function applyWhitening({ inputDimensions, outputDimensions, mean, matrix }: Whitening, row: Float32Array): Float32Array {
  const whitened = new Float32Array(outputDimensions);
  for (let input = 0; input < inputDimensions; input += 1) {
    const value = (row[input] ?? 0) - (mean[input] ?? 0);
    for (let output = 0; output < outputDimensions; output += 1)
      whitened[output] = (whitened[output] ?? 0) + value * (matrix[input * outputDimensions + output] ?? 0);
  }
  const length = Math.hypot(...whitened);
  return length > 0 ? whitened.map((value) => value / length) : whitened;
}

/** As the tensors NAME/mean and NAME/matrix. */
export function whiteningTensors(name: string, whitening: Whitening): Map<string, Tensor> {
  const { inputDimensions, outputDimensions, mean, matrix } = whitening;
  return new Map([
    [`${name}/mean`, fromFloat32(mean, [inputDimensions], "F32")],
    [`${name}/matrix`, fromFloat32(matrix, [inputDimensions, outputDimensions], "F16")],
  ]);
}

/** @throws SafetensorsError where the tensors are missing or do not fit each other. */
export function readWhitening(file: Safetensors, name: string): Whitening {
  const { shape } = tensorNamed(file, `${name}/matrix`);
  const [inputDimensions, outputDimensions] = shape;
  if (shape.length !== 2 || inputDimensions === undefined || outputDimensions === undefined)
    throw new SafetensorsError(`"${name}/matrix" is no matrix.`);
  const mean = toFloat32(tensorNamed(file, `${name}/mean`, [inputDimensions]));
  return { inputDimensions, outputDimensions, mean, matrix: toFloat32(tensorNamed(file, `${name}/matrix`)) };
}

function meanOf(rows: Float32Array, dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions);
  for (let index = 0; index < rows.length; index += 1) {
    const column = index % dimensions;
    mean[column] = (mean[column] ?? 0) + (rows[index] ?? 0);
  }
  return mean.map((sum) => sum / (rows.length / dimensions));
}

function covarianceOf(rows: Float32Array, mean: Float64Array, dimensions: number): Float64Array {
  const count = rows.length / dimensions;
  const covariance = new Float64Array(dimensions * dimensions);
  for (let start = 0; start < rows.length; start += dimensions) {
    const centred = Float64Array.from(rows.subarray(start, start + dimensions), (value, column) => value - (mean[column] ?? 0));
    for (let i = 0; i < dimensions; i += 1) {
      const value = centred[i] ?? 0;
      for (let j = i; j < dimensions; j += 1)
        covariance[i * dimensions + j] = (covariance[i * dimensions + j] ?? 0) + value * (centred[j] ?? 0);
    }
  }
  for (let i = 0; i < dimensions; i += 1)
    for (let j = i; j < dimensions; j += 1) {
      const value = (covariance[i * dimensions + j] ?? 0) / (count - 1);
      covariance[i * dimensions + j] = value;
      covariance[j * dimensions + i] = value;
    }
  return covariance;
}

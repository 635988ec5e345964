/**
 * Descriptors of many photos come in, a whitening goes out: the mean to subtract and the matrix after which the
 * directions that all photos share, or that edits change, weigh no more than the ones that tell photos apart.
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
 * PCA whitening (Jégou and Chum, Negative evidences and co-occurrences in image retrieval, 2012, section 3): the directions of
 * most variance, each scaled to the same variance.
 * @param rows float32 [count, inputDimensions], each of unit length.
 * @throws Error where there are fewer than two rows, or fewer dimensions than wanted.
 */
export function fitWhitening(rows: Float32Array, inputDimensions: number, options: WhiteningOptions): Whitening {
  const { outputDimensions, shrinkage } = options;
  requireRows(rows, inputDimensions, options);
  const mean = meanOf(rows, inputDimensions);
  const { values, vectors } = symmetricEigen(covarianceOf(rows, mean, inputDimensions), inputDimensions);
  const scales = whiteningScales(values, shrinkage);
  const matrix = new Float32Array(inputDimensions * outputDimensions);
  for (let output = 0; output < outputDimensions; output += 1)
    for (let input = 0; input < inputDimensions; input += 1)
      matrix[input * outputDimensions + output] = at(scales, output) * at(vectors, output * inputDimensions + input);
  return { inputDimensions, outputDimensions, mean: Float32Array.from(mean), matrix };
}

export interface EditWhiteningOptions extends WhiteningOptions {
  /** Share 0..1 of the photos' own covariance mixed into that of the edits: 0 looks at edits alone. */
  readonly photoShare: number;
}

/**
 * Whitening learned from edits (Mikolajczyk and Matas 2007; Radenović, Tolias and Chum 2018, section 3.3): whitens the
 * differences that edits make, then keeps the directions in which photos still differ most.
 * @param rows float32 [count, inputDimensions]: photos and edited views of them, each of unit length.
 * @param origins For each row the row of the photo that it is a view of; its own place for a photo itself.
 * @throws Error where rows and origins do not agree, or nothing was edited.
 */
export function fitEditWhitening(
  rows: Float32Array,
  origins: Int32Array,
  inputDimensions: number,
  options: EditWhiteningOptions,
): Whitening {
  const { outputDimensions, shrinkage, photoShare } = options;
  requireRows(rows, inputDimensions, options);
  if (origins.length * inputDimensions !== rows.length) throw new Error(`${origins.length} origins do not fit the rows.`);
  const differences = differencesOf(rows, origins, inputDimensions);
  const mean = meanOf(rows, inputDimensions);
  const total = covarianceOf(rows, mean, inputDimensions);
  // A difference has the spread of two descriptors.
  const within = covarianceOf(differences, new Float64Array(inputDimensions), inputDimensions).map(
    (value, index) => ((1 - photoShare) * value) / 2 + photoShare * at(total, index),
  );
  const edits = symmetricEigen(within, inputDimensions);
  const scales = whiteningScales(edits.values, shrinkage);
  const whiten = edits.vectors.map((value, index) => value * at(scales, Math.floor(index / inputDimensions)));
  const spread = productOf(productOf(whiten, total, inputDimensions), transposeOf(whiten, inputDimensions), inputDimensions);
  const photos = symmetricEigen(spread, inputDimensions);
  const combined = productOf(photos.vectors, whiten, inputDimensions);
  const matrix = new Float32Array(inputDimensions * outputDimensions);
  for (let output = 0; output < outputDimensions; output += 1)
    for (let input = 0; input < inputDimensions; input += 1)
      matrix[input * outputDimensions + output] = at(combined, output * inputDimensions + input);
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

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

function requireRows(rows: Float32Array, inputDimensions: number, { outputDimensions }: WhiteningOptions): void {
  const count = rows.length / inputDimensions;
  if (!Number.isInteger(count) || count < 2) throw new Error(`A whitening needs at least two whole rows, not ${count}.`);
  if (outputDimensions > inputDimensions) throw new Error(`${inputDimensions} dimensions cannot give ${outputDimensions}.`);
}

/** What each direction is multiplied with, so that the mean variance stays. */
function whiteningScales(variances: Float64Array, shrinkage: number): Float64Array {
  const meanVariance = variances.reduce((sum, value) => sum + Math.max(0, value), 0) / variances.length;
  return variances.map((value) => {
    const variance = Math.max(0, value) + shrinkage * meanVariance;
    // A direction without variance among the rows says nothing: it stays out.
    return variance > 1e-12 * meanVariance ? Math.sqrt(meanVariance / variance) : 0;
  });
}

function differencesOf(rows: Float32Array, origins: Int32Array, dimensions: number): Float32Array {
  const edited = [...origins.keys()].filter((row) => origins[row] !== row);
  if (edited.length < 2) throw new Error("No row is an edited view of another.");
  const differences = new Float32Array(edited.length * dimensions);
  for (const [place, row] of edited.entries()) {
    const origin = origins[row] ?? row;
    if (origins[origin] !== origin) throw new Error(`Row ${row} names row ${origin} as its photo, which is none.`);
    for (let column = 0; column < dimensions; column += 1)
      differences[place * dimensions + column] = (rows[row * dimensions + column] ?? 0) - (rows[origin * dimensions + column] ?? 0);
  }
  return differences;
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

/** [size, size] x [size, size] */
function productOf(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let k = 0; k < size; k += 1) {
      const value = at(a, i * size + k);
      if (value !== 0) for (let j = 0; j < size; j += 1) product[i * size + j] = at(product, i * size + j) + value * at(b, k * size + j);
    }
  return product;
}

function transposeOf(a: Float64Array, size: number): Float64Array {
  return Float64Array.from(a, (_, index) => at(a, (index % size) * size + Math.floor(index / size)));
}

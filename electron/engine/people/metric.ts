/** An embedding and a metric come in; the unit vector in which people are compared goes out. */
import type { FaceMetric } from "./faces.ts";

/** Numbers in what `project` gives. */
export const projectedLength = ({ mean, matrix }: FaceMetric): number => matrix.length / mean.length;

/** float32 [rows of the matrix], length 1; zeros for a vector that is the mean itself. */
export function project({ mean, matrix }: FaceMetric, vector: Float32Array): Float32Array {
  const dimensions = mean.length;
  const projected = new Float32Array(matrix.length / dimensions);
  let squares = 0;
  for (let row = 0; row < projected.length; row += 1) {
    let sum = 0;
    for (let i = 0; i < dimensions; i += 1) sum += (matrix[row * dimensions + i] as number) * ((vector[i] as number) - (mean[i] as number));
    projected[row] = sum;
    squares += sum * sum;
  }
  const length = Math.sqrt(squares);
  return length === 0 ? projected : projected.map((value) => value / length);
}

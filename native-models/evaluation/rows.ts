/** Embeddings come in, rows of distances between them go out, a few rows at a time, so that any number of them fits in memory. */

export interface Embeddings {
  /** float32 [count, dimensions], rows of unit length. */
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** @throws RangeError where the values are no whole number of rows. */
export function countOf({ values, dimensions }: Embeddings): number {
  const count = values.length / dimensions;
  if (!Number.isInteger(count)) throw new RangeError(`${values.length} numbers are no rows of ${dimensions}.`);
  return count;
}

/** Rows computed together: each reference is then read once for all of them. */
const together = 4;

/**
 * Cosine distance, 0..2, of each query to every reference.
 * @param visit gets the distances of one query, float32 [references]; the array is used again for a later query.
 */
export function visitRows(queries: Embeddings, references: Embeddings, visit: (query: number, distances: Float32Array) => void): void {
  if (queries.dimensions !== references.dimensions) throw new RangeError(`${queries.dimensions} and ${references.dimensions} dimensions.`);
  const referenceCount = countOf(references);
  const queryCount = countOf(queries);
  const rows = Array.from({ length: together }, () => new Float32Array(referenceCount));
  for (let first = 0; first < queryCount; first += together) {
    distancesOfFour(queries, first, references.values, rows);
    for (const [offset, row] of rows.entries()) if (first + offset < queryCount) visit(first + offset, row);
  }
}

/** Four sums at once keep the processor busy; past the last query they are computed for nothing. */
function distancesOfFour({ values, dimensions }: Embeddings, first: number, references: Float32Array, rows: readonly Float32Array[]): void {
  const [row0, row1, row2, row3] = rows;
  if (!row0 || !row1 || !row2 || !row3) return;
  // Copied, with zeros past the end, so that every read is inside an array.
  const block = new Float32Array(together * dimensions);
  block.set(values.subarray(first * dimensions, Math.min(values.length, (first + together) * dimensions)));
  const [start1, start2, start3] = [dimensions, 2 * dimensions, 3 * dimensions];
  for (let reference = 0, start = 0; reference < row0.length; reference += 1, start += dimensions) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let k = 0; k < dimensions; k += 1) {
      const value = references[start + k] ?? 0;
      sum0 += value * (block[k] ?? 0);
      sum1 += value * (block[start1 + k] ?? 0);
      sum2 += value * (block[start2 + k] ?? 0);
      sum3 += value * (block[start3 + k] ?? 0);
    }
    row0[reference] = Math.max(0, 1 - sum0);
    row1[reference] = Math.max(0, 1 - sum1);
    row2[reference] = Math.max(0, 1 - sum2);
    row3[reference] = Math.max(0, 1 - sum3);
  }
}

/** Cosine distance, 0..2, of one row of each. */
export function distanceOfRows(a: Embeddings, i: number, b: Embeddings, j: number): number {
  const { dimensions } = a;
  let sum = 0;
  for (let k = 0; k < dimensions; k += 1) sum += (a.values[i * dimensions + k] ?? 0) * (b.values[j * dimensions + k] ?? 0);
  // Rounded like the rows that visitRows gives, so that equal pairs compare as equal.
  return Math.fround(Math.max(0, 1 - sum));
}

/** A symmetric matrix comes in, its eigenvalues and eigenvectors go out, the largest value first. */

export interface Eigen {
  /** float64 [size], descending */
  readonly values: Float64Array;
  /** float64 [size, size]; row i is the unit eigenvector of values[i]. */
  readonly vectors: Float64Array;
}

/** Sweeps after which a value is given up on; two or three are usual. */
const maxSweeps = 60;

/**
 * Householder tridiagonalisation, then implicit QL with Wilkinson's shift (Golub and Van Loan, Matrix Computations,
 * sections 8.3.1 and 8.3.3), of order size^3.
 * @param matrix float64 [size, size], symmetric; left as it is.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  if (matrix.length !== size * size) throw new Error(`${matrix.length} numbers are no matrix of ${size} x ${size}.`);
  const { diagonal, beside, basis } = tridiagonalise(matrix.slice(), size);
  diagonalise(diagonal, beside, basis, size);
  const order = [...diagonal.keys()].sort((a, b) => at(diagonal, b) - at(diagonal, a));
  const vectors = new Float64Array(size * size);
  for (const [place, row] of order.entries()) vectors.set(basis.subarray(row * size, (row + 1) * size), place * size);
  return { values: Float64Array.from(order, (row) => at(diagonal, row)), vectors };
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

/** rows of `basis` x matrix x columns of `basis` transposed = the tridiagonal matrix. */
function tridiagonalise(a: Float64Array, size: number): { diagonal: Float64Array; beside: Float64Array; basis: Float64Array } {
  const reflections: Float64Array[] = [];
  const product = new Float64Array(size);
  for (let k = 0; k < size - 2; k += 1) {
    // Unit v with (I - 2 v v^T) turning what is below the diagonal of column k into one number.
    const v = new Float64Array(size);
    let squares = 0;
    for (let i = k + 1; i < size; i += 1) {
      v[i] = at(a, i * size + k);
      squares += at(v, i) ** 2;
    }
    const lead = at(v, k + 1);
    v[k + 1] = lead + (lead < 0 ? -1 : 1) * Math.sqrt(squares);
    const length = Math.sqrt(squares - lead ** 2 + at(v, k + 1) ** 2);
    if (length > 0) for (let i = k + 1; i < size; i += 1) v[i] = at(v, i) / length;
    reflections.push(v);

    // A <- A - v w^T - w v^T with w = 2 A v - 2 (v^T A v) v.
    let projection = 0;
    for (let i = k; i < size; i += 1) {
      let sum = 0;
      for (let j = k + 1; j < size; j += 1) sum += at(a, i * size + j) * at(v, j);
      product[i] = 2 * sum;
      projection += sum * at(v, i);
    }
    for (let i = k; i < size; i += 1) product[i] = at(product, i) - 2 * projection * at(v, i);
    for (let i = k; i < size; i += 1) {
      const vi = at(v, i);
      const wi = at(product, i);
      for (let j = k; j < size; j += 1) a[i * size + j] = at(a, i * size + j) - vi * at(product, j) - wi * at(v, j);
    }
  }

  const basis = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) basis[i * size + i] = 1;
  // Q^T = H(last) ... H(0): from the identity, the rows take the reflections from the right, the first one last.
  for (const v of reflections.reverse())
    for (let row = 0; row < size; row += 1) {
      let dot = 0;
      for (let j = 0; j < size; j += 1) dot += at(basis, row * size + j) * at(v, j);
      if (dot !== 0) for (let j = 0; j < size; j += 1) basis[row * size + j] = at(basis, row * size + j) - 2 * dot * at(v, j);
    }
  const diagonal = Float64Array.from({ length: size }, (_, i) => at(a, i * size + i));
  const beside = Float64Array.from({ length: size }, (_, i) => (i + 1 < size ? at(a, (i + 1) * size + i) : 0));
  return { diagonal, beside, basis };
}

/** Rotates `beside` away; `diagonal` becomes the eigenvalues and the rows of `basis` the eigenvectors. */
function diagonalise(diagonal: Float64Array, beside: Float64Array, basis: Float64Array, size: number): void {
  for (let first = 0; first < size; first += 1) {
    for (let sweep = 0; ; sweep += 1) {
      let last = first;
      while (last < size - 1 && !isNegligible(diagonal, beside, last)) last += 1;
      if (last === first) break;
      if (sweep === maxSweeps) throw new Error("The eigenvalues do not settle: the matrix has numbers that are not finite.");
      sweepUp(diagonal, beside, basis, size, first, last);
    }
  }
}

function isNegligible(diagonal: Float64Array, beside: Float64Array, index: number): boolean {
  const scale = Math.abs(at(diagonal, index)) + Math.abs(at(diagonal, index + 1));
  return Math.abs(at(beside, index)) <= Number.EPSILON * scale;
}

/** One implicit QL step on the rows first..last: a rotation chases the bulge from the bottom to the top. */
function sweepUp(diagonal: Float64Array, beside: Float64Array, basis: Float64Array, size: number, first: number, last: number): void {
  const half = (at(diagonal, first + 1) - at(diagonal, first)) / (2 * at(beside, first));
  const root = Math.hypot(half, 1);
  let g = at(diagonal, last) - at(diagonal, first) + at(beside, first) / (half + (half < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = last - 1; i >= first; i -= 1) {
    const f = sine * at(beside, i);
    const b = cosine * at(beside, i);
    const length = Math.hypot(f, g);
    beside[i + 1] = length;
    if (length === 0) {
      diagonal[i + 1] = at(diagonal, i + 1) - shift;
      beside[last] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    const below = at(diagonal, i + 1) - shift;
    const turn = (at(diagonal, i) - below) * sine + 2 * cosine * b;
    shift = sine * turn;
    diagonal[i + 1] = below + shift;
    g = cosine * turn - b;
    rotateRows(basis, size, i, cosine, sine);
  }
  diagonal[first] = at(diagonal, first) - shift;
  beside[first] = g;
  beside[last] = 0;
}

function rotateRows(basis: Float64Array, size: number, row: number, cosine: number, sine: number): void {
  const upper = row * size;
  for (let j = upper; j < upper + size; j += 1) {
    const a = at(basis, j);
    const b = at(basis, j + size);
    basis[j + size] = sine * a + cosine * b;
    basis[j] = cosine * a - sine * b;
  }
}

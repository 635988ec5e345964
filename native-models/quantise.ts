/**
 * A unit vector comes in, int8 numbers go out, and back. Each vector is scaled so that its largest number becomes 127:
 * cosines are untouched by the scale, so compare int8 vectors by cosine (with their own lengths), never by bare products.
 */

/** int8 [dimensions]; the cosine with the vector given is above .9999 for what the embedder makes. All zeros stay zeros. */
export function quantise(vector: Float32Array): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  if (!Number.isFinite(largest)) throw new RangeError("A vector with a number that is not finite cannot be kept.");
  return Int8Array.from(vector, (value) => (largest === 0 ? 0 : Math.round((value / largest) * 127)));
}

/** float32 [dimensions], unit length (all zeros stay zeros). */
export function dequantise(quantised: Int8Array): Float32Array {
  let squares = 0;
  for (const value of quantised) squares += value * value;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  return Float32Array.from(quantised, (value) => value * scale);
}

/** Cosine distance 0..2 of two int8 vectors; smaller is nearer. A vector of zeros is at distance 1 from all. */
export function cosineDistance(a: Int8Array, b: Int8Array): number {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const x = a[index] ?? 0;
    const y = b[index] ?? 0;
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA === 0 || squaresB === 0 ? 1 : 1 - product / Math.sqrt(squaresA * squaresB);
}

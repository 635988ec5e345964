/** Scene descriptors come in; rows of unit length, and the cosine distance between two of them, go out. */

export interface Vectors {
  readonly count: number;
  readonly dimensions: number;
  /** float32 [count, dimensions], rows of unit length; a row of zeros stays one. */
  readonly rows: Float32Array;
  /** 0..2; 1 to a row of zeros. */
  distance(one: number, other: number): number;
}

/** @param scenes int8 [count, dimensions], whatever the scale of each row. */
export function createVectors(scenes: Int8Array, dimensions: number): Vectors {
  const count = dimensions === 0 ? 0 : scenes.length / dimensions;
  const rows = new Float32Array(scenes.length);
  for (let row = 0; row < count; row += 1) {
    const from = row * dimensions;
    let square = 0;
    for (let at = from; at < from + dimensions; at += 1) square += (scenes[at] as number) ** 2;
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let at = from; at < from + dimensions; at += 1) rows[at] = (scenes[at] as number) * scale;
  }
  return { count, dimensions, rows, distance: (one, other) => 1 - dot(rows, one * dimensions, rows, other * dimensions, dimensions) };
}

/** The same distances, computed once and kept: count x count of them, so for few rows only. */
export function withKeptDistances(vectors: Vectors): Vectors {
  const { count } = vectors;
  const kept = new Float32Array(count * count);
  for (let one = 1; one < count; one += 1) {
    for (let other = 0; other < one; other += 1) {
      const distance = vectors.distance(one, other);
      kept[one * count + other] = distance;
      kept[other * count + one] = distance;
    }
  }
  return { ...vectors, distance: (one, other) => kept[one * count + other] as number };
}

/** Four sums side by side keep the processor from waiting for each addition. */
export function dot(a: Float32Array, fromA: number, b: Float32Array, fromB: number, length: number): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < length; at += 4) {
    sum0 += (a[fromA + at] as number) * (b[fromB + at] as number);
    sum1 += (a[fromA + at + 1] as number) * (b[fromB + at + 1] as number);
    sum2 += (a[fromA + at + 2] as number) * (b[fromB + at + 2] as number);
    sum3 += (a[fromA + at + 3] as number) * (b[fromB + at + 3] as number);
  }
  for (; at < length; at += 1) sum0 += (a[fromA + at] as number) * (b[fromB + at] as number);
  return sum0 + sum1 + sum2 + sum3;
}

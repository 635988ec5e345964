/** Faces of known people come in; how well two faces are told to be one person's or two people's, by their cosine alone, goes out. */
import type { LabelledFace } from "./face-sets.ts";

export interface Verification {
  readonly pairsOfOne: number;
  readonly pairsOfTwo: number;
  /** True accept rate at false accept rates of 1e-3 and 1e-4. */
  readonly atThousandth: number;
  readonly atTenThousandth: number;
  /** Area under the ROC curve. */
  readonly area: number;
}

/** Every pair of the faces of whom it is known who they are. */
export function verify(faces: readonly LabelledFace[]): Verification {
  const known = faces.filter(({ person }) => person !== null);
  const [same, different]: [number[], number[]] = [[], []];
  for (const [at, one] of known.entries())
    for (const other of known.slice(0, at)) (one.person === other.person ? same : different).push(cosine(one.vector, other.vector));
  same.sort((a, b) => a - b);
  different.sort((a, b) => a - b);
  let [below, sum] = [0, 0];
  for (const value of same) {
    while (below < different.length && (different[below] ?? 0) < value) below += 1;
    sum += below;
  }
  const accepted = (rate: number): number => {
    const threshold = different[different.length - 1 - Math.floor(rate * different.length)] ?? 0;
    return same.filter((value) => value > threshold).length / same.length;
  };
  return {
    pairsOfOne: same.length,
    pairsOfTwo: different.length,
    atThousandth: accepted(1e-3),
    atTenThousandth: accepted(1e-4),
    area: sum / same.length / different.length,
  };
}

function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/**
 * A few vectors of each class come in, a judge goes out that puts further vectors into a class, with a probability and with "none of them".
 * The nearest class mean: Mensink, Verbeek, Perronnin and Csurka, Distance-based image classification: generalizing to new classes at near-zero
 * cost, 2013; few-shot as in Snell, Swersky and Zemel, Prototypical networks for few-shot learning, 2017.
 */

export interface ClassJudge {
  /** @param vector float32 [dimensions], unit length. @param without an example that is left out of its class's mean: itself. */
  judge(vector: Float32Array, without?: number): ClassJudgement;
}

export interface ClassJudgement {
  /** Place among the classes. */
  readonly likeliest: number;
  /** 0..1 that it is of the likeliest class, none of them being an answer too. */
  readonly probability: number;
}

export interface ClassExamples {
  /** float32 [dimensions] each, unit length. */
  readonly vectors: readonly Float32Array[];
  /** For each vector the place of its class, 0.. */
  readonly classes: readonly number[];
}

/**
 * Fitted by build/fit-classes.ts on 1,180 photos of 100 categories, of which 3 to 12 at a time were the classes, by 1 to 5 examples each, and as many
 * photos of the others were asked too. Temperature in cosine; at the cosine `none` to a class's mean, a stranger is as likely as a member.
 */
export const classConstants = { temperature: 0.04, none: 0.18 } as const;

/** @throws RangeError without examples, or where lengths differ. */
export function createClassJudge(
  { vectors, classes }: ClassExamples,
  { temperature, none }: { readonly temperature: number; readonly none: number } = classConstants,
): ClassJudge {
  const count = Math.max(-1, ...classes) + 1;
  const dimensions = vectors[0]?.length ?? 0;
  if (count === 0 || vectors.length !== classes.length || vectors.some((vector) => vector.length !== dimensions))
    throw new RangeError(`${vectors.length} examples of ${count} classes are nothing to go by.`);
  const sums = Array.from({ length: count }, () => new Float64Array(dimensions));
  const amounts = new Int32Array(count);
  for (const [at, vector] of vectors.entries()) {
    const label = classes[at] ?? 0;
    amounts[label] = (amounts[label] ?? 0) + 1;
    for (let k = 0; k < dimensions; k += 1) (sums[label] as Float64Array)[k] = (sums[label]?.[k] ?? 0) + (vector[k] ?? 0);
  }

  /** -1 where nothing of the class is left. */
  function likeness(vector: Float32Array, label: number, without: number | undefined): number {
    const leaves = without !== undefined && classes[without] === label ? vectors[without] : undefined;
    if ((amounts[label] ?? 0) - (leaves ? 1 : 0) < 1) return -1;
    let [product, square] = [0, 0];
    for (let k = 0; k < dimensions; k += 1) {
      const mean = (sums[label]?.[k] ?? 0) - (leaves?.[k] ?? 0);
      product += mean * (vector[k] ?? 0);
      square += mean * mean;
    }
    return square === 0 ? 0 : product / Math.sqrt(square);
  }

  return {
    judge(vector, without) {
      const scores = Array.from({ length: count }, (_, label) => likeness(vector, label, without) / temperature);
      const likeliest = scores.reduce((best, score, at) => (score > (scores[best] ?? 0) ? at : best), 0);
      const top = Math.max(scores[likeliest] ?? 0, none / temperature);
      const total = [...scores, none / temperature].reduce((sum, score) => sum + Math.exp(score - top), 0);
      return { likeliest, probability: Math.exp((scores[likeliest] ?? 0) - top) / total };
    },
  };
}

/** The labels of a batch come in, what is known of each pair goes out: same, different, or nothing. */

/** What a batch of embeddings is. */
export interface Batch {
  /** int32 [count]; equal labels belong together. Classification losses want them in 0..classes - 1. */
  readonly labels: Int32Array;
  /** Pairs of places in the batch of which nothing is known, whatever their labels: they teach nothing. */
  readonly unknown?: readonly (readonly [first: number, second: number])[];
  /** Number of the training step: it seeds the miners that draw. */
  readonly step?: number;
}

/** int8 [count, count], symmetric: 1 same, -1 different, 0 unknown. The diagonal is 0. */
export type Relations = Int8Array;

/** @throws RangeError where an unknown pair is outside the batch. */
export function relationsOf({ labels, unknown = [] }: Batch): Relations {
  const count = labels.length;
  const relations = new Int8Array(count * count);
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j < count; j += 1) if (i !== j) relations[i * count + j] = labels[i] === labels[j] ? 1 : -1;
  for (const [i, j] of unknown) {
    if (!(i >= 0 && i < count && j >= 0 && j < count)) throw new RangeError(`The pair ${i}, ${j} is outside a batch of ${count}.`);
    relations[i * count + j] = 0;
    relations[j * count + i] = 0;
  }
  return relations;
}

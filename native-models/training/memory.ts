/** A model and an objective come in, the memory of a step goes out, measured; and from it how many rows go at once into what there is. */
import { tf } from "../tensorflow.ts";
import type { TrainingBatch } from "./batches.ts";
import { gradientsOf, type StepSetup } from "./step.ts";

export interface StepCost {
  /** Held whatever the rows: weights, their gradients, what the optimizer remembers. */
  readonly fixedBytes: number;
  /** On the tape for each row. */
  readonly bytesPerRow: number;
}

/** What the optimizer remembers of each number. */
const momentsOfAdam = 2;
/**
 * What the process takes beside TensorFlow.js's own tensors: scratch space of kernels, and pages that the allocator keeps. Generous on
 * TensorFlow's C library, which shares what a reshape seems to copy; see `npm run bench:train`.
 */
const overhead = 1.2;

/**
 * Runs two small steps without moving anything.
 * @param batchOf a batch of so many rows, all of them labelled: any numbers of the right shape do.
 */
export async function measureStepCost(setup: StepSetup, batchOf: (rows: number) => TrainingBatch): Promise<StepCost> {
  const [few, more] = [2, 6];
  const [small, large] = [await peakOf(setup, batchOf(few)), await peakOf(setup, batchOf(more))];
  const bytesPerRow = Math.max(1, (large - small) / (more - few));
  const numbers = [...setup.model.variables.values()].reduce((sum, { size }) => sum + size, 0);
  return { fixedBytes: Math.max(0, small - few * bytesPerRow) + numbers * 4 * momentsOfAdam, bytesPerRow };
}

/**
 * The rows that fit, for `rowsAtOnce`.
 * @param bytes for the step alone, beside what the process holds already.
 * @throws RangeError where not even one row fits.
 */
export function batchSizeWithin(bytes: number, { fixedBytes, bytesPerRow }: StepCost): number {
  const rows = Math.floor((bytes - fixedBytes * overhead) / (bytesPerRow * overhead));
  if (!(rows >= 1))
    throw new RangeError(`A step takes ${Math.ceil((fixedBytes + bytesPerRow) * overhead)} bytes at least, and only ${bytes} are allowed.`);
  return rows;
}

/** The most bytes that TensorFlow.js's tensors hold at one time during a step, beside those before it. */
async function peakOf(setup: StepSetup, batch: TrainingBatch): Promise<number> {
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(async () => {
    const { gradients } = await gradientsOf(setup, batch, 0);
    tf.dispose(gradients);
    return {};
  });
  return peakBytes - before;
}

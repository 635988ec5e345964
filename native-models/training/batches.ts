/** What a training step learns from, and where batches come from: the caller, since nothing here knows photos. */
import type { Numbers } from "./embedding-model.ts";

export interface TrainingBatch {
  /** [count, …]: features, activations or pixels, as the model's `embed` takes them. */
  readonly inputs: Numbers;
  /**
   * int32 [labelled], labelled <= count: equal labels belong together. Rows after the labelled ones are replayed: they take part in
   * distillation alone.
   */
  readonly labels: Int32Array;
  /** Pairs of labelled places of which nothing is known, whatever their labels: they teach nothing. */
  readonly unknown?: readonly (readonly [first: number, second: number])[];
  /** float32 [count, width]: the old embedder's unit vectors of the same rows, to be held to. Wanted where distillation is. */
  readonly reference?: Float32Array;
}

/**
 * Asked once at the start: gives the batch of `firstStep`, then those of the steps after it, for as long as it is asked. Pure in the step:
 * a resumed run then sees what an unbroken one would have seen. A source that ends, ends the training.
 */
export type BatchSource = (firstStep: number, signal: AbortSignal) => AsyncIterable<TrainingBatch>;

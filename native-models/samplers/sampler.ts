/** The number of an epoch comes in, the batches of that epoch go out, as places in the training set. */

/** Pure: the same epoch gives the same batches, so that a run resumes in the middle of one. */
export interface Sampler {
  readonly name: string;
  /** int32 [places in the batch] each. */
  batches(epoch: number): readonly Int32Array[];
}

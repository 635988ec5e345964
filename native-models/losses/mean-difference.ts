/**
 * Pairs come in; how far apart the similar ones are, less how far apart the dissimilar ones are, goes out.
 * mean over similar pairs of d^2 - mean over dissimilar pairs of d^2: the maximum margin criterion, tr(S_within - S_between), of
 * Li, Jiang and Zhang, Efficient and robust feature extraction by maximum margin criterion, 2003, on learnt embeddings.
 */
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { pairTerms } from "./pair-terms.ts";

/**
 * Meant for squared Euclidean distance and the mean as reducer. For embeddings of unit length only: longer ones would make
 * it smaller without end.
 */
export function meanDifference(): Loss {
  return {
    name: "mean difference",
    terms: (input) =>
      pairTerms(
        input,
        (distances) => distances,
        (distances) => tf.neg(distances),
      ),
  };
}

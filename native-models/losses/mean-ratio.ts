/**
 * Pairs come in; how far apart the similar ones are, as a share of how far apart the dissimilar ones are, goes out.
 * mean over similar pairs of d^2 / mean over dissimilar pairs of d^2: the trace ratio of Xiang, Nie and Zhang, Learning a
 * Mahalanobis distance metric for data clustering and classification, 2008, on learnt embeddings.
 */
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { pairTerms } from "./pair-terms.ts";

/** Keeps the ratio finite where all dissimilar pairs coincide. */
const smallestMean = 1e-6;

/** Meant for squared Euclidean distance and the mean as reducer. 0 where the batch has no similar or no dissimilar pair. */
export function meanRatio(): Loss {
  return {
    name: "mean ratio",
    terms(input) {
      const terms = pairTerms(
        input,
        (distances) => distances,
        (distances) => distances,
      );
      return terms.some(({ values }) => values === null) ? terms.map((term) => ({ ...term, values: null })) : terms;
    },
    combine: ([similar = tf.scalar(0), dissimilar = tf.scalar(0)]) => tf.div(similar, tf.maximum(dissimilar, smallestMean)),
  };
}

/**
 * Pairs come in; each is a sample of a logistic regression on its distance.
 * -log p for similar pairs, -log(1 - p) for dissimilar ones, p = 1 / (1 + exp(scale (d - threshold))): Guillaumin, Verbeek and
 * Schmid, Is that you? Metric learning approaches for face identification, 2009 (LDML), with a scale.
 */
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { pairTerms } from "./pair-terms.ts";

export interface LogisticSimilarityOptions {
  /** The distance at which a pair is as likely similar as not. Default .5, for cosine distance. */
  readonly threshold?: number;
  /** How fast probability falls with distance, one over the distance's unit. Default 10. */
  readonly scale?: number;
}

export function logisticSimilarity({ threshold = 0.5, scale = 10 }: LogisticSimilarityOptions = {}): Loss {
  const logit = (distances: tf.Tensor1D): tf.Tensor1D => tf.mul(scale, tf.sub(distances, threshold));
  return {
    name: "logistic similarity",
    terms: (input) =>
      pairTerms(
        input,
        (distances) => tf.softplus(logit(distances)),
        (distances) => tf.softplus(tf.neg(logit(distances))),
      ),
  };
}

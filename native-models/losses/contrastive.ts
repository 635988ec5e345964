/**
 * Pairs come in; similar ones are drawn together, dissimilar ones pushed apart until a margin.
 * d^2 / 2 for similar pairs, max(0, margin - d)^2 / 2 for dissimilar ones: Hadsell, Chopra and LeCun, Dimensionality reduction
 * by learning an invariant mapping, 2006, equation 4.
 */
import { tf } from "../tensorflow.ts";
import type { Loss } from "./loss.ts";
import { pairTerms } from "./pair-terms.ts";

/**
 * The paper's d is the Euclidean distance.
 * @param options.margin in the distance's unit; dissimilar pairs farther apart than this are left alone.
 */
export function contrastive({ margin = 1 }: { readonly margin?: number } = {}): Loss {
  return {
    name: "contrastive",
    terms: (input) =>
      pairTerms(
        input,
        (distances) => tf.div(tf.square(distances), 2),
        (distances) => tf.div(tf.square(tf.relu(tf.sub(margin, distances))), 2),
      ),
  };
}

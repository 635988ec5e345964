/** What was mined comes in, the distances of its positive and of its negative pairs go out, as two terms. */
import { pairsOf } from "../miners/mined.ts";
import type { tf } from "../tensorflow.ts";
import type { LossInput, Term } from "./loss.ts";
import { pickPairs } from "./pick.ts";

type ValueOfPair = (distances: tf.Tensor1D) => tf.Tensor1D;

/**
 * @param ofPositive makes the values of the positive pairs from their distances, float32 [pairs] both.
 * @param ofNegative the same for the negative pairs.
 * @returns the term of the positive pairs, then that of the negative ones.
 */
export function pairTerms({ mined, distances }: LossInput, ofPositive: ValueOfPair, ofNegative: ValueOfPair): [Term, Term] {
  const { positives, negatives } = pairsOf(mined);
  const positiveDistances = pickPairs(distances(), positives);
  const negativeDistances = pickPairs(distances(), negatives);
  return [
    {
      elements: { kind: "positive pairs", anchors: positives.anchors },
      values: positiveDistances && ofPositive(positiveDistances),
    },
    {
      elements: { kind: "negative pairs", anchors: negatives.anchors },
      values: negativeDistances && ofNegative(negativeDistances),
    },
  ];
}

/**
 * Embeddings and their classes come in; each shall be nearer to its class's vector than to the others'.
 * -log(exp(-d(x, w_own) / t) / sum over all classes of exp(-d(x, w) / t)): Zhai and Wu, Classification is a strong baseline for deep
 * metric learning, 2019, with the cosine written as 1 - d, where the 1 cancels.
 */
import { tf } from "../tensorflow.ts";
import { type ClassWeightsOptions, createClassWeights, ownClassMask } from "./class-weights.ts";
import type { Loss } from "./loss.ts";
import { sumOfRows } from "./masked-rows.ts";

export interface NormalisedSoftmaxOptions extends ClassWeightsOptions {
  /** In the distance's unit, above 0; default .05. */
  readonly temperature?: number;
}

/** One value for each embedding. Miners have no say. */
export function createNormalisedSoftmax({ temperature = 0.05, ...options }: NormalisedSoftmaxOptions): Loss {
  const weights = createClassWeights(options);
  return {
    name: "normalised softmax",
    variables: [weights],
    terms({ embeddings, labels, distance }) {
      const logits = tf.div(distance.pairwise(embeddings, weights), -temperature) as tf.Tensor2D;
      const own = sumOfRows(logits, ownClassMask(labels, options.classes));
      const values = tf.sub(tf.logSumExp(logits, 1), own) as tf.Tensor1D;
      return [{ elements: { kind: "anchors", anchors: Int32Array.from(labels.keys()) }, values }];
    },
    dispose: () => weights.dispose(),
  };
}

/**
 * Embeddings and their classes come in; each shall be nearer to its class's proxy than to the other proxies.
 * -log(exp(-d(x, p_own)) / sum over the other proxies of exp(-d(x, p))): Movshovitz-Attias, Toshev, Leung, Ioffe and Singh,
 * No fuss distance metric learning using proxies, 2017, the NCA loss over proxies. Its own proxy is not in the denominator.
 */
import { toUnitLength } from "../distances/distance.ts";
import { tf } from "../tensorflow.ts";
import { type ClassWeightsOptions, createClassWeights, ownClassMask } from "./class-weights.ts";
import type { Loss } from "./loss.ts";
import { logSumExpRows, sumOfRows } from "./masked-rows.ts";

export interface ProxyNcaOptions extends ClassWeightsOptions {
  /** Multiplies the distances, one over the distance's unit; the paper's is 1, the default. */
  readonly scale?: number;
}

/**
 * The paper's d is the squared Euclidean distance of vectors of unit length: the proxies are brought to it, the embeddings come as they are.
 * One value for each embedding; it may be below 0. Miners have no say.
 * @throws RangeError for fewer than two classes.
 */
export function createProxyNca({ scale = 1, ...options }: ProxyNcaOptions): Loss {
  if (options.classes < 2) throw new RangeError("A proxy needs another to be told from.");
  const proxies = createClassWeights(options);
  return {
    name: "proxy-NCA",
    variables: [proxies],
    terms({ embeddings, labels, distance }) {
      const logits = tf.mul(distance.pairwise(embeddings, toUnitLength(proxies)), -scale) as tf.Tensor2D;
      const own = ownClassMask(labels, options.classes);
      const values = tf.sub(logSumExpRows(logits, tf.logicalNot(own)), sumOfRows(logits, own)) as tf.Tensor1D;
      return [{ elements: { kind: "anchors", anchors: Int32Array.from(labels.keys()) }, values }];
    },
    dispose: () => proxies.dispose(),
  };
}

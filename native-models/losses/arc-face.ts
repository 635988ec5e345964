/**
 * Embeddings and their classes come in; each shall be nearer to its class's vector than to the others', by an angle.
 * Softmax over scale x cos(angle to w), the own class's angle enlarged by the margin: Deng, Guo, Xue and Zafeiriou, ArcFace: additive
 * angular margin loss for deep face recognition, 2019, equation 3.
 */
import { toUnitLength } from "../distances/distance.ts";
import { tf } from "../tensorflow.ts";
import { type ClassWeightsOptions, createClassWeights, ownClassMask } from "./class-weights.ts";
import type { Loss } from "./loss.ts";
import { sumOfRows } from "./masked-rows.ts";

export interface ArcFaceOptions extends ClassWeightsOptions {
  /** One over the temperature; the paper's is 64, for millions of faces. Default 32. */
  readonly scale?: number;
  /** Radians, 0..pi; the paper's is .5, the default. */
  readonly margin?: number;
}

/** The slope of the arc cosine is without bound at 1: squares of sines below this count as this. */
const smallestSquare = 1e-6;

/** The angle is what it is about, so the objective's distance has no say, nor have miners. One value for each embedding. */
export function createArcFace({ scale = 32, margin = 0.5, ...options }: ArcFaceOptions): Loss {
  const weights = createClassWeights(options);
  return {
    name: "ArcFace",
    variables: [weights],
    terms({ embeddings, labels }) {
      const cosines = tf.matMul(toUnitLength(embeddings), toUnitLength(weights), false, true) as tf.Tensor2D;
      const own = ownClassMask(labels, options.classes);
      const logits = tf.mul(scale, tf.where(own, enlarged(cosines, margin), cosines)) as tf.Tensor2D;
      const values = tf.sub(tf.logSumExp(logits, 1), sumOfRows(logits, own)) as tf.Tensor1D;
      return [{ elements: { kind: "anchors", anchors: Int32Array.from(labels.keys()) }, values }];
    },
    dispose: () => weights.dispose(),
  };
}

/** cos(angle + margin); where that passes pi and would grow again, cos(angle) less a constant, which keeps falling. */
function enlarged(cosines: tf.Tensor2D, margin: number): tf.Tensor2D {
  const sines = tf.sqrt(tf.maximum(tf.sub(1, tf.square(cosines)), smallestSquare));
  const turned = tf.sub(tf.mul(cosines, Math.cos(margin)), tf.mul(sines, Math.sin(margin)));
  const lowered = tf.sub(cosines, margin * Math.sin(margin));
  // A step and not a comparison: comparisons have no gradient in TensorFlow.js, not even 0.
  const within = tf.step(tf.sub(cosines, Math.cos(Math.PI - margin)));
  return tf.add(tf.mul(within, turned), tf.mul(tf.sub(1, within), lowered));
}

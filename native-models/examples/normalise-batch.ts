/**
 * Activations come in, the same with mean 0 and variance 1 over batch and positions, scaled and shifted, go out.
 * Ioffe and Szegedy, Batch normalization, 2015, algorithm 1 and the gradients below it.
 */
import { tf } from "../tensorflow.ts";

const epsilon = 1e-3;
/** Batch, height and width. */
const positions = [0, 1, 2];

/**
 * By the batch's own statistics. One gradient for the whole, since TensorFlow.js would keep every step between for it.
 * @param activations float32 [batch, height, width, channels]
 * @param scale float32 [channels]
 * @param shift float32 [channels]
 */
export function normaliseBatch(activations: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor4D {
  const normalise = tf.customGrad((...inputs) => {
    const [x, gamma, beta, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, (kept: tf.Tensor[]) => void];
    const { mean, variance } = tf.moments(x, positions);
    const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
    const normal = tf.mul(tf.sub(x, mean), inverseDeviation);
    save([normal, inverseDeviation, gamma]);
    return {
      value: tf.add(tf.mul(normal, gamma), beta),
      gradFunc: (slope: tf.Tensor, saved: tf.Tensor[]) => {
        const [keptNormal, keptInverse, keptGamma] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const shiftSlope = tf.sum(slope, positions);
        const scaleSlope = tf.sum(tf.mul(slope, keptNormal), positions);
        const count = slope.size / shiftSlope.size;
        const centred = tf.sub(tf.sub(slope, tf.div(shiftSlope, count)), tf.mul(keptNormal, tf.div(scaleSlope, count)));
        return [tf.mul(centred, tf.mul(keptGamma, keptInverse)), scaleSlope, shiftSlope];
      },
    };
  });
  return normalise(activations, scale, shift) as tf.Tensor4D;
}

/** By statistics measured before. @param mean float32 [channels] @param variance float32 [channels] */
export function normaliseMeasured(
  activations: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  { mean, variance }: { readonly mean: tf.Tensor1D; readonly variance: tf.Tensor1D },
): tf.Tensor4D {
  return tf.batchNorm(activations, mean, variance, shift, scale, epsilon);
}

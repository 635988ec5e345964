/** Numbers come in, the same cut to 0..6 go out; with a gradient of a few operations, where TensorFlow.js's own takes a dozen over whole pictures. */
import { tf } from "../tensorflow.ts";

/** The slope at 0 and at 6 is 0. */
export function relu6(input: tf.Tensor4D): tf.Tensor4D {
  const apply = tf.customGrad((...given) => {
    const [x, save] = given as unknown as [tf.Tensor, tf.GradSaveFunc];
    const value = tf.relu6(x);
    save([value]);
    return {
      value,
      gradFunc: (slope, [cut]) => {
        const inside = tf.logicalAnd(tf.greater(cut as tf.Tensor, 0), tf.less(cut as tf.Tensor, 6));
        return tf.mul(slope, tf.cast(inside, "float32"));
      },
    };
  });
  return apply(input) as tf.Tensor4D;
}

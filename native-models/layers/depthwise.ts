/**
 * Pictures and one filter a channel come in, filtered pictures go out; differentiable on every backend, also on WebAssembly, which has
 * kernels for the way forward only.
 */
import { samePadding } from "../architectures/efficientnet-lite.ts";
import { tf } from "../tensorflow.ts";

/**
 * SAME padding.
 * @param input float32 [batch, height, width, channels]
 * @param kernel float32 [size, size, channels, 1]
 */
export function depthwise(input: tf.Tensor4D, kernel: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (hasKernels()) return tf.depthwiseConv2d(input, kernel, stride, "same");
  const convolve = tf.customGrad((x, k, save) => {
    const [pictures, filter] = [x as tf.Tensor4D, k as tf.Tensor4D];
    (save as tf.GradSaveFunc)([pictures, filter]);
    return {
      value: tf.depthwiseConv2d(pictures, filter, stride, "same"),
      gradFunc: (slope, [savedInput, savedKernel]) =>
        gradients(slope as tf.Tensor4D, savedInput as tf.Tensor4D, savedKernel as tf.Tensor4D, stride),
    };
  });
  return convolve(input, kernel) as tf.Tensor4D;
}

function hasKernels(): boolean {
  return Boolean(tf.getKernel("DepthwiseConv2dNativeBackpropInput", tf.getBackend()));
}

/**
 * Of the input: the slope, spread out by the stride, filtered with the kernel turned by half. Of the kernel: for each of its places, the
 * input moved by that much, times the slope.
 */
function gradients(slope: tf.Tensor4D, input: tf.Tensor4D, kernel: tf.Tensor4D, stride: number): tf.Tensor[] {
  const [, height, width] = input.shape;
  const [size] = kernel.shape;
  const rows = samePadding(height, size, stride);
  const columns = samePadding(width, size, stride);
  const wanted = [height + size - 1, width + size - 1] as const;
  const before = [size - 1 - rows.before, size - 1 - columns.before] as const;
  const spread = paddedTo(spreadOut(slope, stride), before, wanted);
  const ofInput = tf.depthwiseConv2d(spread, tf.reverse(kernel, [0, 1]), 1, "valid");

  const whole = paddedTo(
    input,
    [rows.before, columns.before],
    [(rows.outputSize - 1) * stride + size, (columns.outputSize - 1) * stride + size],
  );
  const places: tf.Tensor[] = [];
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const moved = tf.stridedSlice(
        whole,
        [0, y, x, 0],
        [input.shape[0], y + (rows.outputSize - 1) * stride + 1, x + (columns.outputSize - 1) * stride + 1, input.shape[3]],
        [1, stride, stride, 1],
      );
      places.push(tf.sum(tf.mul(moved, slope), [0, 1, 2]));
    }
  return [ofInput, tf.reshape(tf.stack(places), kernel.shape)];
}

/** Zeros between neighbours, stride - 1 of them. */
function spreadOut(values: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return values;
  const [batch, height, width, channels] = values.shape;
  const apart = tf.pad(tf.reshape(values, [batch * height, 1, width, channels]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
    [0, 0],
  ]);
  const byColumn = tf.reshape(apart, [batch * height * stride * width, 1, 1, channels]);
  const wide = tf.pad(byColumn, [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  return tf.reshape(wide, [batch, height * stride, width * stride, channels]);
}

/** Zeros before, and after up to the wanted height and width; what is beyond them is cut. */
function paddedTo(values: tf.Tensor4D, before: readonly [number, number], wanted: readonly [number, number]): tf.Tensor4D {
  const [batch, height, width, channels] = values.shape;
  const after = [Math.max(0, wanted[0] - height - before[0]), Math.max(0, wanted[1] - width - before[1])] as const;
  const padded = tf.pad(values, [
    [0, 0],
    [before[0], after[0]],
    [before[1], after[1]],
    [0, 0],
  ]);
  return tf.slice(padded, [0, 0, 0, 0], [batch, wanted[0], wanted[1], channels]);
}

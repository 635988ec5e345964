/**
 * Pictures and filters come in, filtered pictures go out, SAME padding; differentiable on every backend, also on WebAssembly, which has
 * kernels for the way forward only: there the gradients are made of other operations.
 */
import { samePadding } from "../architectures/efficientnet-lite.ts";
import { tf } from "../tensorflow.ts";

/**
 * @param input float32 [batch, height, width, channels]
 * @param kernel float32 [size, size, channels, 1]
 * @param trained whether the kernel wants a gradient, which is most of the work.
 */
export function depthwise(input: tf.Tensor4D, kernel: tf.Tensor4D, stride: number, trained: boolean): tf.Tensor4D {
  if (hasKernel("DepthwiseConv2dNativeBackpropFilter")) return tf.depthwiseConv2d(input, kernel, stride, "same");
  return withGradients(input, kernel, trained, {
    forward: (x, k) => tf.depthwiseConv2d(x, k, stride, "same"),
    ofInput: (slope, x, k) => slopeOfDepthwiseInput(slope, x, k, stride),
    ofKernel: (slope, x, k) => {
      const ones = tf.ones([1, slope.size / slope.shape[3]]) as tf.Tensor2D;
      return slopeOfKernel(x, k, stride, (moved) => tf.matMul(ones, tf.reshape(tf.mul(moved, slope), [-1, slope.shape[3]])));
    },
  });
}

/** @param kernel float32 [size, size, channels, outputs] */
export function dense(input: tf.Tensor4D, kernel: tf.Tensor4D, stride: number, trained: boolean): tf.Tensor4D {
  if (hasKernel("Conv2DBackpropFilter")) return tf.conv2d(input, kernel, stride, "same");
  return withGradients(input, kernel, trained, {
    forward: (x, k) => tf.conv2d(x, k, stride, "same"),
    ofInput: (slope, x, k) => tf.conv2dTranspose(slope, k, x.shape, stride, "same"),
    ofKernel: (slope, x, k) => {
      const [, , channels, outputs] = k.shape;
      const slopes: tf.Tensor2D = tf.reshape(slope, [-1, outputs]);
      return slopeOfKernel(x, k, stride, (moved) => tf.matMul(tf.transpose(tf.reshape(moved, [-1, channels]) as tf.Tensor2D), slopes));
    },
  });
}

/**
 * [n, m] x [m, k]. TensorFlow.js's own gradient asks for products with one side turned, which WebAssembly computes ten times slower than
 * it turns that side first.
 */
export function product(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  if (tf.getBackend() !== "wasm") return tf.matMul(a, b);
  const multiply = tf.customGrad((...given) => {
    const [left, right, save] = given as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    save([left, right]);
    return {
      value: tf.matMul(left, right),
      gradFunc: (slope, [savedLeft, savedRight]) => [
        tf.matMul(slope as tf.Tensor2D, tf.transpose(savedRight as tf.Tensor2D)),
        tf.matMul(tf.transpose(savedLeft as tf.Tensor2D), slope as tf.Tensor2D),
      ],
    };
  });
  return multiply(a, b) as tf.Tensor2D;
}

function hasKernel(name: string): boolean {
  return Boolean(tf.getKernel(name, tf.getBackend()));
}

type Gradient = (slope: tf.Tensor4D, input: tf.Tensor4D, kernel: tf.Tensor4D) => tf.Tensor4D;
interface Filtering {
  forward(input: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D;
  readonly ofInput: Gradient;
  readonly ofKernel: Gradient;
}

function withGradients(input: tf.Tensor4D, kernel: tf.Tensor4D, trained: boolean, { forward, ofInput, ofKernel }: Filtering): tf.Tensor4D {
  const apply = tf.customGrad((...given) => {
    // A kernel that does not train is no input: what an input wants is always computed.
    const [x, k, save] = (trained ? given : [given[0], kernel, given[1]]) as unknown as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([x, k]);
    return {
      value: forward(x, k),
      gradFunc: (slope, [savedInput, savedKernel]) => {
        const known = [slope, savedInput, savedKernel] as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
        return trained ? [ofInput(...known), ofKernel(...known)] : ofInput(...known);
      },
    };
  });
  return (trained ? apply(input, kernel) : apply(input)) as tf.Tensor4D;
}

/** The slope, spread out by the stride, filtered with the kernel turned by half. */
function slopeOfDepthwiseInput(slope: tf.Tensor4D, { shape }: tf.Tensor4D, kernel: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [, height, width] = shape;
  const [size] = kernel.shape;
  const before = [height, width].map((side) => size - 1 - samePadding(side, size, stride).before);
  const spread = paddedTo(spreadOut(slope, stride), before, [height + size - 1, width + size - 1]);
  return tf.depthwiseConv2d(spread, tf.reverse(kernel, [0, 1]), 1, "valid");
}

/**
 * @param ofPlace gets what a place of the kernel meets of the input, float32 [batch, output height, output width, channels], and gives its slope.
 *     One place after the other, so that their pictures are never there together.
 */
function slopeOfKernel(
  input: tf.Tensor4D,
  { shape }: tf.Tensor4D,
  stride: number,
  ofPlace: (moved: tf.Tensor4D) => tf.Tensor,
): tf.Tensor4D {
  const [batch, height, width, channels] = input.shape;
  const [size] = shape;
  const [rows, columns] = [samePadding(height, size, stride), samePadding(width, size, stride)];
  const reach = (outputs: number): number => (outputs - 1) * stride;
  const whole = paddedTo(input, [rows.before, columns.before], [reach(rows.outputSize) + size, reach(columns.outputSize) + size]);
  // Every stride-th row and column, once for each beginning: the rest is plain cutting, where striding each time would be slow.
  const phases = Array.from({ length: stride * stride }, (_, phase) => {
    const from = [0, Math.floor(phase / stride), phase % stride, 0];
    return stride === 1 ? whole : (tf.stridedSlice(whole, from, [...whole.shape], [1, stride, stride, 1]) as tf.Tensor4D);
  });
  const places = Array.from({ length: size * size }, (_, place) =>
    tf.tidy(() => {
      const [y, x] = [Math.floor(place / size), place % size];
      const phase = phases[(y % stride) * stride + (x % stride)] ?? whole;
      const from: [number, number, number, number] = [0, Math.floor(y / stride), Math.floor(x / stride), 0];
      return ofPlace(tf.slice(phase, from, [batch, rows.outputSize, columns.outputSize, channels]));
    }),
  );
  return tf.reshape(tf.stack(places), shape);
}

/** Zeros between neighbours, stride - 1 of them. */
function spreadOut(values: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return values;
  const [batch, height, width, channels] = values.shape;
  // biome-ignore format: one line an axis
  const apart = tf.pad(tf.reshape(values, [batch * height, 1, width, channels]), [[0, 0], [0, stride - 1], [0, 0], [0, 0]]);
  const byColumn = tf.reshape(apart, [batch * height * stride * width, 1, 1, channels]);
  // biome-ignore format: one line an axis
  const wide = tf.pad(byColumn, [[0, 0], [0, 0], [0, stride - 1], [0, 0]]);
  return tf.reshape(wide, [batch, height * stride, width * stride, channels]);
}

/** Zeros before, and after up to the wanted height and width; what is beyond them is cut. */
function paddedTo(
  values: tf.Tensor4D,
  [top = 0, left = 0]: readonly number[],
  [wantedHeight = 0, wantedWidth = 0]: readonly number[],
): tf.Tensor4D {
  const [batch, height, width, channels] = values.shape;
  const below = Math.max(0, wantedHeight - height - top);
  const right = Math.max(0, wantedWidth - width - left);
  // biome-ignore format: one line an axis
  const padded = tf.pad(values, [[0, 0], [top, below], [left, right], [0, 0]]);
  return tf.slice(padded, [0, 0, 0, 0], [batch, wantedHeight, wantedWidth, channels]);
}

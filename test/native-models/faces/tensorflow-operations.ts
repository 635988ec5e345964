/** A face network and its weights come in; the same network on TensorFlow.js, each operation as its definition has it, goes out: the ONNX graph's twin. */
import type { LayerWeights } from "../../../native-models/faces/layer-weights.ts";
import type { Convolution, Network, Operations } from "../../../native-models/faces/operations.ts";
import type { Inference } from "../../../native-models/inference/onnx-runtime.ts";
import { tf } from "../../../native-models/tensorflow.ts";

/** On the backend in use. It takes and gives what the ONNX model does. */
export function createTensorFlowInference(network: Network, weights: LayerWeights): Inference {
  const kept = new Map<string, tf.Tensor>();
  const numbers = (name: string): tf.Tensor => {
    const known = kept.get(name);
    if (known) return known;
    const { values, shape } = weights.numbers(name);
    const tensor = tf.keep(tf.tensor(values, [...shape]));
    kept.set(name, tensor);
    return tensor;
  };
  const operations = tensorFlowOperations(numbers, (name) => weights.optional(name) !== null);
  return {
    async run({ pixels }) {
      if (!pixels) throw new Error("There are no pixels.");
      const outputs = tf.tidy(() => {
        const planar = tf.tensor4d(Float32Array.from(pixels.data), pixels.shape as [number, number, number, number]);
        const { mean, scale } = network.colour;
        const input: tf.Tensor = tf.mul(tf.sub(tf.transpose(planar, [0, 2, 3, 1]), tf.tensor1d([...mean])), scale);
        return network.build(operations, input);
      });
      const read: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        read[name] = (await tensor.data()) as Float32Array;
        tensor.dispose();
      }
      return read;
    },
    async dispose() {
      for (const tensor of kept.values()) tensor.dispose();
      kept.clear();
    },
  };
}

function tensorFlowOperations(numbers: (name: string) => tf.Tensor, has: (name: string) => boolean): Operations<tf.Tensor> {
  const biased = (maps: tf.Tensor, name: string): tf.Tensor => (has(`${name}/bias`) ? tf.add(maps, numbers(`${name}/bias`)) : maps);
  return {
    convolution: (input, name, { stride = 1, padding = "same" }: Convolution = {}) =>
      biased(tf.conv2d(input as tf.Tensor4D, numbers(`${name}/kernel`) as tf.Tensor4D, stride, padding), name),
    depthwise: (input, name, { stride = 1, padding = "same" }: Convolution = {}) =>
      biased(tf.depthwiseConv2d(input as tf.Tensor4D, numbers(`${name}/kernel`) as tf.Tensor4D, stride, padding), name),
    add: (a, b) => tf.add(a, b),
    relu: (input) => tf.relu(input),
    prelu: (input, name) => tf.add(tf.relu(input), tf.mul(tf.minimum(input, 0), numbers(name))),
    sigmoid: (input) => tf.sigmoid(input),
    maxPool: (input, size, stride) => tf.maxPool(input as tf.Tensor4D, size, stride, "valid"),
    averagePool: (input) => tf.avgPool(input as tf.Tensor4D, 2, 2, "valid"),
    extend(input, { side, channels }) {
      const [, height = 0, width = 0, depth = 0] = input.shape;
      const more = (wanted: number | undefined, has: number): [number, number] => [0, (wanted ?? has) - has];
      return tf.pad(input, [[0, 0], more(side, height), more(side, width), more(channels, depth)]);
    },
    sideOf: (input) => input.shape[1] ?? 0,
    rows: (input, columns) => tf.reshape(input, [input.shape[0] ?? 0, -1, columns]),
    join: (a, b) => tf.concat([a, b], 1),
    pooledProduct: (input, name) => tf.matMul(tf.mean(input, [1, 2]) as tf.Tensor2D, numbers(`${name}/kernel`) as tf.Tensor2D),
  };
}

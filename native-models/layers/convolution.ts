/**
 * A row of the architecture's table and its weights come in, a TensorFlow.js layer goes out: convolution, batch norm (unfused: its own
 * weights, which train) and ReLU6; where asked, with a low-rank adapter beside the kernel.
 */
import { type Convolution, kernelShape } from "../architectures/efficientnet-lite.ts";
import { createRandom } from "../random.ts";
import { type Safetensors, tensorNamed, toFloat32 } from "../safetensors.ts";
import { tf, tfLayers } from "../tensorflow.ts";
import { dense, depthwise, product } from "./filters.ts";
import { relu6 } from "./relu6.ts";

/** frozen: as they came. learnt: those of the batch, and running means of them for later. */
export type Statistics = "frozen" | "learnt";

export interface ConvolutionOptions {
  readonly convolution: Convolution;
  readonly weights: Safetensors;
  readonly epsilon: number;
  readonly statistics: Statistics;
  /** Rank of the adapter; 0: none. Only 1 x 1 convolutions take one. */
  readonly rank: number;
  readonly seed: number;
}

const vectorNames = ["gamma", "beta", "mean", "variance"] as const;
type PartName = "kernel" | (typeof vectorNames)[number] | "down" | "up";
/** How much of the running statistics each step keeps. */
const momentum = 0.99;

export class ConvolutionLayer extends tfLayers.layers.Layer {
  static readonly className = "ConvolutionLayer";
  readonly convolution: Convolution;
  readonly #options: ConvolutionOptions;
  readonly #parts = new Map<PartName, tf.Variable>();

  constructor(options: ConvolutionOptions) {
    super({});
    this.convolution = options.convolution;
    this.#options = options;
  }

  /** By the names that the weights file has after the convolution's own; "down" and "up" are the adapter's. */
  get parts(): ReadonlyMap<PartName, tf.Variable> {
    return this.#parts;
  }

  override build(): void {
    const { convolution, weights, rank } = this.#options;
    const { name, kernelSize, kind, inputChannels, outputChannels } = convolution;
    this.#add("kernel", kernelShape(convolution), toFloat32(tensorNamed(weights, `${name}/kernel`, kernelShape(convolution))));
    for (const part of vectorNames) this.#add(part, [outputChannels], toFloat32(tensorNamed(weights, `${name}/${part}`, [outputChannels])));
    if (rank > 0 && kernelSize === 1 && kind === "dense") {
      this.#add("down", [inputChannels, rank], this.#startOfDown());
      this.#add("up", [rank, outputChannels], new Float32Array(rank * outputChannels));
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tfLayers.Shape | tfLayers.Shape[]): tfLayers.Shape {
    const [batch, height, width] = inputShape as tfLayers.Shape;
    const { stride, outputChannels } = this.convolution;
    return [batch ?? null, Math.ceil((height ?? 0) / stride), Math.ceil((width ?? 0) / stride), outputChannels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: { readonly training?: boolean } = {}): tf.Tensor {
    const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const learning = this.#options.statistics === "learnt" && options.training === true;
    return tf.tidy(() => {
      const output = learning ? this.#withStatistics(input) : this.#folded(input);
      return this.convolution.relu6 ? relu6(output) : output;
    });
  }

  /** The kernel with its adapter in it: Hu et al., LoRA: low-rank adaptation of large language models, 2021, equation 3. */
  kernel(): tf.Tensor4D {
    const kernel = this.#part("kernel") as tf.Tensor;
    const down = this.#parts.get("down");
    if (!down) return kernel as tf.Tensor4D;
    return tf.add(kernel, tf.reshape(tf.matMul(down as tf.Tensor2D, this.#part("up") as tf.Tensor2D), kernel.shape)) as tf.Tensor4D;
  }

  /** Frozen statistics make batch norm an affine map: it goes into the kernel, which is small, and not over the pictures. Gradients pass through. */
  #folded(input: tf.Tensor4D): tf.Tensor4D {
    const scale = tf.mul(this.#part("gamma"), tf.rsqrt(tf.add(this.#part("variance"), this.#options.epsilon)));
    const channels = this.convolution.kind === "depthwise" ? tf.reshape(scale, [-1, 1]) : scale;
    const bias = tf.sub(this.#part("beta"), tf.mul(this.#part("mean"), scale));
    return tf.add(this.#convolve(input, tf.mul(this.kernel(), channels) as tf.Tensor4D), bias) as tf.Tensor4D;
  }

  #withStatistics(input: tf.Tensor4D): tf.Tensor4D {
    const convolved = this.#convolve(input, this.kernel());
    const { mean, variance } = tf.moments(convolved, [0, 1, 2]);
    const follow = (part: "mean" | "variance", value: tf.Tensor): void => {
      const running = this.#part(part);
      running.assign(tf.add(tf.mul(running, momentum), tf.mul(value, 1 - momentum)));
    };
    follow("mean", mean);
    follow("variance", variance);
    const scale = tf.mul(this.#part("gamma"), tf.rsqrt(tf.add(variance, this.#options.epsilon)));
    return tf.add(tf.mul(tf.sub(convolved, mean), scale), this.#part("beta")) as tf.Tensor4D;
  }

  #convolve(input: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
    const { kind, kernelSize, stride, inputChannels, outputChannels } = this.convolution;
    // With adapters the kernels stay.
    const trained = this.#options.rank === 0;
    if (kind === "depthwise") return depthwise(input, kernel, stride, trained);
    if (kernelSize > 1) return dense(input, kernel, stride, trained);
    // A 1 x 1 convolution is a product of matrices, whose gradients every backend has.
    const [batch, height, width] = input.shape;
    const rows = tf.reshape(input, [-1, inputChannels]) as tf.Tensor2D;
    const outputs = product(rows, tf.reshape(kernel, [inputChannels, outputChannels]) as tf.Tensor2D);
    return tf.reshape(outputs, [batch, height, width, outputChannels]);
  }

  #part(name: PartName): tf.Variable {
    const part = this.#parts.get(name);
    if (!part) throw new Error(`${this.convolution.name} has no ${name}.`);
    return part;
  }

  #add(name: PartName, shape: readonly number[], values: Float32Array): void {
    const fromFile = { apply: () => tf.tensor(values, [...shape]) } as unknown as Parameters<typeof this.addWeight>[3];
    const added = this.addWeight(name, [...shape], "float32", fromFile);
    this.#parts.set(name, added.read() as tf.Variable);
  }

  /** Uniform, with the variance 1 / inputChannels. */
  #startOfDown(): Float32Array {
    const { convolution, rank, seed } = this.#options;
    const { inputChannels, name } = convolution;
    const random = createRandom(seed, ...Buffer.from(name));
    return Float32Array.from({ length: inputChannels * rank }, () => Math.sqrt(3 / inputChannels) * (2 * random() - 1));
  }
}

/**
 * Gradients by the names of their variables come in, the variables move: Adam with the decay of weights beside the step, not in it.
 * Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2; the moments as Kingma and Ba, Adam, 2015, algorithm 1.
 */
import { tf } from "../tensorflow.ts";

export interface AdamWOptions {
  /** Above 0; may be changed between steps. */
  readonly learningRate: number;
  /** Each step takes learningRate x weightDecay of a weight away; default 0.01. */
  readonly weightDecay?: number;
  /** Default .9: how much of the mean gradient each step keeps. */
  readonly beta1?: number;
  /** Default .999: how much of the mean squared gradient each step keeps. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default those of two dimensions and more: neither biases nor batch norms. */
  readonly decays?: (variable: tf.Variable) => boolean;
}

/** What a checkpoint must hold to go on as if nothing had happened. */
export interface AdamWState {
  readonly steps: number;
  /** By the variable's name: float32, as many numbers as the variable has. */
  readonly moments: ReadonlyMap<string, { readonly first: Float32Array; readonly second: Float32Array }>;
}

interface Moments {
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor | null | undefined;
}
type NamedGradients = Readonly<Record<string, tf.Tensor>> | readonly NamedTensor[];

/** `minimize` and `computeGradients` are those of every optimizer of TensorFlow.js. */
export class AdamW extends tf.Optimizer {
  static readonly className = "AdamW";
  learningRate: number;
  readonly #options: Required<Omit<AdamWOptions, "learningRate">>;
  readonly #moments = new Map<string, Moments>();
  #steps = 0;

  constructor({ learningRate, weightDecay = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decays = isMatrix }: AdamWOptions) {
    super();
    this.learningRate = learningRate;
    this.#options = { weightDecay, beta1, beta2, epsilon, decays };
  }

  /** @throws RangeError for a name that no variable has. */
  override applyGradients(gradients: NamedGradients): void {
    this.#steps += 1;
    const { beta1, beta2, epsilon, weightDecay, decays } = this.#options;
    // The corrections of both moments go into the step, so that the moments are read once.
    const correction = Math.sqrt(1 - beta2 ** this.#steps);
    const rate = (this.learningRate * correction) / (1 - beta1 ** this.#steps);
    tf.tidy(() => {
      for (const [name, gradient] of entriesOf(gradients)) {
        const variable = variableOf(name);
        const { first, second } = this.#momentsOf(name, variable);
        first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
        second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const step = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), epsilon * correction));
        const kept = decays(variable) ? tf.mul(variable, 1 - this.learningRate * weightDecay) : variable;
        variable.assign(tf.sub(kept, step));
      }
    });
  }

  async state(): Promise<AdamWState> {
    const moments = new Map<string, { first: Float32Array; second: Float32Array }>();
    for (const [name, { first, second }] of this.#moments)
      moments.set(name, { first: (await first.data()) as Float32Array, second: (await second.data()) as Float32Array });
    return { steps: this.#steps, moments };
  }

  /** Takes the place of whatever it remembered. @throws RangeError for a name that no variable has. */
  restore({ steps, moments }: AdamWState): void {
    this.#forget();
    this.#steps = steps;
    for (const [name, { first, second }] of moments) {
      const { shape } = variableOf(name);
      this.#moments.set(name, { first: toVariable(first, shape), second: toVariable(second, shape) });
    }
  }

  getConfig(): tf.serialization.ConfigDict {
    const { weightDecay, beta1, beta2, epsilon } = this.#options;
    return { learningRate: this.learningRate, weightDecay, beta1, beta2, epsilon };
  }

  override dispose(): void {
    super.dispose();
    this.#forget();
  }

  #forget(): void {
    for (const { first, second } of this.#moments.values()) tf.dispose([first, second]);
    this.#moments.clear();
  }

  #momentsOf(name: string, variable: tf.Variable): Moments {
    const known = this.#moments.get(name);
    if (known) return known;
    const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
    const made = { first: zeros(), second: zeros() };
    this.#moments.set(name, made);
    return made;
  }
}

export function adamW(options: AdamWOptions): AdamW {
  return new AdamW(options);
}

function isMatrix({ rank }: tf.Variable): boolean {
  return rank >= 2;
}

function variableOf(name: string): tf.Variable {
  const variable = tf.engine().registeredVariables[name];
  if (!variable) throw new RangeError(`No variable is called ${name}.`);
  return variable;
}

/** A variable that the loss does not depend on comes without a gradient, and stays where it is. */
function entriesOf(gradients: NamedGradients): (readonly [name: string, gradient: tf.Tensor])[] {
  const named = isList(gradients) ? gradients : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  return named.flatMap(({ name, tensor }) => (tensor ? [[name, tensor] as const] : []));
}

function isList(gradients: NamedGradients): gradients is readonly NamedTensor[] {
  return Array.isArray(gradients);
}

function toVariable(values: Float32Array, shape: number[]): tf.Variable {
  const tensor = tf.tensor(values, shape, "float32");
  const variable = tf.variable(tensor, false);
  tensor.dispose();
  return variable;
}

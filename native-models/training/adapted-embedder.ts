/**
 * A recipe and a mode come in, the embedder that training moves goes out: its head alone, low-rank adapters, its last blocks, or all of
 * it; and, afterwards, what to write into a new recipe.
 */
import { type HeadOptions, startingFrom } from "../head.ts";
import { type Backbone, blocksOf, buildBackbone, normaliseColour } from "../layers/backbone.ts";
import type { Statistics } from "../layers/convolution.ts";
import { createTrainableHead } from "../layers/head.ts";
import { pool, unitLength } from "../layers/pooling.ts";
import type { Adaptation, LoadedRecipe } from "../recipe.ts";
import { overlaid } from "../safetensors.ts";
import { tf } from "../tensorflow.ts";
import { adaptedTensors } from "./adapted-tensors.ts";
import type { EmbeddingModel } from "./embedding-model.ts";
import { type AdaptationMode, inputsOf, type ModelInputs } from "./model-inputs.ts";

export interface AdaptedEmbedderOptions {
  readonly mode: AdaptationMode;
  /** First block that is not frozen, for adapters and last blocks; "block08" by default. */
  readonly firstBlock?: string;
  /** Of the adapters; default 8. */
  readonly rank?: number;
  /** Another width, or a projection, than the recipe's head. */
  readonly head?: HeadOptions;
  /** Of the batch norms; frozen by default. */
  readonly statistics?: Statistics;
  readonly seed?: number;
}

export interface AdaptedEmbedder extends EmbeddingModel {
  readonly mode: AdaptationMode;
  readonly inputs: ModelInputs;
  readonly dimensions: number;
  /** As it stands now, for `writeRecipe`. */
  adaptation(): Promise<Adaptation>;
  dispose(): void;
}

/** @throws Error where the recipe has no such block, or something pooled lies below it. */
export function createAdaptedEmbedder(recipe: LoadedRecipe, options: AdaptedEmbedderOptions): AdaptedEmbedder {
  const { mode, statistics = "frozen", seed = 1 } = options;
  const { settings, architecture } = recipe;
  const { pooled } = settings.copy;
  const inputs = inputsOf(recipe, mode, options.firstBlock);
  const startingHead = startingFrom(recipe.copy, { seed, ...options.head });
  const head = createTrainableHead(startingHead);
  const blocks = blocksOf(architecture, pooled);
  const backbone =
    inputs.kind === "features"
      ? null
      : buildBackbone({
          architecture,
          inputSize: settings.inputSize,
          weights: overlaid(recipe.weights, recipe.adapted),
          from: inputs.kind === "activations" ? inputs.before : undefined,
          outputs: blocks,
          rank: mode === "adapters" ? (options.rank ?? 8) : 0,
          statistics,
          seed,
        });

  function featuresOf(given: tf.Tensor, network: Backbone, training: boolean): tf.Tensor2D {
    const input = inputs.kind === "pixels" ? normaliseColour(given, architecture) : given;
    // Asked for as in training, since else the model frees what a gradient still needs.
    const found = network.model.apply(input, { training }) as tf.Tensor4D | tf.Tensor4D[];
    const outputs = Array.isArray(found) ? found : [found];
    const parts = pooled.flatMap(({ block, pooling }) => {
      const output = outputs[blocks.indexOf(block)];
      return output ? pooling.map((kind) => pool(output, kind)) : [];
    });
    return unitLength(tf.concat(parts, 1) as tf.Tensor2D);
  }

  return {
    mode,
    inputs,
    dimensions: startingHead.whitening.outputDimensions,
    variables: new Map([
      ...prefixed("head", head.variables),
      ...partsNamed(backbone, mode === "adapters" ? ["down", "up"] : ["kernel", "gamma", "beta"]),
    ]),
    running: statistics === "learnt" ? new Map(partsNamed(backbone, ["mean", "variance"])) : undefined,
    embed: (given, { training = false } = {}) =>
      tf.tidy(() => head.apply(backbone ? featuresOf(given, backbone, training) : (given as tf.Tensor2D))),
    async adaptation() {
      const trained = backbone ? await adaptedTensors(backbone, mode) : new Map();
      return { adapted: new Map([...recipe.adapted, ...trained]), head: await head.read() };
    },
    dispose() {
      head.dispose();
      backbone?.model.dispose();
    },
  };
}

function prefixed(prefix: string, parts: ReadonlyMap<string, tf.Variable>): (readonly [string, tf.Variable])[] {
  return [...parts].map(([name, variable]) => [`${prefix}/${name}`, variable] as const);
}

/** Parts of every convolution of the model, by the names in the weights file. */
function partsNamed(backbone: Backbone | null, wanted: readonly string[]): (readonly [string, tf.Variable])[] {
  return (backbone?.convolutions ?? []).flatMap(({ convolution, parts }) =>
    prefixed(convolution.name, new Map([...parts].filter(([part]) => wanted.includes(part)))),
  );
}

/** Numbers that each mode trains, its head included. */
export function trainedNumbers(model: EmbeddingModel): number {
  return [...model.variables.values()].reduce((sum, { size }) => sum + size, 0);
}

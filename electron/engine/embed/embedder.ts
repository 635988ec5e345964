/** Pixels come in, the int8 descriptors that find copies and similar scenes go out. */
import { loadDescriptorModel } from "../../../native-models/descriptor-model.ts";
import { type RecipeHashes, recipeHashes } from "../../../native-models/recipe.ts";
import type { Embedded, Pixels, Recipe } from "../photo.ts";
import { createThreads } from "../threads.ts";
import { networkInput } from "./network-input.ts";
import type { WorkerSetup } from "./worker.ts";

export interface EmbeddingRecipes {
  /** Weights, heads, preprocessing and input size, hashed: descriptors of different recipes do not compare. */
  readonly embedding: Recipe;
  /** The same without the head of the copy descriptor: pooled features of one recipe serve every head. */
  readonly pooled: Recipe;
}

export interface Embedder {
  readonly recipes: EmbeddingRecipes;
  /** Numbers in each descriptor. */
  readonly dimensions: number;
  /**
   * In the order given. Photos of one call share one pass; calls run beside each other on the embedder's threads.
   * @throws LikenessError "internal" where pixels and their size do not agree, or a thread died.
   */
  embed(pixels: readonly Pixels[]): Promise<readonly Embedded[]>;
  /** Ends the threads; embeds under way are rejected. */
  dispose(): Promise<void>;
}

export interface EmbedderOptions {
  /** Worker threads, each with a session of its own, at least 1: one run of ONNX Runtime blocks its thread. */
  readonly threads: number;
  /** A folder of weights that a training made; without it the shipped ones. */
  readonly weights?: string;
}

/** Raise it with every change of network-input.ts or of the quantisation. */
const preprocessingVersion = 1;

/** The recipes that an embedder made now has, without starting one. @throws Error where the weights are missing. */
export function embeddingRecipes(weights?: string): EmbeddingRecipes {
  return recipesOf(recipeHashes(weights));
}

function recipesOf({ all, features }: RecipeHashes): EmbeddingRecipes {
  return { embedding: `embed-${preprocessingVersion}-${all}` as Recipe, pooled: `pool-${preprocessingVersion}-${features}` as Recipe };
}

/** @throws Error where the weights are missing or damaged, or ONNX Runtime does not load. */
export async function createEmbedder({ threads, weights }: EmbedderOptions): Promise<Embedder> {
  const { onnx, inputSize, dimensions, hashes } = loadDescriptorModel(weights);
  const model = new SharedArrayBuffer(onnx.byteLength);
  new Uint8Array(model).set(onnx);
  const setup: WorkerSetup = { model, inputSize };
  const file = new URL("./worker.ts", import.meta.url);
  const pool = await createThreads<readonly Uint8Array[], readonly Embedded[]>({ file, setup, count: threads, name: "The embedder" });
  return {
    dimensions,
    recipes: recipesOf(hashes),
    async embed(pixels) {
      if (pixels.length === 0) return [];
      // Shrunk here: a fifth of the bytes then, and handed over without a copy.
      const inputs = pixels.map((photo) => networkInput(photo, inputSize));
      return pool.ask(
        inputs,
        inputs.map((input) => input.buffer),
      );
    },
    dispose: pool.dispose,
  };
}

/** Pixels come in, the int8 descriptors that find copies and similar scenes go out. */
import type { Embedding, Pixels, Recipe } from "../photo.ts";

export interface Embedder {
  /** Weights, whitening, preprocessing and input size, hashed: descriptors of different recipes do not compare. */
  readonly recipe: Recipe;
  /** In the order given. Photos in one call share the work of one pass; calls run beside each other on the embedder's threads. */
  embed(pixels: readonly Pixels[]): Promise<readonly Embedding[]>;
  /** Ends the threads; embeds under way are rejected. */
  dispose(): Promise<void>;
}

export interface EmbedderOptions {
  /** Worker threads, each with a session of its own (about 60 MB); at least 1. */
  readonly threads: number;
}

/** @throws Error where the weights are missing or damaged, or ONNX Runtime does not load. */
export async function createEmbedder(_options: EmbedderOptions): Promise<Embedder> {
  throw new Error("to be filled in by the next commit");
}

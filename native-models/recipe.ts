/**
 * A folder of weights: everything that the program's descriptors depend on. What the program ships is one, what a training makes is another.
 * It holds recipe.json, heads.safetensors, and adapted.safetensors where blocks were trained; the ImageNet backbone stays with the program,
 * and recipe.json says by checksum which one was trained on.
 */

import type { Architecture } from "./architectures/efficientnet-lite.ts";
import type { PooledBlock } from "./architectures/pooling.ts";
import type { Head } from "./head.ts";
import type { Safetensors, Tensor } from "./safetensors.ts";

export interface DescriptorRecipe {
  readonly pooled: readonly PooledBlock[];
  readonly head: Head;
}

export interface LoadedRecipe {
  readonly architecture: Architecture;
  /** The backbone that nothing of the program changed. */
  readonly weights: Safetensors;
  /** Tensors of trained blocks, by the same names; they stand for the copy descriptor alone. The scene descriptor's pass does not see them. */
  readonly adapted: ReadonlyMap<string, Tensor>;
  readonly inputSize: number;
  readonly copy: DescriptorRecipe;
  readonly scene: DescriptorRecipe;
  /** Hex, SHA-256 over all of it: descriptors of different hashes do not compare. */
  readonly hash: string;
  /** Hex, SHA-256 over all that the copy descriptor's pooled features depend on: while it stays, new descriptors need no pixels. */
  readonly featuresHash: string;
}

/** What training changed. */
export interface Adaptation {
  /** Complete tensors that take the place of the backbone's: kernels F16, batch norm F32. Empty where only the head was trained. */
  readonly adapted: ReadonlyMap<string, Tensor>;
  readonly head: Head;
}

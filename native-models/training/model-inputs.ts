/** A mode comes in, what its batches must bring goes out: features, activations or pixels. Loads no TensorFlow. */
import { placeOf, pooledWidth } from "../architectures/pooling.ts";
import { activationShape } from "../onnx/efficientnet-lite.ts";
import type { LoadedRecipe } from "../recipe.ts";

export const adaptationModes = ["head", "adapters", "last-blocks", "everything"] as const;
export type AdaptationMode = (typeof adaptationModes)[number];

/** What the batches of a mode bring, and what `createFrontEnd` computes. */
export type ModelInputs =
  | { readonly kind: "features"; readonly shape: readonly [width: number] }
  | { readonly kind: "activations"; readonly before: string; readonly shape: readonly [height: number, width: number, channels: number] }
  | { readonly kind: "pixels"; readonly shape: readonly [channels: 3, height: number, width: number] };

/** @throws Error where the recipe has no such block. */
export function inputsOf({ settings, architecture }: LoadedRecipe, mode: AdaptationMode, firstBlock = "block08"): ModelInputs {
  const { inputSize } = settings;
  if (mode === "head") return { kind: "features", shape: [pooledWidth(architecture, settings.copy.pooled)] };
  if (mode === "everything") return { kind: "pixels", shape: [3, inputSize, inputSize] };
  placeOf(architecture, firstBlock);
  return { kind: "activations", before: firstBlock, shape: activationShape(architecture, inputSize, firstBlock) };
}

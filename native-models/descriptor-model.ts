/** A recipe comes in, or none for the one that is shipped; the ONNX model of the program's descriptors and its hashes go out. */
import { pooledWidth } from "./architectures/pooling.ts";
import { buildDescriptorModel } from "./onnx/efficientnet-lite.ts";
import { type LoadedRecipe, loadRecipe, type RecipeHashes, recipeHashes } from "./recipe.ts";

export interface LoadedDescriptorModel {
  /**
   * An ONNX model: "pixels" uint8 [batch, 3, inputSize, inputSize] → "copy" and "scene" float32 [batch, dimensions], and "copy_features"
   * float32 [batch, featureDimensions], all of unit length. The last are what `createProjector` makes new copy descriptors of.
   */
  readonly onnx: Uint8Array;
  readonly inputSize: number;
  /** Of the copy descriptor. */
  readonly dimensions: number;
  readonly sceneDimensions: number;
  readonly featureDimensions: number;
  /** Hex, SHA-256 over everything that descriptors depend on. */
  readonly hash: string;
  readonly hashes: RecipeHashes;
}

/** @param folder of a recipe. @throws Error where a file is missing or another one, SafetensorsError where it is damaged. */
export function loadDescriptorModel(folder?: string): LoadedDescriptorModel {
  return descriptorModelOf(loadRecipe(folder));
}

export function descriptorModelOf(recipe: LoadedRecipe): LoadedDescriptorModel {
  const { settings, architecture, weights, adapted, copy, scene, hashes } = recipe;
  const { inputSize } = settings;
  const onnx = buildDescriptorModel({
    architecture,
    weights,
    adapted,
    inputSize,
    descriptors: [
      { name: "copy", pooled: settings.copy.pooled, head: copy, adapted: true, features: true },
      { name: "scene", pooled: settings.scene.pooled, head: scene },
    ],
  });
  return {
    onnx,
    inputSize,
    dimensions: copy.whitening.outputDimensions,
    sceneDimensions: scene.whitening.outputDimensions,
    featureDimensions: pooledWidth(architecture, settings.copy.pooled),
    hash: hashes.all,
    hashes,
  };
}

/** The hash alone, without building the model: whoever only looks at what is kept needs no more. @throws Error where a file is missing. */
export function descriptorHash(folder?: string): string {
  return recipeHashes(folder).all;
}

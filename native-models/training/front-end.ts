/**
 * Pixels come in, what a training batch needs goes out: activations or features of the frozen part, which ONNX Runtime computes several
 * times faster than TensorFlow.js, and the old embedder's vectors of the same pass.
 */
import { createInference } from "../inference/onnx-runtime.ts";
import { buildDescriptorModel } from "../onnx/efficientnet-lite.ts";
import type { LoadedRecipe } from "../recipe.ts";
import { overlaid } from "../safetensors.ts";
import type { Numbers } from "./embedding-model.ts";
import type { ModelInputs } from "./model-inputs.ts";

export interface FrontEndResult {
  readonly inputs: Numbers;
  /** float32 [count, dimensions of the recipe's head]: unit vectors of the embedder before training. null where they were not asked for. */
  readonly reference: Float32Array | null;
}

export interface FrontEnd {
  /** Pixels a side. */
  readonly inputSize: number;
  /**
   * @param pixels uint8 [count, 3, inputSize, inputSize], planar RGB. Blocks its thread.
   * @throws RangeError where the bytes are no whole pictures.
   */
  run(pixels: Uint8Array): Promise<FrontEndResult>;
  dispose(): Promise<void>;
}

export interface FrontEndOptions {
  /** Threads of one run; default 1. */
  readonly threads?: number;
  /** Also the vectors of the old embedder, which distillation wants; default true. Without them a run ends at the first block that trains. */
  readonly reference?: boolean;
}

/** Pictures in one run: more are no faster, and each holds a few megabytes while it runs. */
const picturesAtOnce = 4;

/** @throws Error where ONNX Runtime does not load. */
export async function createFrontEnd(
  recipe: LoadedRecipe,
  inputs: ModelInputs,
  { threads = 1, reference = true }: FrontEndOptions = {},
): Promise<FrontEnd> {
  const { settings, architecture } = recipe;
  const { inputSize } = settings;
  const wantsHead = reference || inputs.kind === "features";
  const model = buildDescriptorModel({
    architecture,
    weights: overlaid(recipe.weights, recipe.adapted),
    inputSize,
    descriptors: wantsHead ? [{ name: "copy", pooled: settings.copy.pooled, head: recipe.copy, features: true }] : [],
    activationsBefore: inputs.kind === "activations" ? inputs.before : undefined,
  });
  // Pixels alone go through untouched.
  const inference = wantsHead || inputs.kind === "activations" ? await createInference(model, { threads }) : null;
  const pictureBytes = 3 * inputSize * inputSize;
  const width = recipe.copy.whitening.outputDimensions;
  const inputWidth = inputs.shape.reduce((product, size) => product * size, 1);

  return {
    inputSize,
    async run(pixels) {
      const count = pixels.length / pictureBytes;
      if (!Number.isInteger(count) || count < 1)
        throw new RangeError(`${pixels.length} bytes are no pictures of ${inputSize} pixels a side.`);
      const found = inputs.kind === "pixels" ? null : new Float32Array(count * inputWidth);
      const references = reference ? new Float32Array(count * width) : null;
      for (let start = 0; inference && start < count; start += picturesAtOnce) {
        const end = Math.min(count, start + picturesAtOnce);
        const data = pixels.subarray(start * pictureBytes, end * pictureBytes);
        const outputs = await inference.run({ pixels: { data, shape: [end - start, 3, inputSize, inputSize] } });
        const part = inputs.kind === "features" ? outputs.copy_features : outputs.activations;
        if (part) found?.set(part, start * inputWidth);
        if (outputs.copy) references?.set(outputs.copy, start * width);
      }
      return { inputs: { data: found ?? pixels, shape: [count, ...inputs.shape] }, reference: references };
    },
    async dispose() {
      await inference?.dispose();
    },
  };
}

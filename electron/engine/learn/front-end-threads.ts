/** Network inputs come in, what a training reads of them goes out: ONNX Runtime computes the frozen part on threads. */
import { loadRecipe } from "../../../native-models/recipe.ts";
import { inputsOf } from "../../../native-models/training/model-inputs.ts";
import { createThreads } from "../threads.ts";
import type { FrontEndRow, FrontEndSetup } from "./front-end-worker.ts";

export type { FrontEndRow } from "./front-end-worker.ts";

export interface FrontEndThreads {
  /** Pixels a side that it takes. */
  readonly inputSize: number;
  /** Of a row, without the batch. */
  readonly shape: readonly number[];
  /** Numbers in a descriptor of the old embedder. */
  readonly dimensions: number;
  /** @param pixels uint8 [3, inputSize, inputSize], planar RGB; given away. */
  run(pixels: Uint8Array<ArrayBuffer>): Promise<FrontEndRow>;
  dispose(): Promise<void>;
}

/** @throws Error where the weights are missing or damaged, LikenessError "internal" where a thread does not start. */
export async function createFrontEndThreads(setup: FrontEndSetup, count: number): Promise<FrontEndThreads> {
  const recipe = loadRecipe(setup.recipe ?? undefined);
  const file = new URL("./front-end-worker.ts", import.meta.url);
  const pool = await createThreads<Uint8Array, FrontEndRow>({ file, setup, count, name: "The training's front end" });
  return {
    inputSize: recipe.settings.inputSize,
    shape: inputsOf(recipe, setup.mode).shape,
    dimensions: recipe.copy.whitening.outputDimensions,
    run: (pixels) => pool.ask(pixels, [pixels.buffer]),
    dispose: pool.dispose,
  };
}

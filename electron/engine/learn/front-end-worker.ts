/** One thread of the front end: network inputs come in as messages, what a training reads of them goes out. */
import { workerData } from "node:worker_threads";
import { loadRecipe } from "../../../native-models/recipe.ts";
import { createFrontEnd } from "../../../native-models/training/front-end.ts";
import { inputsOf } from "../../../native-models/training/model-inputs.ts";
import type { AdaptationMode } from "../../contract/learning.ts";
import { answerAsThread } from "../threads.ts";

export interface FrontEndSetup {
  readonly recipe: string | null;
  readonly mode: AdaptationMode;
}
export interface FrontEndRow {
  /** float32 [product of the plan's shape] */
  readonly inputs: Float32Array;
  /** float32 [dimensions], unit length: the old embedder's. */
  readonly reference: Float32Array;
}

const { recipe: folder, mode } = workerData as FrontEndSetup;
const recipe = loadRecipe(folder ?? undefined);
const frontEnd = await createFrontEnd(recipe, inputsOf(recipe, mode), { threads: 1, reference: true });
answerAsThread(async (pixels: Uint8Array): Promise<FrontEndRow> => {
  const { inputs, reference } = await frontEnd.run(pixels);
  if (!reference) throw new Error("The front end gave no vectors.");
  return { inputs: Float32Array.from(inputs.data), reference };
});

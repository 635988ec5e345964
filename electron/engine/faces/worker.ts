/** One thread of the face finder: pictures come in as messages, their faces go out. */
import { workerData } from "node:worker_threads";
import type { FaceNetworkName } from "../../../native-models/faces/face-models.ts";
import { createInference, type Inference } from "../../../native-models/inference/onnx-runtime.ts";
import type { Pixels } from "../photo.ts";
import { answerAsThread } from "../threads.ts";
import { lookForFaces } from "./look.ts";

export interface FaceWorkerSetup {
  /** ONNX models, in memory that the threads share. */
  readonly models: Readonly<Record<FaceNetworkName, SharedArrayBuffer>>;
}

const { models } = workerData as FaceWorkerSetup;
// ONNX Runtime copies what it keeps; it does not take shared memory.
const load = (model: SharedArrayBuffer): Promise<Inference> => createInference(new Uint8Array(model).slice(), { threads: 1 });
const inferences = { detector: await load(models.detector), mesh: await load(models.mesh), embedder: await load(models.embedder) };
answerAsThread((pixels: Pixels) => lookForFaces(pixels, inferences));

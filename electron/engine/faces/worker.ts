/** The finder's thread: pixels come in, their faces go out. Runs of ONNX Runtime block a thread, so they have their own. */
import { workerData } from "node:worker_threads";
import { createInference } from "../../../native-models/inference/onnx-runtime.ts";
import type { FoundFace, Pixels } from "../photo.ts";
import { answerAsThread } from "../threads.ts";
import { type FaceSessions, findFaces } from "./find.ts";

/** The bytes of the three ONNX models, shared by all threads. */
export type WorkerSetup = Readonly<Record<keyof FaceSessions, SharedArrayBuffer>>;

const setup = workerData as WorkerSetup;
const start = (model: SharedArrayBuffer) => createInference(new Uint8Array(model), { threads: 1 });
const sessions: FaceSessions = {
  detector: await start(setup.detector),
  mesh: await start(setup.mesh),
  embedder: await start(setup.embedder),
};
answerAsThread<Pixels, FoundFace[]>((pixels) => findFaces(pixels, sessions));

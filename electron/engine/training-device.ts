/** This computer comes in; what training runs on, and which modes cannot run on it, goes out: found out once, in child processes. */
import { backendReports } from "../../native-models/backends/reports.ts";
import type { AdaptationMode } from "../contract/learning.ts";
import type { TrainSettings } from "./learn/settings.ts";

export interface TrainingDevice {
  /** For people: "TensorFlow 2.18.1 on the CPU". */
  readonly name: string;
  readonly backend: TrainSettings["backend"];
  readonly obstacles: Readonly<Record<AdaptationMode, string | null>>;
}

/** Where only WebAssembly computes, blocks would take days. */
const tooSlow = "Without TensorFlow or a GPU only the head can be trained on this computer. `npm run tensorflow` brings TensorFlow.";

export function createTrainingDevice(): { get(): Promise<TrainingDevice> } {
  let found: Promise<TrainingDevice> | null = null;
  return {
    get() {
      found ??= find();
      return found;
    },
  };
}

async function find(): Promise<TrainingDevice> {
  const reports = (await backendReports()).filter(({ purpose, available }) => purpose === "training" && available);
  const tensorFlow = reports.find(({ name }) => name.includes("tfjs-node"));
  const webGpu = reports.find(({ name }) => name.includes("webgpu"));
  const none = { head: null, adapters: null, "last-blocks": null, everything: null };
  if (webGpu && (!tensorFlow || /\bCPU\b/.test(tensorFlow.detail)) && !/SwiftShader|llvmpipe|CPU/i.test(webGpu.detail))
    return { name: webGpu.detail, backend: "webgpu", obstacles: none };
  if (tensorFlow) return { name: tensorFlow.detail, backend: "tensorflow", obstacles: none };
  const blocked = { head: null, adapters: tooSlow, "last-blocks": tooSlow, everything: tooSlow };
  return { name: "TensorFlow.js on WebAssembly, one thread", backend: "wasm", obstacles: blocked };
}

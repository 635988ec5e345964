/** This computer comes in; what training runs on, and which modes cannot run on it, goes out: found out once, in child processes. */
import { backendReports, fastestBackend } from "../../native-models/backends/reports.ts";
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
  const found = fastestBackend(await backendReports());
  const none = { head: null, adapters: null, "last-blocks": null, everything: null };
  if (found?.backend === "tensorflow" || found?.backend === "webgpu")
    return { name: found.detail, backend: found.backend, obstacles: none };
  const blocked = { head: null, adapters: tooSlow, "last-blocks": tooSlow, everything: tooSlow };
  return { name: found?.detail ?? "Plain JavaScript", backend: found?.backend ?? "cpu", obstacles: blocked };
}

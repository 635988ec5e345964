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

/** @param backend is not looked for where it is given. */
export function createTrainingDevice(backend?: TrainSettings["backend"]): { get(): Promise<TrainingDevice> } {
  let found: Promise<TrainingDevice> | null = null;
  return {
    get() {
      found ??= backend === undefined ? find() : Promise.resolve(deviceOf(backend, backend));
      return found;
    },
  };
}

async function find(): Promise<TrainingDevice> {
  const fastest = fastestBackend(await backendReports());
  if (!fastest) return deviceOf("cpu", "plain JavaScript");
  // "4.22.0, TensorFlow 2.18.1 on the CPU; a trial step …": neither the package's version nor its speed here.
  const [name = ""] = fastest.detail.replace(/^[\d.]+, /, "").split(";");
  return deviceOf(fastest.backend ?? "cpu", name.replace(/\.$/, ""));
}

function deviceOf(backend: TrainSettings["backend"], name: string): TrainingDevice {
  const blocks = backend === "tensorflow" || backend === "webgpu" ? null : tooSlow;
  return { name, backend, obstacles: { head: null, adapters: blocks, "last-blocks": blocks, everything: blocks } };
}

/** TensorFlow.js on TensorFlow's C library comes out, where it is installed. The only file that knows @tensorflow/tfjs-node-gpu. */
import { createRequire } from "node:module";
import util from "node:util";

export type TensorFlow = typeof import("@tensorflow/tfjs-node-gpu");

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  /** Of the C library, "2.18.1". */
  readonly version: string;
  readonly device: "GPU" | "CPU";
}

/** Where the package stands, or null where it is not installed. Loads nothing. */
export function tensorFlowPackage(): string | null {
  try {
    return createRequire(import.meta.url).resolve("@tensorflow/tfjs-node-gpu/package.json");
  } catch {
    return null;
  }
}

/**
 * Takes seconds and hundreds of megabytes, which only the end of the process gives back: for children of the engine.
 * @throws Error where the package, its addon or the library is missing.
 */
export async function loadTensorFlow(): Promise<LoadedTensorFlow> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  // tfjs-node-gpu 4.22 calls these two, which Node 23 took out.
  const legacy = util as unknown as Record<string, (value: unknown) => boolean>;
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  const module = (await import("@tensorflow/tfjs-node-gpu")) as TensorFlow & { default?: TensorFlow };
  const tf = module.default ?? module;
  await tf.ready();
  const backend = tf.backend() as unknown as { binding: { TF_Version: string }; isUsingGpuDevice: boolean };
  if (tf.getBackend() !== "tensorflow") throw new Error(`TensorFlow.js chose the backend ${tf.getBackend()}.`);
  return { tf, version: backend.binding.TF_Version, device: backend.isUsingGpuDevice ? "GPU" : "CPU" };
}

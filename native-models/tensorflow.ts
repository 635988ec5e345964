/**
 * A backend's name comes in, TensorFlow.js computes on it from then on. `tf` is the one core in this process: every kernel,
 * layer and optimizer belongs to it, tfjs-node-gpu's too.
 */
import * as core from "@tensorflow/tfjs-core";

export * as tf from "@tensorflow/tfjs-core";
export * as tfLayers from "@tensorflow/tfjs-layers";

/** cpu: plain JavaScript, slow, everywhere. wasm: one thread of SIMD. tensorflow: the C library, on GPU or CPU. webgpu: any vendor's GPU. */
export const backendNames = ["cpu", "wasm", "tensorflow", "webgpu"] as const;
export type BackendName = (typeof backendNames)[number];

/**
 * For the whole process; tensors that another backend made stay usable, but are copied at each use.
 * @throws Error where the backend does not load here.
 */
export async function useBackend(name: BackendName): Promise<void> {
  // Without this the first tensor prints an advertisement for tfjs-node, and every operation checks its input for NaN.
  core.env().set("PROD", true);
  if (name === "cpu") await import("@tensorflow/tfjs-backend-cpu");
  else if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  else if (name === "webgpu") await (await import("./backends/webgpu.ts")).loadWebGpu();
  else await (await import("./backends/tensorflow.ts")).loadTensorFlow();
  if (!(await core.setBackend(name))) throw new Error(`TensorFlow.js has no backend ${name} here.`);
  await core.ready();
}

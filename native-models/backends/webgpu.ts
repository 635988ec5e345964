/** WebGPU outside a browser comes out, on Dawn: any vendor's GPU through Vulkan, Metal or Direct3D. The only file that knows the package webgpu. */
import { createRequire } from "node:module";

/** Of the adapter that was found, as its driver calls itself. */
export interface LoadedWebGpu {
  readonly device: string;
  /** Of the package. */
  readonly version: string;
  /** A program that plays a GPU (SwiftShader, llvmpipe): right, and slow. */
  readonly software: boolean;
}

interface Adapter {
  readonly info: { readonly vendor: string; readonly architecture: string; readonly description: string };
}
interface Gpu {
  requestAdapter(options: { readonly powerPreference: "high-performance" }): Promise<Adapter | null>;
}

/** Whether the package stands here. Loads nothing. */
export function webGpuVersion(): string | null {
  try {
    const { version } = createRequire(import.meta.url)("webgpu/package.json") as { version: string };
    return version;
  } catch {
    return null;
  }
}

/**
 * Puts WebGPU where TensorFlow.js looks for it, and registers its backend "webgpu".
 * @throws Error where the package is missing, or this computer has no GPU with a driver for it.
 */
export async function loadWebGpu(): Promise<LoadedWebGpu> {
  const { create, globals } = (await import("webgpu")) as unknown as { create(options: readonly string[]): Gpu; globals: object };
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("WebGPU found no GPU: it needs a driver for Vulkan, Metal or Direct3D 12.");
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  await import("@tensorflow/tfjs-backend-webgpu");
  const { vendor, architecture, description } = adapter.info;
  const device = [vendor, architecture, description].filter(Boolean).join(" ") || "an unnamed GPU";
  return { device, version: webGpuVersion() ?? "", software: /swiftshader|llvmpipe|lavapipe|basic render/i.test(device) };
}

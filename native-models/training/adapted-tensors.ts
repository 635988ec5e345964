/** A trained network comes in, the tensors that differ from the backbone's go out, as a recipe keeps them: adapters are in the kernels by then. */
import { kernelShape } from "../architectures/efficientnet-lite.ts";
import type { Backbone } from "../layers/backbone.ts";
import { fromFloat32, type Tensor } from "../safetensors.ts";
import { tf } from "../tensorflow.ts";
import type { AdaptationMode } from "./model-inputs.ts";

/** Kernels F16; batch norm F32, and only where it was trained. @throws SafetensorsError where a weight overflows 16 bits. */
export async function adaptedTensors({ convolutions }: Backbone, mode: AdaptationMode): Promise<Map<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  for (const layer of convolutions) {
    const { convolution, parts } = layer;
    // Adapters change the 1 x 1 kernels alone.
    if (mode === "adapters" && !parts.has("down")) continue;
    const kernel = tf.tidy(() => layer.kernel());
    tensors.set(`${convolution.name}/kernel`, fromFloat32((await kernel.data()) as Float32Array, kernelShape(convolution), "F16"));
    if (mode === "adapters") {
      kernel.dispose();
      continue;
    }
    for (const part of ["gamma", "beta", "mean", "variance"] as const) {
      const values = (await parts.get(part)?.data()) as Float32Array;
      tensors.set(`${convolution.name}/${part}`, fromFloat32(values, [convolution.outputChannels]));
    }
  }
  return tensors;
}

/**
 * Published EfficientNet-Lite weights (float32 safetensors) come in; the file that the project ships goes out: kernels as
 * 16-bit floats, batch norm vectors as they are, since variances may be too small for 16 bits.
 * Run: node build/convert-weights.ts SOURCE.safetensors [OUT.safetensors]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { convolutionsOf, efficientNetLite, kernelShape } from "../native-models/architectures/efficientnet-lite.ts";
import { descriptorSettings, weightsFile } from "../native-models/descriptor-model.ts";
import { fromFloat32, readSafetensors, type Tensor, tensorNamed, toFloat32, writeSafetensors } from "../native-models/safetensors.ts";

const [source, out = weightsFile] = process.argv.slice(2);
if (!source) throw new Error("Usage: node build/convert-weights.ts SOURCE.safetensors [OUT.safetensors]");
const published = readSafetensors(readFileSync(source));
const tensors = new Map<string, Tensor>();
for (const convolution of convolutionsOf(efficientNetLite(descriptorSettings.variant))) {
  const shape = kernelShape(convolution);
  const kernel = toFloat32(tensorNamed(published, `${convolution.name}/kernel`, shape));
  tensors.set(`${convolution.name}/kernel`, fromFloat32(kernel, shape, "F16"));
  for (const part of ["gamma", "beta", "mean", "variance"])
    tensors.set(`${convolution.name}/${part}`, tensorNamed(published, `${convolution.name}/${part}`, [convolution.outputChannels]));
}
if (tensors.size !== published.tensors.size)
  throw new Error(`${published.tensors.size - tensors.size} tensors of ${source} have no place.`);
writeFileSync(out, writeSafetensors(tensors, published.metadata));

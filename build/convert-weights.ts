/**
 * Published EfficientNet-Lite weights (float32 safetensors) come in; the file that the project ships goes out: kernels as
 * 16-bit floats, batch norm vectors as they are, since variances may be too small for 16 bits.
 * Run: node build/convert-weights.ts SOURCE.safetensors [OUT.safetensors]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convolutionsOf, efficientNetLite, kernelShape } from "../native-models/architectures/efficientnet-lite.ts";
import { shippedRecipe } from "../native-models/recipe.ts";
import { readSettings } from "../native-models/recipe-settings.ts";
import { fromFloat32, readSafetensors, type Tensor, tensorNamed, toFloat32, writeSafetensors } from "../native-models/safetensors.ts";

const { variant, backbone } = readSettings(shippedRecipe);
const [source, out = join(shippedRecipe, backbone.file)] = process.argv.slice(2);
if (!source) throw new Error("Usage: node build/convert-weights.ts SOURCE.safetensors [OUT.safetensors]");
const published = readSafetensors(readFileSync(source));
const tensors = new Map<string, Tensor>();
for (const convolution of convolutionsOf(efficientNetLite(variant))) {
  const shape = kernelShape(convolution);
  const kernel = toFloat32(tensorNamed(published, `${convolution.name}/kernel`, shape));
  tensors.set(`${convolution.name}/kernel`, fromFloat32(kernel, shape, "F16"));
  for (const part of ["gamma", "beta", "mean", "variance"])
    tensors.set(`${convolution.name}/${part}`, tensorNamed(published, `${convolution.name}/${part}`, [convolution.outputChannels]));
}
if (tensors.size !== published.tensors.size)
  throw new Error(`${published.tensors.size - tensors.size} tensors of ${source} have no place.`);
writeFileSync(out, writeSafetensors(tensors, published.metadata));

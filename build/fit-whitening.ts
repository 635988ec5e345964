/**
 * Folders of photos come in, native-models/weights/whitening.safetensors goes out, with its own record of how it was fitted.
 * Run: node build/fit-whitening.ts [--data DIR] [--folders photos,objects] [--half odd|even|all] [--exclude LIST] [--out FILE]
 * --half: by the first byte of the SHA-256 of a file's base name. The shipped whitening is fitted on the odd half, so that
 * benches can score the even one. --exclude: a text file of base names to leave out, one a line.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { networkInput } from "../electron/engine/embed/network-input.ts";
import { descriptorSettings, loadPooledModel, whiteningFile } from "../native-models/descriptor-model.ts";
import { createInference } from "../native-models/inference/onnx-runtime.ts";
import { buildDescriptorModel, pooledDimensions } from "../native-models/onnx/efficientnet-lite.ts";
import { writeSafetensors } from "../native-models/safetensors.ts";
import { fitWhitening, whiteningTensors } from "../native-models/whitening.ts";
import { decode } from "./whitening-views.ts";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../shared/data") },
    folders: { type: "string", default: "photos,objects" },
    half: { type: "string", default: "odd" },
    exclude: { type: "string" },
    out: { type: "string" },
  },
});
const shrinkage = 0.01;

function isWanted(file: string): boolean {
  const firstByte = createHash("sha256").update(basename(file)).digest()[0] ?? 0;
  return options.half === "all" || (firstByte % 2 === 1) === (options.half === "odd");
}

const excluded = new Set(options.exclude ? readFileSync(options.exclude, "utf8").split(/\r?\n/) : []);
const files = options.folders
  .split(",")
  .flatMap((folder) =>
    readdirSync(join(options.data, folder), { recursive: true, encoding: "utf8" }).map((name) => join(options.data, folder, name)),
  )
  .filter((file) => /\.(jpe?g|png|webp)$/i.test(file) && !excluded.has(basename(file)) && isWanted(file))
  .sort();

const { inputSize, dimensions } = descriptorSettings;
const model = loadPooledModel();
const inference = await createInference(buildDescriptorModel(model), { threads: 1 });
const widths = pooledDimensions(model);
const rows = { copy: new Float32Array(files.length * widths.copy), scene: new Float32Array(files.length * widths.scene) };
for (const [row, file] of files.entries()) {
  const data = networkInput(await decode(file), inputSize);
  const { copy, scene } = await inference.run({ pixels: { data, shape: [1, 3, inputSize, inputSize] } });
  if (copy) rows.copy.set(copy, row * widths.copy);
  if (scene) rows.scene.set(scene, row * widths.scene);
  if (row % 200 === 0) console.error(`${row} of ${files.length}`);
}
await inference.dispose();

const fitted = (name: "copy" | "scene") =>
  whiteningTensors(name, fitWhitening(rows[name], widths[name], { outputDimensions: dimensions, shrinkage }));
const metadata = {
  fittedOn: `${files.length} photos of ${options.folders}, half ${options.half}`,
  settings: JSON.stringify({ ...descriptorSettings, shrinkage }),
};
writeFileSync(options.out ?? whiteningFile, writeSafetensors(new Map([...fitted("copy"), ...fitted("scene")]), metadata));
console.log(metadata.fittedOn);

/**
 * Folders of photos come in, native-models/weights/frozen/whitening.safetensors goes out, with its own record of how it was fitted.
 * Run: node build/fit-whitening.ts [--data DIR] [--folders photos,objects] [--half odd|even|all] [--exclude LIST]
 *      [--views N] [--seed N] [--out FILE]
 * --half: by the first byte of the SHA-256 of a file's base name. The shipped whitening is fitted on the odd half, so that
 * benches can score the even one. --exclude: a text file of base names to leave out, one a line. --views: edited views of
 * each photo. The copy descriptor's whitening is learned from the views, the scene's from the photos as they are.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { networkInput } from "../electron/engine/embed/network-input.ts";
import { createMedia } from "../electron/engine/media/media.ts";
import { makeView } from "../electron/engine/media/views.ts";
import { efficientNetLite } from "../native-models/architectures/efficientnet-lite.ts";
import { pooledWidth } from "../native-models/architectures/pooling.ts";
import { createInference } from "../native-models/inference/onnx-runtime.ts";
import { buildDescriptorModel } from "../native-models/onnx/efficientnet-lite.ts";
import { frozenRecipe, shippedRecipe } from "../native-models/recipe.ts";
import { readSettings } from "../native-models/recipe-settings.ts";
import { readSafetensors, writeSafetensors } from "../native-models/safetensors.ts";
import { fitEditWhitening, fitWhitening, whiteningTensors } from "../native-models/whitening.ts";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../shared/data") },
    folders: { type: "string", default: "photos,objects" },
    half: { type: "string", default: "odd" },
    exclude: { type: "string" },
    views: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
const dimensions = 256;
/** Chosen on the even half: see native-models/README.md. */
const copyOptions = { shrinkage: 0.02, photoShare: 0.2 };
const sceneOptions = { shrinkage: 2 };

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

const settings = readSettings(frozenRecipe);
const { inputSize, variant } = settings;
const architecture = efficientNetLite(variant);
const pooled = { copy: settings.copy.pooled, scene: settings.scene.pooled };
const model = buildDescriptorModel({
  architecture,
  weights: readSafetensors(readFileSync(join(shippedRecipe, settings.backbone.file))),
  inputSize,
  descriptors: [
    { name: "copy", pooled: pooled.copy, head: null },
    { name: "scene", pooled: pooled.scene, head: null },
  ],
});
const inference = await createInference(model, { threads: 1 });
const widths = { copy: pooledWidth(architecture, pooled.copy), scene: pooledWidth(architecture, pooled.scene) };
const rowsEach = 1 + Number(options.views);
const rows = { copy: new Float32Array(files.length * rowsEach * widths.copy), scene: new Float32Array(files.length * widths.scene) };
const media = createMedia();
const workingSize = 512;
const seedOf = (index: number, view: number): number => (Number(options.seed) * files.length + index) * rowsEach + view;
for (const [index, file] of files.entries()) {
  const photo = await media.pixelsAt(await media.open(file, () => undefined), workingSize);
  for (let view = 0; view < rowsEach; view += 1) {
    const data = networkInput(view === 0 ? photo : (await makeView(photo, { seed: seedOf(index, view) })).pixels, inputSize);
    const { copy, scene } = await inference.run({ pixels: { data, shape: [1, 3, inputSize, inputSize] } });
    if (copy) rows.copy.set(copy, (index * rowsEach + view) * widths.copy);
    if (scene && view === 0) rows.scene.set(scene, index * widths.scene);
  }
  if (index % 200 === 0) console.error(`${index} of ${files.length}`);
}
await inference.dispose();
await media.dispose();

const origins = Int32Array.from({ length: files.length * rowsEach }, (_, row) => row - (row % rowsEach));
const copy = fitEditWhitening(rows.copy, origins, widths.copy, { outputDimensions: dimensions, ...copyOptions });
const scene = fitWhitening(rows.scene, widths.scene, { outputDimensions: dimensions, ...sceneOptions });
const metadata = {
  fittedOn: `${files.length} photos of ${options.folders} (half: ${options.half}), ${options.views} views each, seed ${options.seed}`,
  settings: JSON.stringify({ variant, inputSize, dimensions, pooled, copy: copyOptions, scene: sceneOptions }),
};
const tensors = new Map([...whiteningTensors("copy", copy), ...whiteningTensors("scene", scene)]);
writeFileSync(options.out ?? join(frozenRecipe, settings.heads.file), writeSafetensors(tensors, metadata));
console.log(metadata.fittedOn);

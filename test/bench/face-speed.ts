/** Photos come in; how long finding and embedding the one face on each takes on one core, on ONNX Runtime and on TensorFlow.js' WASM, goes out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { type FaceInferences, lookForFaces } from "../../electron/engine/faces/look.ts";
import type { Pixels } from "../../electron/engine/photo.ts";
import { faceNetworks, loadFaceModels, loadLayerWeights } from "../../native-models/faces/face-models.ts";
import { createInference, type Inference } from "../../native-models/inference/onnx-runtime.ts";
import { useBackend } from "../../native-models/tensorflow.ts";
import { createTensorFlowInference } from "../native-models/faces/tensorflow-operations.ts";

/** Medians, milliseconds a photo with one face; decoding left out. The processor's time counts what other programs do less. */
export interface Speed {
  readonly runtime: string;
  readonly photos: number;
  readonly wallMs: number;
  readonly processorMs: number;
}

const longSide = 1000;

/** Every `every`-th photo of the set, scaled to a long side of 1,000 pixels; smaller ones are enlarged. */
export async function faceSpeed(name: string, data: string, every: number): Promise<Speed[]> {
  const pictures = await picturesOf(name, data, every);
  const models = loadFaceModels();
  const onnx = (model: Uint8Array): Promise<Inference> => createInference(model, { threads: 1 });
  await useBackend("wasm");
  const wasm = (network: keyof typeof faceNetworks): Inference =>
    createTensorFlowInference(faceNetworks[network], loadLayerWeights(faceNetworks[network]));
  return [
    await timed("ONNX Runtime", pictures, {
      detector: await onnx(models.detector),
      mesh: await onnx(models.mesh),
      embedder: await onnx(models.embedder),
    }),
    await timed("TensorFlow.js WASM", pictures, { detector: wasm("detector"), mesh: wasm("mesh"), embedder: wasm("embedder") }),
  ];
}

async function picturesOf(name: string, data: string, every: number): Promise<Pixels[]> {
  const lines = readFileSync(join(data, `${name}.csv`), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const pictures: Pixels[] = [];
  for (const [at, line] of lines.entries()) {
    if (at % every > 0) continue;
    const photo = sharp(join(data, line.split(",")[0] ?? "")).autoOrient();
    const scaled = photo.resize({ width: longSide, height: longSide, fit: "inside" }).toColourspace("srgb").removeAlpha();
    const { data: bytes, info } = await scaled.raw().toBuffer({ resolveWithObject: true });
    pictures.push({ width: info.width, height: info.height, data: bytes });
  }
  return pictures;
}

async function timed(runtime: string, pictures: readonly Pixels[], inferences: FaceInferences): Promise<Speed> {
  const [walls, processors]: [number[], number[]] = [[], []];
  // The first run of each shape prepares.
  for (const picture of pictures.slice(0, 2)) await lookForFaces(picture, inferences);
  for (const picture of pictures) {
    const [usedBefore, before] = [process.cpuUsage(), performance.now()];
    const faces = await lookForFaces(picture, inferences);
    const [used, wall] = [process.cpuUsage(usedBefore), performance.now() - before];
    if (faces.length !== 1) continue;
    walls.push(wall);
    processors.push((used.user + used.system) / 1000);
  }
  for (const inference of Object.values<Inference>({ ...inferences })) await inference.dispose();
  return { runtime, photos: walls.length, wallMs: median(walls), processorMs: median(processors) };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

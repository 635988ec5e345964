/** One thread of the embedder: batches of pixels come in as messages, int8 descriptors go out. */
import { workerData } from "node:worker_threads";
import { createInference } from "../../../native-models/inference/onnx-runtime.ts";
import { quantise } from "../../../native-models/quantise.ts";
import type { Embedding, Pixels } from "../photo.ts";
import { answerAsThread } from "../threads.ts";
import { networkInput } from "./network-input.ts";

export interface WorkerSetup {
  /** The ONNX model, in memory that the threads share. */
  readonly model: SharedArrayBuffer;
  readonly inputSize: number;
}
const { model, inputSize } = workerData as WorkerSetup;
// ONNX Runtime copies what it keeps; it does not take shared memory.
const inference = await createInference(new Uint8Array(model).slice(), { threads: 1 });
answerAsThread(embed);

async function embed(pixels: readonly Pixels[]): Promise<Embedding[]> {
  const inputs = pixels.map((photo) => networkInput(photo, inputSize));
  const data = inputs.length === 1 ? (inputs[0] as Uint8Array) : Buffer.concat(inputs);
  const outputs = await inference.run({ pixels: { data, shape: [pixels.length, 3, inputSize, inputSize] } });
  const copies = rowsOf(outputs.copy, pixels.length);
  const scenes = rowsOf(outputs.scene, pixels.length);
  return pixels.map((_, row) => ({ copy: quantise(copies(row)), scene: quantise(scenes(row)) }));
}

function rowsOf(values: Float32Array | undefined, rows: number): (row: number) => Float32Array {
  if (!values) throw new Error("The model lacks an output.");
  const width = values.length / rows;
  return (row) => values.subarray(row * width, (row + 1) * width);
}

/** One thread of the embedder: batches of network inputs come in as messages, int8 descriptors go out. */
import { workerData } from "node:worker_threads";
import { createInference } from "../../../native-models/inference/onnx-runtime.ts";
import { quantise } from "../../../native-models/quantise.ts";
import type { Embedded } from "../photo.ts";
import { answerAsThread } from "../threads.ts";

export interface WorkerSetup {
  /** The ONNX model, in memory that the threads share. */
  readonly model: SharedArrayBuffer;
  readonly inputSize: number;
}
const { model, inputSize } = workerData as WorkerSetup;
// ONNX Runtime copies what it keeps; it does not take shared memory.
const inference = await createInference(new Uint8Array(model).slice(), { threads: 1 });
answerAsThread(embed);

/** uint8 [3, inputSize, inputSize] each. */
async function embed(inputs: readonly Uint8Array[]): Promise<Embedded[]> {
  const data = inputs.length === 1 ? (inputs[0] as Uint8Array) : Buffer.concat(inputs);
  const outputs = await inference.run({ pixels: { data, shape: [inputs.length, 3, inputSize, inputSize] } });
  const copies = rowsOf(outputs.copy, inputs.length);
  const scenes = rowsOf(outputs.scene, inputs.length);
  const features = rowsOf(outputs.copy_features, inputs.length);
  return inputs.map((_, row) => ({ copy: quantise(copies(row)), scene: quantise(scenes(row)), features: features(row).slice() }));
}

function rowsOf(values: Float32Array | undefined, rows: number): (row: number) => Float32Array {
  if (!values) throw new Error("The model lacks an output.");
  const width = values.length / rows;
  return (row) => values.subarray(row * width, (row + 1) * width);
}

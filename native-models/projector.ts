/** Pooled features of many photos come in, their descriptors by another head go out: no photo is decoded, and 100,000 take about a second. */
import type { Head } from "./head.ts";
import { createInference } from "./inference/onnx-runtime.ts";
import { buildHeadModel } from "./onnx/head.ts";

export interface Projector {
  readonly inputDimensions: number;
  readonly outputDimensions: number;
  /**
   * @param features float32 [count, inputDimensions], each of unit length.
   * @returns float32 [count, outputDimensions], unit length.
   * @throws RangeError where the numbers are no whole rows.
   */
  project(features: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Rows in one run: enough to be fast, a few megabytes. */
const rowsAtOnce = 2048;

/** @throws Error where ONNX Runtime does not load. */
export async function createProjector(head: Head, { threads = 1 }: { readonly threads?: number } = {}): Promise<Projector> {
  const { inputDimensions, outputDimensions } = head.whitening;
  const inference = await createInference(buildHeadModel(head), { threads });
  return {
    inputDimensions,
    outputDimensions,
    async project(features) {
      const count = features.length / inputDimensions;
      if (!Number.isInteger(count)) throw new RangeError(`${features.length} numbers are no rows of ${inputDimensions}.`);
      const descriptors = new Float32Array(count * outputDimensions);
      for (let start = 0; start < count; start += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, count - start);
        const data = features.subarray(start * inputDimensions, (start + rows) * inputDimensions);
        const { descriptor } = await inference.run({ features: { data, shape: [rows, inputDimensions] } });
        if (descriptor) descriptors.set(descriptor, start * outputDimensions);
      }
      return descriptors;
    },
    dispose: () => inference.dispose(),
  };
}

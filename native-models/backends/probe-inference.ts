/**
 * Run as a process of its own, with the name of one of ONNX Runtime's providers: computes the shipped descriptors of a picture on it, holds
 * them to the CPU's, and prints a line of JSON: {pictureMs} or {error}.
 */
import { loadDescriptorModel } from "../descriptor-model.ts";
import { createInference, type ProviderName } from "../inference/onnx-runtime.ts";
import { createRandom } from "../random.ts";

export interface ProbedProvider {
  /** Milliseconds a picture, in a batch of a few. */
  readonly pictureMs: number;
}
export type InferenceProbeResult = ProbedProvider | { readonly error: string };

const pictures = 4;
const measuredRuns = 3;
/** Providers may compute with fewer bits. */
const leastCosine = 0.999;

async function probe(provider: ProviderName): Promise<InferenceProbeResult> {
  const { onnx, inputSize, dimensions } = loadDescriptorModel();
  const random = createRandom(1);
  const shape = [pictures, 3, inputSize, inputSize];
  const data = Uint8Array.from({ length: pictures * 3 * inputSize ** 2 }, () => 256 * random());
  const sure = await createInference(onnx, { threads: 1 });
  const { copy: expected } = await sure.run({ pixels: { data, shape } });
  await sure.dispose();
  const inference = await createInference(onnx, { threads: 1, provider });
  let fastest = Number.POSITIVE_INFINITY;
  // The first compiles and warms up.
  for (let run = 0; run <= measuredRuns; run += 1) {
    const from = performance.now();
    const { copy } = await inference.run({ pixels: { data, shape } });
    if (run > 0) fastest = Math.min(fastest, performance.now() - from);
    for (let picture = 0; picture < pictures; picture += 1) {
      const cosine = cosineOfRow(copy, expected, picture, dimensions);
      if (!(cosine >= leastCosine)) throw new Error(`its descriptors are not those of the CPU (cosine ${cosine}).`);
    }
  }
  return { pictureMs: fastest / pictures };
}

function cosineOfRow(a: Float32Array | undefined, b: Float32Array | undefined, row: number, width: number): number {
  let sum = 0;
  for (let place = row * width; place < (row + 1) * width; place += 1) sum += (a?.[place] ?? 0) * (b?.[place] ?? 0);
  return sum;
}

const result = await probe(process.argv[2] as ProviderName).catch((error: unknown): InferenceProbeResult => {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return { error: line };
});
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit("error" in result ? 1 : 0));

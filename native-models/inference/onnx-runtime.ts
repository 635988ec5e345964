/** The bytes of an ONNX model come in, a function from tensors to tensors goes out. The only file that knows ONNX Runtime. */
import { env, InferenceSession, listSupportedBackends, Tensor } from "onnxruntime-node";

export interface InputTensor {
  readonly data: Uint8Array | Float32Array;
  readonly shape: readonly number[];
}

export interface Inference {
  /** Output name → float32, row-major. Blocks its thread while it computes. */
  run(inputs: Readonly<Record<string, InputTensor>>): Promise<Record<string, Float32Array>>;
  dispose(): Promise<void>;
}

/** What ONNX Runtime computes on; which of them work here, `backends/reports.ts` finds out. */
export type ProviderName = "cpu" | "cuda" | "tensorrt" | "dml" | "coreml" | "webgpu";

export interface InferenceOptions {
  /** Threads within one run, at least 1. */
  readonly threads: number;
  /** Default the CPU; what another does not know, the CPU computes. */
  readonly provider?: ProviderName;
}

/** @throws Error where ONNX Runtime refuses the model, or has not what the provider wants. */
export async function createInference(model: Uint8Array, { threads, provider = "cpu" }: InferenceOptions): Promise<Inference> {
  const session = await InferenceSession.create(model, {
    executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  });
  return {
    async run(inputs) {
      const feeds: Record<string, Tensor> = {};
      for (const [name, { data, shape }] of Object.entries(inputs))
        feeds[name] = data instanceof Uint8Array ? new Tensor("uint8", data, shape) : new Tensor("float32", data, shape);
      const outputs: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(await session.run(feeds))) {
        if (!(tensor.data instanceof Float32Array)) throw new Error(`The output ${name} is ${tensor.type}, not float32.`);
        outputs[name] = tensor.data;
      }
      return outputs;
    },
    dispose: () => session.release(),
  };
}

export interface RuntimeFacts {
  readonly version: string;
  /** "cpu", "cuda", "dml", "webgpu", "coreml", …: what this build was made with, not what this computer has. */
  readonly providers: readonly string[];
}

export function runtimeFacts(): RuntimeFacts {
  return { version: env.versions.node ?? env.versions.common, providers: listSupportedBackends().map(({ name }) => name) };
}

/** What this computer can run networks on comes out: one report a backend, with versions where it loads and reasons where not. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGraph } from "../onnx/graph.ts";
import { tensorFlowPackage } from "./tensorflow.ts";

/** Same shape as the contract's. */
export interface BackendReport {
  readonly name: string;
  readonly purpose: "inference" | "training";
  readonly available: boolean;
  /** Version and device where it loads; why it does not, and what to do, elsewhere. */
  readonly detail: string;
}

const probeTimeoutMs = 60_000;

/** Loads TensorFlow in a child process only: it takes hundreds of megabytes and seconds. Never rejects. */
export async function backendReports(): Promise<readonly BackendReport[]> {
  return Promise.all([reportOnnxRuntime(), reportTensorFlow()]);
}

async function reportOnnxRuntime(): Promise<BackendReport> {
  const report = { name: "onnxruntime-node", purpose: "inference" } as const;
  try {
    // Imported here, so that a library which does not load becomes a report and not a crash.
    const { createInference, runtimeFacts } = await import("../inference/onnx-runtime.ts");
    const graph = createGraph("probe");
    graph.operator("Add", [graph.input("a", "float32", [1]), graph.constant("b", Float32Array.of(2), [1])], {}, "sum");
    graph.output("sum", "float32", [1]);
    const inference = await createInference(graph.build(), { threads: 1 });
    const { sum } = await inference.run({ a: { data: Float32Array.of(3), shape: [1] } });
    await inference.dispose();
    if (sum?.[0] !== 5) return { ...report, available: false, detail: `It computed 3 + 2 = ${sum?.[0]}.` };
    const { version, providers } = runtimeFacts();
    const others = providers.filter((name) => name !== "cpu").join(", ");
    const unused = others ? ` This build also knows ${others}; the program uses the CPU.` : "";
    return { ...report, available: true, detail: `ONNX Runtime ${version} on the CPU.${unused}` };
  } catch (error) {
    return { ...report, available: false, detail: `${firstLine(error)} Run \`npm ci\` again; on Windows install the Visual C++ runtime.` };
  }
}

async function reportTensorFlow(): Promise<BackendReport> {
  const report = { name: "@tensorflow/tfjs-node-gpu", purpose: "training" } as const;
  const packageFile = tensorFlowPackage();
  if (!packageFile)
    return { ...report, available: false, detail: "Not installed: it is an optional package. Run `npm ci --include=optional`." };
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const folder = dirname(packageFile);
  if (!existsSync(join(folder, "lib/napi-v8/tfjs_binding.node")))
    return { ...report, available: false, detail: `${version} is installed without its TensorFlow. Run \`npm run tensorflow\`.` };
  try {
    const found = await probe(join(folder, "deps/lib"));
    if ("error" in found) return { ...report, available: false, detail: `${found.error} Run \`npm run tensorflow\` again.` };
    return { ...report, available: true, detail: `${version}, TensorFlow ${found.version} on the ${found.device}.` };
  } catch (error) {
    return { ...report, available: false, detail: `${firstLine(error)} Run \`npm run tensorflow\` again.` };
  }
}

type ProbeResult = { readonly version: string; readonly device: string } | { readonly error: string };

/** What a child process that loads TensorFlow needs around it: CUDA's libraries are looked up by name. */
export function tensorFlowEnvironment(libraries: string): NodeJS.ProcessEnv {
  const folders = [existsSync(libraries) ? realpathSync(libraries) : "", process.env.LD_LIBRARY_PATH ?? ""].filter(Boolean);
  return { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter) };
}

function probe(libraries: string): Promise<ProbeResult> {
  const script = fileURLToPath(new URL("./probe-tensorflow.ts", import.meta.url));
  const options = { timeout: probeTimeoutMs, env: tensorFlowEnvironment(libraries) };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script], options, (error, stdout) => {
      const line = stdout.trim().split("\n").at(-1) ?? "";
      if (line.startsWith("{")) resolve(JSON.parse(line) as ProbeResult);
      else reject(error ?? new Error("The probe of TensorFlow said nothing."));
    });
  });
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return line.endsWith(".") ? line : `${line}.`;
}

/** What this computer can run networks on comes out: one report a backend, with versions where it loads and reasons where not. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProviderName, RuntimeFacts } from "../inference/onnx-runtime.ts";
import type { BackendName } from "../tensorflow.ts";
import type { ProbedBackend } from "./probe.ts";
import { runInferenceProbe, runProbe } from "./run-probe.ts";
import { tensorFlowPackage } from "./tensorflow.ts";
import { webGpuVersion } from "./webgpu.ts";

/** Same shape as the contract's. */
export interface BackendReport {
  readonly name: string;
  readonly purpose: "inference" | "training";
  readonly available: boolean;
  /** Version and device where it loads; why it does not, and what to do, elsewhere. */
  readonly detail: string;
  /** For `useBackend`: of those that train. */
  readonly backend?: BackendName;
  /** Milliseconds of the same small training step on each: what they are chosen by. Missing where it does not load, for a GPU in software, and for inference. */
  readonly stepMs?: number;
  /** For `createInference`: of those that compute descriptors. */
  readonly provider?: ProviderName;
  /** Milliseconds a photo, on one thread where it is the CPU. Missing where it does not work. */
  readonly pictureMs?: number;
}

/**
 * Tries each in a child process, one after the other, since their speed is measured: that takes some seconds. Never rejects.
 */
export async function backendReports(): Promise<readonly BackendReport[]> {
  return [...(await reportInference()), await reportTensorFlow(), await reportWebGpu(), await reportWebAssembly()];
}

/**
 * The one to compute descriptors on: the fastest that works here; the CPU where nothing was measured.
 * @param threads The CPU computes photos on so many at once.
 */
export function fastestProvider(reports: readonly BackendReport[], threads = 1): ProviderName {
  const timed = reports.flatMap(({ provider, pictureMs }) =>
    provider !== undefined && pictureMs !== undefined ? { provider, ms: provider === "cpu" ? pictureMs / threads : pictureMs } : [],
  );
  return timed.sort((a, b) => a.ms - b.ms)[0]?.provider ?? "cpu";
}

/** The one to train on: the fastest of those that load here; null where none does. */
export function fastestBackend(reports: readonly BackendReport[]): BackendReport | null {
  const able = reports.filter(({ purpose, available, stepMs }) => purpose === "training" && available && stepMs !== undefined);
  return able.sort((a, b) => (a.stepMs ?? 0) - (b.stepMs ?? 0))[0] ?? null;
}

/** One a provider that this build of ONNX Runtime knows, the CPU first. */
async function reportInference(): Promise<readonly BackendReport[]> {
  const name = "onnxruntime-node";
  const purpose = "inference" as const;
  let facts: RuntimeFacts;
  try {
    // Imported here, so that a library which does not load becomes a report and not a crash.
    facts = (await import("../inference/onnx-runtime.ts")).runtimeFacts();
  } catch (error) {
    const detail = `${firstLine(error)} Run \`npm ci\` again; on Windows install the Visual C++ runtime.`;
    return [{ name, purpose, available: false, detail }];
  }
  const reports: BackendReport[] = [];
  for (const provider of ["cpu", ...facts.providers.filter((other) => other !== "cpu")] as ProviderName[]) {
    const report = { name: provider === "cpu" ? name : `${name}, ${provider}`, purpose, provider };
    const found = await runInferenceProbe(provider);
    if ("error" in found) {
      reports.push({ ...report, available: false, detail: sentence(found.error) });
      continue;
    }
    const where = provider === "cpu" ? "the CPU" : provider;
    const detail = `ONNX Runtime ${facts.version} on ${where}: ${found.pictureMs.toFixed(1)} ms a photo${provider === "cpu" ? " on one thread" : ""}.`;
    reports.push({ ...report, available: true, detail, pictureMs: found.pictureMs });
  }
  return reports;
}

async function reportTensorFlow(): Promise<BackendReport> {
  const report = { name: "@tensorflow/tfjs-node-gpu", purpose: "training", backend: "tensorflow" } as const;
  const packageFile = tensorFlowPackage();
  if (!packageFile)
    return { ...report, available: false, detail: "Not installed: it is an optional package. Run `npm ci --include=optional`." };
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  if (!existsSync(join(dirname(packageFile), "lib/napi-v8/tfjs_binding.node")))
    return { ...report, available: false, detail: `${version} is installed without its TensorFlow. Run \`npm run tensorflow\`.` };
  const found = await runProbe("tensorflow");
  if ("error" in found) return { ...report, available: false, detail: `${sentence(found.error)} Run \`npm run tensorflow\` again.` };
  return available(report, found, `${version}, TensorFlow ${found.version} on the ${found.device}`);
}

async function reportWebGpu(): Promise<BackendReport> {
  const report = { name: "webgpu", purpose: "training", backend: "webgpu" } as const;
  const version = webGpuVersion();
  if (!version)
    return { ...report, available: false, detail: "Not installed: it is an optional package. Run `npm ci --include=optional`." };
  const found = await runProbe("webgpu");
  if ("error" in found) return { ...report, available: false, detail: `${version}: ${sentence(found.error)}` };
  return available(report, found, `${version} on ${found.device}${found.software ? ", a GPU in software" : ""}`);
}

async function reportWebAssembly(): Promise<BackendReport> {
  const report = { name: "@tensorflow/tfjs-backend-wasm", purpose: "training", backend: "wasm" } as const;
  const found = await runProbe("wasm");
  if ("error" in found) return { ...report, available: false, detail: sentence(found.error) };
  return available(report, found, `${found.version} on one thread of the CPU`);
}

function available(report: Pick<BackendReport, "name" | "purpose" | "backend">, { stepMs }: ProbedBackend, what: string): BackendReport {
  if (stepMs === null) return { ...report, available: true, detail: `${what}: too slow to train on.` };
  return { ...report, available: true, detail: `${what}; a trial step of training took ${Math.max(1, Math.round(stepMs))} ms.`, stepMs };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return sentence(line);
}

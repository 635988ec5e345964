/** The name of a backend comes in, a process of its own tries it, and what it found goes out. */
import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProviderName } from "../inference/onnx-runtime.ts";
import type { BackendName } from "../tensorflow.ts";
import type { ProbeResult } from "./probe.ts";
import type { InferenceProbeResult } from "./probe-inference.ts";
import { tensorFlowPackage } from "./tensorflow.ts";

/** A GPU's first step compiles its shaders. */
const probeTimeoutMs = 60_000;

/** What a child process that loads TensorFlow needs around it: CUDA's libraries are looked up by name. */
export function tensorFlowEnvironment(libraries: string = libraryFolder()): NodeJS.ProcessEnv {
  const folders = [existsSync(libraries) ? realpathSync(libraries) : "", process.env.LD_LIBRARY_PATH ?? ""].filter(Boolean);
  return { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter) };
}

/** Never rejects: a process that dies has an error too. */
export function runProbe(name: BackendName): Promise<ProbeResult> {
  return runScript("./probe.ts", name, name === "tensorflow" ? tensorFlowEnvironment() : process.env);
}

/** Never rejects. */
export function runInferenceProbe(provider: ProviderName): Promise<InferenceProbeResult> {
  return runScript("./probe-inference.ts", provider, process.env);
}

function runScript<Result>(file: string, word: string, env: NodeJS.ProcessEnv): Promise<Result | { readonly error: string }> {
  const script = fileURLToPath(new URL(file, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [script, word], { timeout: probeTimeoutMs, env }, (error, stdout) => {
      const line = stdout.trim().split("\n").at(-1) ?? "";
      // A GPU's driver may die at the very end, with everything said.
      if (line.startsWith("{")) resolve(JSON.parse(line) as Result);
      else resolve({ error: deathOf(error) });
    });
  });
}

function libraryFolder(): string {
  const packageFile = tensorFlowPackage();
  return packageFile ? join(dirname(packageFile), "deps/lib") : "";
}

function deathOf(error: { readonly killed?: boolean; readonly signal?: string | null } | null): string {
  if (error?.killed) return `The trial took more than ${probeTimeoutMs / 1000} seconds.`;
  return error?.signal ? `The trial's process died of ${error.signal}.` : "The trial's process said nothing.";
}

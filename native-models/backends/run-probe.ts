/** The name of a training backend comes in, a process of its own tries it, and what it found goes out. */
import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BackendName } from "../tensorflow.ts";
import type { ProbeResult } from "./probe.ts";
import { tensorFlowPackage } from "./tensorflow.ts";

/** A GPU's first step compiles its shaders. */
const probeTimeoutMs = 120_000;

/** What a child process that loads TensorFlow needs around it: CUDA's libraries are looked up by name. */
export function tensorFlowEnvironment(libraries: string = libraryFolder()): NodeJS.ProcessEnv {
  const folders = [existsSync(libraries) ? realpathSync(libraries) : "", process.env.LD_LIBRARY_PATH ?? ""].filter(Boolean);
  return { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter) };
}

/** Never rejects: a process that dies has an error too. */
export function runProbe(name: BackendName): Promise<ProbeResult> {
  const script = fileURLToPath(new URL("./probe.ts", import.meta.url));
  const env = name === "tensorflow" ? tensorFlowEnvironment() : process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [script, name], { timeout: probeTimeoutMs, env }, (error, stdout) => {
      const line = stdout.trim().split("\n").at(-1) ?? "";
      if (line.startsWith("{")) resolve(JSON.parse(line) as ProbeResult);
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

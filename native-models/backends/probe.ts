/**
 * Run as a process of its own, with the name of a backend: loads it, trains one block of the network for a moment, and prints a line of
 * JSON: {version, device, software, stepMs} or {error}. A driver that crashes takes only this process with it.
 */
import { createObjective } from "../losses/objective.ts";
import { supervisedContrastive } from "../losses/supervised-contrastive.ts";
import { loadRecipe } from "../recipe.ts";
import { type BackendName, backendNames, tf, useBackend } from "../tensorflow.ts";
import { createAdaptedEmbedder } from "../training/adapted-embedder.ts";
import { gradientsOf } from "../training/step.ts";
import { loadTensorFlow } from "./tensorflow.ts";
import { loadWebGpu } from "./webgpu.ts";

/** What `backends/reports.ts` reads. */
export type ProbeResult = ProbedBackend | { readonly error: string };

export interface ProbedBackend {
  readonly version: string;
  /** "CPU", "GPU", or what the GPU calls itself. */
  readonly device: string;
  /** A program that plays a GPU. */
  readonly software: boolean;
  /** Milliseconds of the same small training step on every backend; null for a GPU in software, which takes minutes. */
  readonly stepMs: number | null;
}

const rows = 8;
const measuredSteps = 3;

async function probe(name: BackendName): Promise<ProbeResult> {
  const facts = await load(name);
  if (facts.software) return { ...facts, stepMs: null };
  const model = createAdaptedEmbedder(loadRecipe(), { mode: "last-blocks", firstBlock: "block11" });
  const width = model.inputs.shape.reduce((product, size) => product * size, 1);
  const batch = {
    inputs: { data: Float32Array.from({ length: rows * width }, (_, place) => Math.sin(place)), shape: [rows, ...model.inputs.shape] },
    labels: Int32Array.from({ length: rows }, (_, row) => row >> 1),
  };
  const setup = { model, objective: createObjective({ loss: supervisedContrastive() }) };
  let stepMs = Number.POSITIVE_INFINITY;
  // The first compiles shaders and warms caches.
  for (let step = 0; step <= measuredSteps; step += 1) {
    const from = performance.now();
    const { loss, gradients } = await gradientsOf(setup, batch, step);
    if (!Number.isFinite(loss)) throw new Error(`it computed a loss of ${loss}.`);
    await Object.values(gradients)[0]?.data();
    tf.dispose(gradients);
    if (step > 0) stepMs = Math.min(stepMs, performance.now() - from);
  }
  return { ...facts, stepMs };
}

async function load(name: BackendName): Promise<Omit<ProbedBackend, "stepMs">> {
  if (name === "tensorflow") {
    const { version, device } = await loadTensorFlow();
    await useBackend(name);
    return { version, device, software: false };
  }
  if (name === "webgpu") {
    const facts = await loadWebGpu();
    await useBackend(name);
    return facts;
  }
  await useBackend(name);
  return { version: tf.version_core, device: "CPU", software: false };
}

function describe(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return line;
}

const name = backendNames.find((candidate) => candidate === process.argv[2]);
const result = name
  ? await probe(name).catch((error: unknown): ProbeResult => ({ error: describe(error) }))
  : { error: `There is no backend ${process.argv[2]}.` };
// Dawn's threads would keep the process.
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit("error" in result ? 1 : 0));

/** A run in the middle comes in, safetensors bytes go out from which another process goes on as if nothing had happened; and back. */
import type { Objective } from "../losses/objective.ts";
import type { AdamW, AdamWState } from "../optimizers/adam-w.ts";
import { fromFloat32, readSafetensors, type Safetensors, type Tensor, tensorNamed, toFloat32, writeSafetensors } from "../safetensors.ts";
import { tf } from "../tensorflow.ts";
import type { EmbeddingModel } from "./embedding-model.ts";
import type { TrainingResult } from "./options.ts";

export type Weights = ReadonlyMap<string, Float32Array>;

/** What a run knows besides its weights. Draws are pure in seed and step, so the step is all that a generator of numbers needs. */
export interface RunState {
  readonly step: number;
  readonly lastLoss: number;
  readonly best: TrainingResult["best"];
  readonly bestWeights: Weights | null;
  readonly evaluations: TrainingResult["evaluations"];
  /** Evaluations since the best. */
  readonly stale: number;
}

const format = "likeness-checkpoint-1";

/** Everything that steps change, by names that stay from process to process. */
export function variablesOf(model: EmbeddingModel, objective: Objective): Map<string, tf.Variable> {
  const own = objective.variables.map((variable, index) => [`objective/${index}`, variable] as const);
  return new Map([...model.variables, ...(model.running ?? []), ...own]);
}

export async function readWeights(variables: ReadonlyMap<string, tf.Variable>): Promise<Weights> {
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of variables) weights.set(name, Float32Array.from((await variable.data()) as Float32Array));
  return weights;
}

/** @throws Error where a variable has no weights, or others. */
export function assignWeights(variables: ReadonlyMap<string, tf.Variable>, weights: Weights): void {
  for (const [name, variable] of variables) {
    const values = weights.get(name);
    if (values?.length !== variable.size) throw new Error(`The weights kept do not have ${variable.size} numbers of ${name}.`);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, "float32")));
  }
}

export async function writeCheckpoint(variables: ReadonlyMap<string, tf.Variable>, optimizer: AdamW, state: RunState): Promise<Uint8Array> {
  const { step, lastLoss, best, bestWeights, evaluations, stale } = state;
  const { steps: optimizerSteps, moments } = await optimizer.state();
  const tensors = new Map<string, Tensor>();
  for (const [name, values] of await readWeights(variables))
    tensors.set(`weights/${name}`, fromFloat32(values, variables.get(name)?.shape ?? []));
  for (const [name, values] of bestWeights ?? []) tensors.set(`best/${name}`, fromFloat32(values, variables.get(name)?.shape ?? []));
  for (const [name, variable] of variables) {
    const moment = moments.get(variable.name);
    if (!moment) continue;
    tensors.set(`first/${name}`, fromFloat32(moment.first, variable.shape));
    tensors.set(`second/${name}`, fromFloat32(moment.second, variable.shape));
  }
  const run = JSON.stringify({ step, lastLoss, best, evaluations, stale, optimizerSteps });
  return writeSafetensors(tensors, { format, run });
}

/**
 * Puts weights and the optimizer's memory back.
 * @throws SafetensorsError for damaged bytes, Error for those of another model.
 */
export function restoreCheckpoint(bytes: Uint8Array, variables: ReadonlyMap<string, tf.Variable>, optimizer: AdamW): RunState {
  const file = readSafetensors(bytes);
  if (file.metadata.format !== format) throw new Error(`A checkpoint of the format ${file.metadata.format} is not read here.`);
  const { optimizerSteps, ...run } = JSON.parse(file.metadata.run ?? "{}") as Omit<RunState, "bestWeights"> & { optimizerSteps: number };
  assignWeights(variables, group(file, "weights", variables));
  const moments = new Map<string, { first: Float32Array; second: Float32Array }>();
  for (const [name, variable] of variables) {
    if (!file.tensors.has(`first/${name}`)) continue;
    const read = (part: string): Float32Array => toFloat32(tensorNamed(file, `${part}/${name}`, variable.shape));
    moments.set(variable.name, { first: read("first"), second: read("second") });
  }
  const state: AdamWState = { steps: optimizerSteps, moments };
  optimizer.restore(state);
  return { ...run, bestWeights: run.best ? group(file, "best", variables) : null };
}

function group(file: Safetensors, prefix: string, variables: ReadonlyMap<string, tf.Variable>): Weights {
  return new Map([...variables].map(([name, { shape }]) => [name, toFloat32(tensorNamed(file, `${prefix}/${name}`, shape))]));
}

/** A TensorFlow.js model's JSON and its one weights file come in; its tensors by name, and the graph's nodes where it has one, go out. */
/// <reference lib="esnext.float16" />

export interface PublishedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** How bytes became `values`, where they were published as bytes: value = byte x scale + minimum. */
  readonly bytes: { readonly values: Uint8Array; readonly scale: number; readonly minimum: number } | null;
}

export interface TensorFlowJsFile {
  /** @throws Error where there is none of that name. */
  tensor(name: string): PublishedTensor;
  /** Names of what a node takes. @throws Error where there is none of that name. */
  inputsOf(node: string): readonly string[];
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
}
interface Model {
  readonly weightsManifest?: readonly { readonly weights: readonly Entry[] }[];
  readonly modelTopology?: { readonly node: readonly { readonly name: string; readonly input?: readonly string[] }[] };
}

export function readTensorFlowJs(json: string, bin: Uint8Array): TensorFlowJsFile {
  const parsed = JSON.parse(json) as Model | { readonly weights: readonly Entry[] }[];
  const model: Model = Array.isArray(parsed) ? { weightsManifest: parsed } : parsed;
  const tensors = new Map<string, PublishedTensor>();
  let offset = 0;
  for (const entry of (model.weightsManifest ?? []).flatMap(({ weights }) => weights)) {
    const count = entry.shape.reduce((product, size) => product * size, 1);
    const type = entry.quantization?.dtype ?? entry.dtype;
    const width = { float32: 4, int32: 4, float16: 2, uint8: 1 }[type];
    if (!width) throw new Error(`${entry.name} is stored as ${type}, which is not read here.`);
    const raw = bin.slice(offset, offset + count * width);
    offset += count * width;
    if (raw.byteLength !== count * width) throw new Error(`The weights end within ${entry.name}.`);
    if (type !== "int32") tensors.set(entry.name, { shape: entry.shape, ...decode(entry, type, raw) });
  }
  if (offset !== bin.byteLength) throw new Error(`${bin.byteLength - offset} bytes of weights are left over.`);
  const nodes = new Map((model.modelTopology?.node ?? []).map(({ name, input = [] }) => [name, input]));
  return { tensor: (name) => found(tensors, name), inputsOf: (name) => found(nodes, name) };
}

function decode({ quantization }: Entry, type: string, raw: Uint8Array): Omit<PublishedTensor, "shape"> {
  const { buffer } = new Uint8Array(raw);
  if (type === "float32") return { values: new Float32Array(buffer), bytes: null };
  if (type === "float16") return { values: Float32Array.from(new Float16Array(buffer)), bytes: null };
  const { scale = 1, min = 0 } = quantization ?? {};
  return { values: Float32Array.from(raw, (byte) => byte * scale + min), bytes: { values: raw, scale, minimum: min } };
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`The model has no ${name}.`);
  return value;
}

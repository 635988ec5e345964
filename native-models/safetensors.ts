/**
 * Safetensors bytes come in and named tensors go out, and the other way round.
 * Format: 8 bytes little-endian header length, a JSON header, then the tensors' bytes
 * (https://huggingface.co/docs/safetensors).
 */
/// <reference lib="esnext.float16" />

/** Bytes of one number of each type this project meets. */
const numberBytes = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;
export type DataType = keyof typeof numberBytes;

export interface Tensor {
  readonly type: DataType;
  /** Row-major; [] is a scalar. */
  readonly shape: readonly number[];
  /** Little-endian, product(shape) x the type's size. */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

export class SafetensorsError extends Error {
  constructor(message: string) {
    super(`Not a sound safetensors file: ${message}`);
    this.name = "SafetensorsError";
  }
}

/** The format's own cap on the header. */
const maxHeaderBytes = 100_000_000;
const metadataKey = "__metadata__";

/**
 * The tensors' bytes are views of `bytes`, not copies.
 * @throws SafetensorsError where lengths, types, shapes or offsets do not agree, tensors overlap or bytes are left over.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.byteLength < 8) throw new SafetensorsError(`${bytes.byteLength} bytes hold no header length.`);
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (headerBytes > BigInt(Math.min(maxHeaderBytes, bytes.byteLength - 8)))
    throw new SafetensorsError(`a header of ${headerBytes} bytes does not fit a file of ${bytes.byteLength}.`);
  const dataStart = 8 + Number(headerBytes);
  const data = bytes.subarray(dataStart);
  const tensors = new Map<string, Tensor>();
  let metadata: Record<string, string> = {};
  const spans: { name: string; begin: number; end: number }[] = [];
  for (const [name, entry] of Object.entries(parseHeader(bytes.subarray(8, dataStart)))) {
    if (name === metadataKey) {
      metadata = checkedMetadata(entry);
      continue;
    }
    const { type, shape, begin, end } = checkedEntry(name, entry, data.byteLength);
    spans.push({ name, begin, end });
    tensors.set(name, { type, shape, bytes: data.subarray(begin, end) });
  }
  let expected = 0;
  for (const span of spans.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (span.begin !== expected)
      throw new SafetensorsError(`"${span.name}" begins at ${span.begin}, not where the one before it ends (${expected}).`);
    expected = span.end;
  }
  if (expected !== data.byteLength) throw new SafetensorsError(`${data.byteLength - expected} bytes at its end belong to no tensor.`);
  return { tensors, metadata };
}

/** @throws SafetensorsError where a tensor's bytes do not fill its shape. */
export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header[metadataKey] = metadata;
  let length = 0;
  for (const [name, { type, shape, bytes }] of tensors) {
    if (name === metadataKey) throw new SafetensorsError(`no tensor may be called ${metadataKey}.`);
    const wanted = countOf(shape) * numberBytes[type];
    if (bytes.byteLength !== wanted) throw new SafetensorsError(`"${name}" has ${bytes.byteLength} bytes where its shape needs ${wanted}.`);
    header[name] = { dtype: type, shape, data_offsets: [length, length + wanted] };
    length += wanted;
  }
  const json = Buffer.from(JSON.stringify(header));
  // Readers map the file and want the numbers aligned: the header is filled up with spaces, as the format allows.
  const headerBytes = Math.ceil(json.byteLength / 8) * 8;
  const out = new Uint8Array(8 + headerBytes + length).fill(0x20, 8, 8 + headerBytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerBytes), true);
  out.set(json, 8);
  let offset = 8 + headerBytes;
  for (const { bytes } of tensors.values()) {
    out.set(bytes, offset);
    offset += bytes.byteLength;
  }
  return out;
}

/** A tensor by name. @throws SafetensorsError where it is missing or, with `shape` given, of another shape. */
export function tensorNamed(file: Safetensors, name: string, shape?: readonly number[]): Tensor {
  const tensor = file.tensors.get(name);
  if (!tensor) throw new SafetensorsError(`it has no tensor "${name}".`);
  if (shape && tensor.shape.join() !== shape.join())
    throw new SafetensorsError(`"${name}" is [${tensor.shape.join(", ")}], not [${shape.join(", ")}].`);
  return tensor;
}

/** The same file with some tensors replaced or added. */
export function overlaid({ tensors, metadata }: Safetensors, over: ReadonlyMap<string, Tensor>): Safetensors {
  return { tensors: new Map([...tensors, ...over]), metadata };
}

/** The numbers of an F32, F16 or I8 tensor, copied. @throws SafetensorsError for other types. */
export function toFloat32(tensor: Tensor): Float32Array {
  // Not slice(): that of a Buffer does not copy, and numbers in a file need not be aligned.
  const { buffer } = new Uint8Array(tensor.bytes);
  if (tensor.type === "F32") return new Float32Array(buffer);
  if (tensor.type === "F16") return Float32Array.from(new Float16Array(buffer));
  if (tensor.type === "I8") return Float32Array.from(new Int8Array(buffer));
  throw new SafetensorsError(`numbers of type ${tensor.type} are not read here.`);
}

/** Numbers stored as F32, or rounded to the nearest F16. @throws SafetensorsError where a number overflows F16. */
export function fromFloat32(values: Float32Array, shape: readonly number[], type: "F32" | "F16" = "F32"): Tensor {
  if (countOf(shape) !== values.length) throw new SafetensorsError(`${values.length} numbers do not fill [${shape.join(", ")}].`);
  const numbers = type === "F32" ? Float32Array.from(values) : Float16Array.from(values);
  if (type === "F16" && numbers.some((value, index) => !Number.isFinite(value) && Number.isFinite(values[index])))
    throw new SafetensorsError("a number is too large for 16 bits.");
  return { type, shape, bytes: new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength) };
}

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const isNatural = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SafetensorsError(`its header is not JSON (${(error as Error).message}).`);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw new SafetensorsError("its header is not an object.");
  return header as Record<string, unknown>;
}

function checkedMetadata(entry: unknown): Record<string, string> {
  const valid = typeof entry === "object" && entry !== null && Object.values(entry).every((value) => typeof value === "string");
  if (!valid) throw new SafetensorsError("its metadata are not strings by name.");
  return entry as Record<string, string>;
}

function checkedEntry(name: string, entry: unknown, dataBytes: number): { type: DataType; shape: number[]; begin: number; end: number } {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== "string" || !Object.hasOwn(numberBytes, dtype))
    throw new SafetensorsError(`"${name}" has the unknown type ${String(dtype)}.`);
  if (!Array.isArray(shape) || !shape.every(isNatural)) throw new SafetensorsError(`"${name}" has no valid shape.`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isNatural))
    throw new SafetensorsError(`"${name}" has no valid offsets.`);
  const [begin, end] = offsets as [number, number];
  const type = dtype as DataType;
  if (begin > end || end > dataBytes)
    throw new SafetensorsError(`"${name}" lies at ${begin}..${end}, outside the ${dataBytes} bytes of data.`);
  if (end - begin !== countOf(shape) * numberBytes[type])
    throw new SafetensorsError(`"${name}" has ${end - begin} bytes, which do not fill [${shape.join(", ")}].`);
  return { type, shape, begin, end };
}

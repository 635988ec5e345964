/** A network's safetensors file comes in; its layers' numbers as float32, whatever they are stored as, go out. */
import { type Safetensors, SafetensorsError, type Tensor, tensorNamed, toFloat32 } from "../safetensors.ts";

export interface LayerNumbers {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export interface LayerWeights {
  /** @throws SafetensorsError where it is missing or stored as a type that is not read here. */
  numbers(name: string): LayerNumbers;
  /** null where the layer has none. */
  optional(name: string): LayerNumbers | null;
}

/** Kernels are F32, F16, or U8 with two more tensors, NAME/scale and NAME/minimum, F32 with one number an output (the last axis): value = byte x scale + minimum. */
export function layerWeights(file: Safetensors): LayerWeights {
  const read = (name: string): LayerNumbers => {
    const tensor = tensorNamed(file, name);
    return { shape: tensor.shape, values: tensor.type === "U8" ? fromBytes(file, name, tensor) : toFloat32(tensor) };
  };
  return { numbers: read, optional: (name) => (file.tensors.has(name) ? read(name) : null) };
}

function fromBytes(file: Safetensors, name: string, { bytes, shape }: Tensor): Float32Array {
  const outputs = shape.at(-1);
  if (!outputs) throw new SafetensorsError(`"${name}" has no outputs.`);
  const scale = toFloat32(tensorNamed(file, `${name}/scale`, [outputs]));
  const minimum = toFloat32(tensorNamed(file, `${name}/minimum`, [outputs]));
  const values = new Float32Array(bytes.length);
  for (let start = 0; start < values.length; start += outputs)
    for (let output = 0; output < outputs; output += 1)
      values[start + output] = (bytes[start + output] as number) * (scale[output] as number) + (minimum[output] as number);
  return values;
}

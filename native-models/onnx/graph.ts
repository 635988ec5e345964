/** Operators and constants come in one by one, the bytes of an ONNX model go out (field numbers of onnx.proto3, IR 8, opset 17). */
import { createMessage, type Message } from "./protobuf.ts";

const irVersion = 8;
const opset = 17;
const elementTypes = { float32: 1, uint8: 2, int8: 3, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;
const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

export type Attribute = { readonly float: number } | { readonly int: number } | { readonly ints: readonly number[] };
/** A string names an axis whose length is known only when the model runs. */
export type Shape = readonly (number | string)[];

export interface GraphBuilder {
  /** Returns its own name, to feed into operators. */
  input(name: string, type: ElementType, shape: Shape): string;
  /** A constant. Scalars have the shape []. */
  constant(name: string, values: Float32Array | BigInt64Array, shape: readonly number[]): string;
  /** One operator with one output, which is returned. */
  operator(type: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>, output?: string): string;
  output(name: string, type: ElementType, shape: Shape): void;
  build(): Uint8Array;
}

export function createGraph(graphName: string): GraphBuilder {
  const nodes: Message[] = [];
  const constants = new Map<string, Message>();
  const inputs: Message[] = [];
  const outputs: Message[] = [];

  return {
    input(name, type, shape) {
      inputs.push(valueInfo(name, type, shape));
      return name;
    },
    constant(name, values, shape) {
      if (constants.has(name)) throw new Error(`Two constants are called ${name}.`);
      const count = shape.reduce((product, size) => product * size, 1);
      if (count !== values.length) throw new Error(`The constant ${name} has ${values.length} numbers for [${shape.join(", ")}].`);
      const type = values instanceof Float32Array ? elementTypes.float32 : elementTypes.int64;
      const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      constants.set(name, createMessage().integers(1, shape).integer(2, type).bytes(8, name).bytes(9, raw));
      return name;
    },
    operator(type, operands, attributes = {}, output = `${type.toLowerCase()}_${nodes.length}`) {
      const node = createMessage();
      for (const operand of operands) node.bytes(1, operand);
      node.bytes(2, output).bytes(3, output).bytes(4, type);
      for (const [name, attribute] of Object.entries(attributes)) node.bytes(5, attributeMessage(name, attribute));
      nodes.push(node);
      return output;
    },
    output: (name, type, shape) => void outputs.push(valueInfo(name, type, shape)),
    build() {
      const graph = createMessage();
      for (const node of nodes) graph.bytes(1, node);
      graph.bytes(2, graphName);
      for (const constant of constants.values()) graph.bytes(5, constant);
      for (const input of inputs) graph.bytes(11, input);
      for (const output of outputs) graph.bytes(12, output);
      const domain = createMessage().bytes(1, "").integer(2, opset);
      return createMessage().integer(1, irVersion).bytes(2, "likeness").bytes(7, graph).bytes(8, domain).encode();
    },
  };
}

function attributeMessage(name: string, attribute: Attribute): Message {
  const message = createMessage().bytes(1, name);
  if ("float" in attribute) return message.float(2, attribute.float).integer(20, attributeTypes.float);
  if ("int" in attribute) return message.integer(3, attribute.int).integer(20, attributeTypes.int);
  return message.integers(8, attribute.ints).integer(20, attributeTypes.ints);
}

function valueInfo(name: string, type: ElementType, shape: Shape): Message {
  const dimensions = createMessage();
  for (const size of shape) {
    const dimension = typeof size === "string" ? createMessage().bytes(2, size) : createMessage().integer(1, size);
    dimensions.bytes(1, dimension);
  }
  const tensorType = createMessage().integer(1, elementTypes[type]).bytes(2, dimensions);
  return createMessage().bytes(1, name).bytes(2, createMessage().bytes(1, tensorType));
}

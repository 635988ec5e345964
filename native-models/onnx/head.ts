/** Pooled features and a head come in, the operators that make a descriptor of them go out; alone they are a model too. */
import type { Head } from "../head.ts";
import { createGraph, type GraphBuilder } from "./graph.ts";

/** @param features float32 [batch, inputDimensions], unit length; the result float32 [batch, outputDimensions], unit length, named `name`. */
export function addHead(graph: GraphBuilder, name: string, features: string, { whitening, projection }: Head): string {
  const { inputDimensions, outputDimensions } = whitening;
  const mean = graph.constant(`${name}/mean`, whitening.mean, [inputDimensions]);
  const matrix = graph.constant(`${name}/matrix`, whitening.matrix, [inputDimensions, outputDimensions]);
  const centred = graph.operator("Sub", [features, mean]);
  const linear = graph.operator("MatMul", [centred, matrix]);
  if (!projection) return addUnitLength(graph, linear, name);
  const hidden = graph.constant(`${name}/hidden`, projection.hidden, [inputDimensions, projection.width]);
  const bias = graph.constant(`${name}/bias`, projection.bias, [projection.width]);
  const output = graph.constant(`${name}/output`, projection.output, [projection.width, outputDimensions]);
  const bent = graph.operator("Relu", [graph.operator("Add", [graph.operator("MatMul", [centred, hidden]), bias])]);
  return addUnitLength(graph, graph.operator("Add", [linear, graph.operator("MatMul", [bent, output])]), name);
}

export function addUnitLength(graph: GraphBuilder, vectors: string, output: string): string {
  const tiny = graph.constant(`${output}/tiny`, Float32Array.of(1e-12), []);
  const length = graph.operator("ReduceL2", [vectors], { axes: { ints: [1] }, keepdims: { int: 1 } });
  return graph.operator("Div", [vectors, graph.operator("Max", [length, tiny])], {}, output);
}

/** Input "features": float32 [batch, inputDimensions], unit length. Output "descriptor": float32 [batch, outputDimensions], unit length. */
export function buildHeadModel(head: Head): Uint8Array {
  const graph = createGraph("head");
  addHead(graph, "descriptor", graph.input("features", "float32", ["batch", head.whitening.inputDimensions]), head);
  graph.output("descriptor", "float32", ["batch", head.whitening.outputDimensions]);
  return graph.build();
}

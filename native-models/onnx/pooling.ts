/** The output of a block comes in, one number a channel goes out. */
import type { PoolingKind } from "../architectures/pooling.ts";
import type { GraphBuilder } from "./graph.ts";

const overPositions = { axes: { ints: [2, 3] }, keepdims: { int: 1 } };

/** @param features float32 [batch, channels, height, width]; the result float32 [batch, channels]. */
export function addPooling(graph: GraphBuilder, features: string, kind: PoolingKind): string {
  const pooled = addUnflattened(graph, features, kind);
  return graph.operator("Flatten", [pooled], { axis: { int: 1 } });
}

function addUnflattened(graph: GraphBuilder, features: string, kind: PoolingKind): string {
  if (kind === "mean") return graph.operator("ReduceMean", [features], overPositions);
  if (kind === "deviation") {
    const mean = graph.operator("ReduceMean", [features], overPositions);
    const centred = graph.operator("Sub", [features, mean]);
    const variance = graph.operator("ReduceMean", [graph.operator("Mul", [centred, centred])], overPositions);
    return graph.operator("Sqrt", [variance]);
  }
  const cubed = graph.operator("Mul", [graph.operator("Mul", [features, features]), features]);
  const mean = graph.operator("ReduceMean", [cubed], overPositions);
  const third = graph.operator("Constant", [], { value_float: { float: 1 / 3 } });
  return graph.operator("Pow", [mean, third]);
}

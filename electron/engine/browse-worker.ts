/** The thread of browsing: scene descriptors come in as messages, a path of likeness or a tree of scenes goes out. */
import { createSceneTree, type Products, type SceneTree } from "./browse/scene-tree.ts";
import { type SeriationOptions, seriate } from "./browse/seriate.ts";
import { createNeighbourIndex } from "./match/neighbours.ts";
import { createDotKernel } from "./people/dot-kernel.ts";
import { answerAsThread } from "./threads.ts";

export interface BrowseRequest {
  /** int8 [count, dimensions] */
  readonly scenes: Int8Array;
  readonly dimensions: number;
  /** Asks for the tree: float64 [count], NaN where unknown. Without it, for the path. */
  readonly takenAtMs?: Float64Array;
}
export type BrowseAnswer = { readonly path: Int32Array } | { readonly tree: SceneTree };

answerAsThread(({ scenes, dimensions, takenAtMs }: BrowseRequest): BrowseAnswer => {
  const path = (options: SeriationOptions): Int32Array =>
    seriate(scenes, dimensions, (rows, k) => nearestAmong(scenes, dimensions, rows, k), options);
  if (!takenAtMs) return { path: path({}) };
  return { tree: createSceneTree({ scenes, dimensions, takenAtMs, path: () => path({ kicks: 0 }), products }) };
});

/** int32 [rows, k]: places in `rows`, each row's own left out. */
function nearestAmong(scenes: Int8Array, dimensions: number, rows: Int32Array, k: number): Int32Array {
  const vectors = new Int8Array(rows.length * dimensions);
  rows.forEach((row, place) => {
    vectors.set(scenes.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  });
  const index = createNeighbourIndex(dimensions);
  index.add(Array.from(rows.keys()), vectors);
  const found = index.search(vectors, k + 1).rows;
  const nearest = new Int32Array(rows.length * k).fill(-1);
  for (let place = 0; place < rows.length; place += 1) {
    const others = found.subarray(place * (k + 1), (place + 1) * (k + 1)).filter((other) => other !== place && other >= 0);
    nearest.set(others.subarray(0, k), place * k);
  }
  return nearest;
}

const products: Products = (rows, dimensions) => {
  const count = rows.length / dimensions;
  const table = createDotKernel(dimensions).table(count);
  for (let row = 0; row < count; row += 1) table.row(row).set(rows.subarray(row * dimensions, (row + 1) * dimensions));
  return (row) => table.dots(row, 0, row);
};

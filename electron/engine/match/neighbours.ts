/** Copy descriptors of the library come in; for any descriptor, the rows with the nearest ones go out. */
import { exactSearch, Index, MetricKind, ScalarKind } from "usearch";

export interface Neighbours {
  /** int32 [queries, count], -1 where there are fewer; nearest first, the lower row first where two are as near. */
  readonly rows: Int32Array;
  /** float32 [queries, count]: cosine, 0 where there is no row. */
  readonly similarities: Float32Array;
}

export interface NeighbourIndex {
  /** Adds the vector of a row, which must not have one yet. int8 [rows.length, dimensions] */
  add(rows: readonly number[], vectors: Int8Array): void;
  remove(rows: readonly number[]): void;
  /** int8 [queries, dimensions] */
  search(queries: Int8Array, count: number): Neighbours;
}

export interface NeighbourOptions {
  /** 0 takes every core. */
  readonly threads?: number;
  /** Up to here every distance is computed: exact, and hardly slower. */
  readonly exactUpTo?: number;
}

const connectivity = 16;
const expansionAdd = 64;
const expansionSearch = 96;

/**
 * Exact for small libraries, else hierarchical navigable small worlds (Malkov and Yashunin 2018), whose cost grows with n log n.
 * bfloat16 holds every int8 exactly and is the fastest that usearch has here; its own int8 rescales vectors and loses neighbours.
 */
export function createNeighbourIndex(dimensions: number, { threads = 0, exactUpTo = 4000 }: NeighbourOptions = {}): NeighbourIndex {
  const kept = new Map<number, Int8Array>();
  let flat: { readonly order: readonly number[]; readonly vectors: Int8Array } | null = null;
  let graph: Index | null = null;

  function grow(): Index {
    const index = new Index({
      dimensions,
      metric: MetricKind.Cos,
      quantization: ScalarKind.BF16,
      connectivity,
      expansion_add: expansionAdd,
      expansion_search: expansionSearch,
      multi: false,
    });
    index.add(BigUint64Array.from(kept.keys(), BigInt), flatten([...kept.values()], dimensions), threads);
    kept.clear();
    return index;
  }

  function searchKept(queries: Int8Array, count: number): RawResult {
    flat ??= { order: [...kept.keys()], vectors: flatten([...kept.values()], dimensions) };
    const { order, vectors } = flat;
    // usearch reads a view from the start of its buffer, wherever the view itself starts: so it gets a copy.
    const result = exactSearch(vectors, new Int8Array(queries), dimensions, count, MetricKind.Cos, threads);
    return { ...rawOf(result), rowOf: (key) => order[key] ?? -1 };
  }

  return {
    add(rows, vectors) {
      if (rows.length === 0) return;
      flat = null;
      if (graph) return graph.add(BigUint64Array.from(rows, BigInt), vectors, threads);
      rows.forEach((row, at) => {
        kept.set(row, vectors.slice(at * dimensions, (at + 1) * dimensions));
      });
      if (kept.size > exactUpTo) graph = grow();
    },
    remove(rows) {
      flat = null;
      for (const row of rows) kept.delete(row);
      if (graph && rows.length > 0) graph.remove(BigUint64Array.from(rows, BigInt));
    },
    search(queries, count) {
      const total = queries.length / dimensions;
      const size = graph ? graph.size() : kept.size;
      const found = { rows: new Int32Array(total * count).fill(-1), similarities: new Float32Array(total * count) };
      if (total === 0 || size === 0) return found;
      const wanted = Math.min(count, size);
      const raw = graph ? { ...rawOf(graph.search(queries, wanted, threads)), rowOf: (key: number) => key } : searchKept(queries, wanted);
      for (let query = 0; query < total; query += 1) {
        const amount = raw.counts ? Number(raw.counts[query]) : wanted;
        const list = Array.from({ length: amount }, (_, at) => ({
          row: raw.rowOf(Number(raw.keys[query * wanted + at])),
          similarity: 1 - (raw.distances[query * wanted + at] as number),
        }));
        list.sort((one, other) => other.similarity - one.similarity || one.row - other.row);
        list.forEach(({ row, similarity }, at) => {
          found.rows[query * count + at] = row;
          found.similarities[query * count + at] = similarity;
        });
      }
      return found;
    },
  };
}

interface RawKeys {
  readonly keys: BigUint64Array;
  readonly distances: Float32Array;
  readonly counts?: BigUint64Array;
}
interface RawResult extends RawKeys {
  readonly rowOf: (key: number) => number;
}

/** usearch answers one query in another form than several. */
const rawOf = (result: RawKeys): RawKeys => ({
  keys: result.keys,
  distances: result.distances,
  ...(result.counts ? { counts: result.counts } : {}),
});

function flatten(vectors: readonly Int8Array[], dimensions: number): Int8Array {
  const flat = new Int8Array(vectors.length * dimensions);
  vectors.forEach((vector, at) => {
    flat.set(vector, at * dimensions);
  });
  return flat;
}

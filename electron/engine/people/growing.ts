/** Faces come in; clusters that can be joined, and how alike any two of them are, go out. */
import { type Bound, joinBounds, mayJoin } from "./bounds.ts";
import type { DotKernel, DotTable } from "./dot-kernel.ts";
import type { Judge } from "./probability.ts";

/**
 * Clusters while they grow, in places 0, 1, … `count`: joining moves the last into the place that falls free, so that a look at all of
 * them stays one sweep over memory. The link of two clusters, the weighted mean of the cosines of their faces, is the dot product of
 * their weighted means: average linkage (Sokal and Michener 1958) without a matrix.
 */
export interface Growing {
  readonly count: number;
  readonly table: DotTable;
  /** Its first face: names the cluster, and settles what is equally near. */
  faceAt(place: number): number;
  placeOf(face: number): number;
  /** Mean cosine of their faces, weighted, -1..1. */
  link(a: number, b: number): number;
  /** Whether two with this link are likely enough one, and nothing keeps them apart. Once false for two, joining others changes it no more. */
  mayJoin(a: number, b: number, link: number): boolean;
  /** Makes the two one, in the place of the one with the lower face, and gives that place. */
  join(a: number, b: number): number;
  /** Takes a cluster out that nothing can join any more. */
  settle(place: number): void;
  /** Every cluster, those taken out too, in the order of their first faces; the faces of each in their order. */
  all(): { readonly faces: readonly number[]; readonly bound: Bound; readonly weight: number }[];
}

export interface Seed {
  readonly faces: readonly number[];
  readonly bound: Bound;
  readonly weight: number;
  /** float32 [dimensions]: weighted mean of its unit vectors. */
  readonly mean: Float32Array;
}

export function createGrowing(kernel: DotKernel, seeds: readonly Seed[], judge: Judge, leastLogOdds: number): Growing {
  const table = kernel.table(seeds.length);
  const ordered = [...seeds].sort((one, other) => (one.faces[0] as number) - (other.faces[0] as number));
  const clusters = ordered.map(({ faces, bound, weight }) => ({ first: faces[0] as number, faces: [...faces], bound, weight }));
  const at = clusters.map((_, place) => place);
  const placeOf = new Map(clusters.map(({ first }, place) => [first, place]));
  const settled: typeof clusters = [];
  let count = ordered.length;
  ordered.forEach(({ mean }, place) => {
    table.row(place).set(mean);
  });
  const cluster = (place: number) => clusters[at[place] as number] as (typeof clusters)[number];
  const faceAt = (place: number): number => cluster(place).first;

  function vacate(place: number): void {
    placeOf.delete(faceAt(place));
    count -= 1;
    if (place === count) return;
    table.row(place).set(table.row(count));
    at[place] = at[count] as number;
    placeOf.set(faceAt(place), place);
  }

  return {
    table,
    get count() {
      return count;
    },
    faceAt,
    placeOf: (face) => placeOf.get(face) ?? -1,
    link: (a, b) => table.dots(a, b, b + 1)[0] as number,
    mayJoin(a, b, link) {
      const [one, other] = [cluster(a), cluster(b)];
      const logOdds = judge.logOdds(link, one.faces.length, other.faces.length);
      return logOdds >= leastLogOdds && mayJoin(one.bound, other.bound, logOdds);
    },
    join(a, b) {
      const [kept, gone] = faceAt(a) < faceAt(b) ? [a, b] : [b, a];
      const [one, other] = [cluster(kept), cluster(gone)];
      const [row, added] = [table.row(kept), table.row(gone)];
      const share = other.weight / (one.weight + other.weight);
      for (let i = 0; i < row.length; i += 1) row[i] = (row[i] as number) * (1 - share) + (added[i] as number) * share;
      const [many, few] = one.faces.length < other.faces.length ? [other.faces, one.faces] : [one.faces, other.faces];
      for (const face of few) many.push(face);
      vacate(gone);
      one.faces = many;
      one.weight += other.weight;
      joinBounds(one.bound, other.bound);
      return placeOf.get(one.first) as number;
    },
    settle(place) {
      settled.push(cluster(place));
      vacate(place);
    },
    all: () =>
      [...Array.from({ length: count }, (_, place) => cluster(place)), ...settled]
        .sort((one, other) => one.first - other.first)
        .map(({ faces, bound, weight }) => ({ faces: faces.sort((one, other) => one - other), bound, weight })),
  };
}

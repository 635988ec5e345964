/** Grown clusters come in; each with how sure each of its faces is, whose they are and which shows it best, the largest first, goes out. */
import type { Bound } from "./bounds.ts";
import type { ClusterFace, Constraints, FaceCluster, LinkOdds } from "./faces.ts";
import { probabilityOf } from "./probability.ts";
import type { Said } from "./said.ts";

export interface Grown {
  /** Indexes of faces, rising. */
  readonly faces: readonly number[];
  readonly bound: Bound;
}

export interface Told {
  readonly cluster: FaceCluster;
  readonly bound: Bound;
  /** float32 [dimensions]: weighted mean of its unit vectors. */
  readonly mean: Float32Array;
}

export function tell(
  faces: readonly ClusterFace[],
  vectors: readonly Float32Array[],
  grown: readonly Grown[],
  { confirmed }: Said,
  { people }: Constraints,
  odds: LinkOdds,
): readonly Told[] {
  const told = grown.map(({ faces: members, bound }): Told => {
    const { mean, weight } = weightedMean(
      members.map((index) => ({ vector: vectors[index] as Float32Array, weight: qualityOf(faces, index) })),
    );
    const links = members.map((index) => linkToOthers(vectors[index] as Float32Array, qualityOf(faces, index), mean, weight));
    const known = people[bound.person];
    const sure = (index: number): boolean => members.length === 1 || (confirmed[index] as number) >= 0;
    let best = 0;
    const worth = (at: number): number => qualityOf(faces, members[at] as number) * (1 + (links[at] as number));
    members.forEach((_, at) => {
      if (worth(at) > worth(best)) best = at;
    });
    return {
      cluster: {
        faces: members.map((index) => faces[index]?.key ?? ""),
        probabilities: members.map((index, at) => (sure(index) ? 1 : probabilityOf(odds, links[at] as number))),
        person: known?.person ?? null,
        best: faces[members[best] as number]?.key ?? "",
      },
      bound,
      mean,
    };
  });
  return told.sort((one, other) => other.cluster.faces.length - one.cluster.faces.length || compareKeys(one, other));
}

const qualityOf = (faces: readonly ClusterFace[], index: number): number => faces[index]?.quality ?? 1;

function compareKeys(one: Told, other: Told): number {
  const [a, b] = [one.cluster.faces[0] ?? "", other.cluster.faces[0] ?? ""];
  return a < b ? -1 : 1;
}

/** float32 [dimensions] and the sum of the weights. */
export function weightedMean(parts: readonly { readonly vector: Float32Array; readonly weight: number }[]): {
  mean: Float32Array;
  weight: number;
} {
  const sums = new Float64Array(parts[0]?.vector.length ?? 0);
  let total = 0;
  for (const { vector, weight } of parts) {
    total += weight;
    for (let i = 0; i < sums.length; i += 1) sums[i] = (sums[i] as number) + weight * (vector[i] as number);
  }
  return { mean: Float32Array.from(sums, (sum) => sum / total), weight: total };
}

/** Mean cosine to the others of its cluster; 1 for a face alone. */
function linkToOthers(vector: Float32Array, weight: number, mean: Float32Array, total: number): number {
  const rest = total - weight;
  if (rest <= total * 1e-9) return 1;
  let [toAll, square] = [0, 0];
  for (let i = 0; i < vector.length; i += 1) {
    toAll += (vector[i] as number) * (mean[i] as number);
    square += (vector[i] as number) ** 2;
  }
  return (total * toAll - weight * square) / rest;
}

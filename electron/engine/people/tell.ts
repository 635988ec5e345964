/** Grown clusters come in; people with how sure each of their faces is, whose they are and which shows them best, the largest first, go out. */
import { type Bound, boundNow } from "./bounds.ts";
import type { ClusterFace, Constraints, FaceCluster } from "./faces.ts";
import { type Judge, probabilityOf } from "./probability.ts";
import type { Said } from "./said.ts";

export interface Grown {
  /** Indexes of faces, rising. */
  readonly faces: readonly number[];
  readonly bound: Bound;
}

/** Faces of one person that look alike. */
export interface Look {
  /** Index into the clusters told. */
  readonly cluster: number;
  readonly bound: Bound;
  /** float32 [dimensions]: weighted mean of its unit vectors. */
  readonly mean: Float32Array;
  readonly best: string;
  /** How many. */
  readonly faces: number;
}

export interface Told {
  readonly clusters: readonly FaceCluster[];
  /** In the order of the clusters. */
  readonly looks: readonly Look[];
}

interface Member {
  readonly index: number;
  readonly key: string;
  /** Mean cosine to the others of its look; 1 for a face alone. */
  readonly link: number;
  readonly probability: number;
  readonly worth: number;
}

export function tell(
  faces: readonly ClusterFace[],
  vectors: readonly Float32Array[],
  grown: readonly Grown[],
  { confirmed }: Said,
  { people }: Constraints,
  judge: Judge,
): Told {
  const persons = new Map<Bound, { members: Member[]; mean: Float32Array }[]>();
  for (const { faces: indexes, bound } of grown) {
    const parts = indexes.map((index) => ({ vector: vectors[index] as Float32Array, weight: faces[index]?.quality ?? 1 }));
    const { mean, weight } = weightedMean(parts);
    const members = indexes.map((index, at): Member => {
      const { vector, weight: quality } = parts[at] as (typeof parts)[number];
      const link = linkToOthers(vector, quality, mean, weight);
      const sure = indexes.length === 1 || (confirmed[index] as number) >= 0;
      return {
        index,
        key: faces[index]?.key ?? "",
        link,
        probability: sure ? 1 : probabilityOf(judge.logOdds(link, 1, indexes.length - 1)),
        worth: quality * (1 + link),
      };
    });
    const person = boundNow(bound);
    const looks = persons.get(person);
    if (looks) looks.push({ members, mean });
    else persons.set(person, [{ members, mean }]);
  }
  const told = [...persons].map(([bound, looks]) => {
    const ordered = [...looks].sort((one, other) => other.members.length - one.members.length || firstOf(one) - firstOf(other));
    const members = looks.flatMap((look) => look.members).sort((one, other) => one.index - other.index);
    const cluster: FaceCluster = {
      faces: members.map(({ key }) => key),
      looks: ordered.map((look) => look.members.map(({ key }) => key)),
      probabilities: members.map(({ probability }) => probability),
      person: people[bound.person]?.person ?? null,
      best: bestOf(ordered[0]?.members ?? []),
    };
    return { cluster, bound, looks: ordered, first: members[0]?.index ?? 0 };
  });
  told.sort((one, other) => other.cluster.faces.length - one.cluster.faces.length || one.first - other.first);
  return {
    clusters: told.map(({ cluster }) => cluster),
    looks: told.flatMap(({ bound, looks }, cluster) =>
      looks.map(({ mean, members }) => ({ cluster, bound, mean, best: bestOf(members), faces: members.length })),
    ),
  };
}

const firstOf = ({ members }: { readonly members: readonly Member[] }): number => members[0]?.index ?? 0;

const bestOf = (members: readonly Member[]): string =>
  members.reduce<Member | null>((best, member) => (best && best.worth >= member.worth ? best : member), null)?.key ?? "";

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

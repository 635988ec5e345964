/** Faces come in, some of them said to be one person; what grouping starts from goes out: faces alone, and the looks of those people. */
import type { Bound } from "./bounds.ts";
import { joinByChain } from "./chain.ts";
import type { DotKernel } from "./dot-kernel.ts";
import type { ClusterFace } from "./faces.ts";
import { createGrowing, type Seed } from "./growing.ts";
import { type Judge, logOddsOf } from "./probability.ts";
import { weightedMean } from "./tell.ts";

/**
 * Faces said to be one person that are this likely one anyway are one look before anything else joins: an odd face among them is held by
 * the others, and does not draw strangers in whom it happens to resemble.
 */
const oneLookFrom = 0.95;

/** @param bounds one a face; faces said to be one person share theirs */
export function seedsOf(
  kernel: DotKernel,
  faces: readonly ClusterFace[],
  vectors: readonly Float32Array[],
  bounds: readonly Bound[],
  judge: Judge,
): readonly Seed[] {
  const seedOf = (members: readonly number[]): Seed => {
    const parts = members.map((index) => ({ vector: vectors[index] as Float32Array, weight: faces[index]?.quality ?? 1 }));
    return { faces: members, bound: bounds[members[0] as number] as Bound, ...weightedMean(parts) };
  };
  const groups = Map.groupBy(faces.keys(), (index) => bounds[index] as Bound);
  return [...groups.values()].flatMap((members) => {
    const alone = members.map((index) => seedOf([index]));
    if (members.length === 1) return alone;
    const leastLogOdds = logOddsOf(oneLookFrom);
    const growing = createGrowing(kernel, alone, judge, leastLogOdds);
    joinByChain(growing, { leastLink: judge.leastLink(leastLogOdds), onProgress: () => {} });
    return growing.all().map((look) => seedOf(look.faces));
  });
}

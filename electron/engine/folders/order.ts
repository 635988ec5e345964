/** How alike things are comes in, pair by pair; an order in which like stands beside like goes out. */

export interface Alike {
  readonly a: number;
  readonly b: number;
  /** 0..1; pairs that are not named are 0. */
  readonly likeness: number;
}

/**
 * Average linkage by the nearest-neighbour chain (Murtagh 1983), in each connected part on its own; as two clusters join, each is turned so that the
 * ends that meet are as alike as can be (Bar-Joseph, Gifford and Jaakkola 2001 do it exactly; this is their greedy first step).
 * Parts follow each other by size. `count` things cost count² numbers.
 */
export function orderByLikeness(count: number, pairs: readonly Alike[]): number[] {
  const likeness = new Float64Array(count * count);
  const partOf = Array.from({ length: count }, (_, thing) => thing);
  const root = (thing: number): number => {
    let at = thing;
    while (partOf[at] !== at) at = partOf[at] ?? at;
    return at;
  };
  for (const { a, b, likeness: value } of pairs) {
    likeness[a * count + b] = value;
    likeness[b * count + a] = value;
    partOf[root(a)] = root(b);
  }
  const parts = Map.groupBy(partOf.keys(), root);
  return [...parts.values()]
    .sort((one, other) => other.length - one.length || (one[0] ?? 0) - (other[0] ?? 0))
    .flatMap((part) => orderPart(part, (a, b) => likeness[a * count + b] ?? 0));
}

function orderPart(things: readonly number[], likenessOf: (a: number, b: number) => number): number[] {
  const size = things.length;
  /** Mean likeness of the clusters, whose first members stand for them. */
  const mean = new Float64Array(size * size);
  for (let one = 0; one < size; one++)
    for (let other = 0; other < size; other++) mean[one * size + other] = likenessOf(things[one] ?? 0, things[other] ?? 0);
  const clusters: (number[] | undefined)[] = things.map((thing) => [thing]);

  function nearest(of: number, before: number | undefined): number {
    let [best, value] = [before ?? -1, before === undefined ? -1 : (mean[of * size + before] ?? 0)];
    for (let other = 0; other < size; other++) {
      if (other === of || !clusters[other]) continue;
      const likeness = mean[of * size + other] ?? 0;
      if (likeness > value) [best, value] = [other, likeness];
    }
    return best;
  }
  function join(one: number, other: number): void {
    const [left, right] = [clusters[one] ?? [], clusters[other] ?? []];
    clusters[one] = joined(left, right, likenessOf);
    clusters[other] = undefined;
    for (let third = 0; third < size; third++) {
      const value =
        ((mean[one * size + third] ?? 0) * left.length + (mean[other * size + third] ?? 0) * right.length) / (left.length + right.length);
      mean[one * size + third] = value;
      mean[third * size + one] = value;
    }
  }

  const chain: number[] = [];
  for (let joins = 0; joins < size - 1; ) {
    if (chain.length === 0) chain.push(clusters.findIndex((cluster) => cluster !== undefined));
    const last = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    const next = nearest(last, before);
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    join(Math.min(last, next), Math.max(last, next));
    joins += 1;
  }
  return clusters.find((cluster) => cluster !== undefined) ?? [];
}

function joined(left: readonly number[], right: readonly number[], likenessOf: (a: number, b: number) => number): number[] {
  const ways = [
    [left, right],
    [left, right.toReversed()],
    [left.toReversed(), right],
    [left.toReversed(), right.toReversed()],
  ] as const;
  const meeting = ([one, other]: (typeof ways)[number]): number => likenessOf(one.at(-1) ?? 0, other[0] ?? 0);
  const [first, ...others] = ways;
  return others.reduce((best, way) => (meeting(way) > meeting(best) ? way : best), first as (typeof ways)[number]).flat();
}

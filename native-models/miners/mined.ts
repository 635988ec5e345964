/** What a miner chose comes in as pairs or triplets, and goes out as whichever of the two a loss wants. */

export interface Pairs {
  /** int32 [pairs]: places in the batch. */
  readonly anchors: Int32Array;
  /** int32 [pairs] */
  readonly others: Int32Array;
}

/** Pairs are directed: i, j and j, i are two. */
export interface MinedPairs {
  readonly kind: "pairs";
  readonly positives: Pairs;
  readonly negatives: Pairs;
}

export interface MinedTriplets {
  readonly kind: "triplets";
  /** int32 [triplets] each: places in the batch. */
  readonly anchors: Int32Array;
  readonly positives: Int32Array;
  readonly negatives: Int32Array;
}

export type Mined = MinedPairs | MinedTriplets;

/** Each pair that occurs in a triplet, once. */
export function pairsOf(mined: Mined): MinedPairs {
  if (mined.kind === "pairs") return mined;
  return {
    kind: "pairs",
    positives: eachOnce(mined.anchors, mined.positives),
    negatives: eachOnce(mined.anchors, mined.negatives),
  };
}

/** Each positive pair with each negative pair of the same anchor. */
export function tripletsOf(mined: Mined): MinedTriplets {
  if (mined.kind === "triplets") return mined;
  const negativesOf = new Map<number, number[]>();
  for (const [index, anchor] of mined.negatives.anchors.entries()) {
    const others = negativesOf.get(anchor) ?? [];
    others.push(mined.negatives.others[index] ?? 0);
    negativesOf.set(anchor, others);
  }
  const triplets: (readonly [anchor: number, positive: number, negative: number])[] = [];
  for (const [index, anchor] of mined.positives.anchors.entries())
    for (const negative of negativesOf.get(anchor) ?? []) triplets.push([anchor, mined.positives.others[index] ?? 0, negative]);
  return tripletsFrom(triplets);
}

export function pairsFrom(pairs: readonly (readonly [anchor: number, other: number])[]): Pairs {
  return { anchors: Int32Array.from(pairs, ([anchor]) => anchor), others: Int32Array.from(pairs, ([, other]) => other) };
}

export function tripletsFrom(triplets: readonly (readonly [anchor: number, positive: number, negative: number])[]): MinedTriplets {
  return {
    kind: "triplets",
    anchors: Int32Array.from(triplets, ([anchor]) => anchor),
    positives: Int32Array.from(triplets, ([, positive]) => positive),
    negatives: Int32Array.from(triplets, ([, , negative]) => negative),
  };
}

function eachOnce(anchors: Int32Array, others: Int32Array): Pairs {
  const seen = new Set<number>();
  const pairs: [number, number][] = [];
  for (const [index, anchor] of anchors.entries()) {
    const other = others[index] ?? 0;
    const key = anchor * 2 ** 26 + other;
    if (seen.has(key)) continue;
    seen.add(key);
    pairs.push([anchor, other]);
  }
  return pairsFrom(pairs);
}

/**
 * A library's photos and what is known of them come in; who is learned from, who judges, who is kept for the last word, and which pairs
 * belong together or may do so go out. Photos that may show one picture always stand on the same side.
 */

/** One content, wherever files with it lie. */
export interface LearnablePhoto {
  readonly content: number;
  /** 32 bytes: decides, with those it is tied to, on which side it stands, in every run the same. */
  readonly hash: Uint8Array;
  readonly takenAtMs: number | null;
  readonly camera: string | null;
}

export interface KnownPairs {
  /** Found by the program, of any probability worth saying. */
  readonly matches: readonly { readonly a: number; readonly b: number; readonly probability: number }[];
  readonly answers: readonly { readonly a: number; readonly b: number; readonly verdict: "same" | "different" }[];
}

type Pair = readonly [number, number];

export interface Division {
  /** Contents. */
  readonly train: readonly number[];
  /** Judges steps and settings while a training goes on. */
  readonly trial: readonly number[];
  /** Never looked at before the last comparison. */
  readonly test: readonly number[];
  /** The person's. */
  readonly same: readonly Pair[];
  readonly different: readonly Pair[];
  /** Same camera, seconds apart: weakly alike. */
  readonly bursts: readonly Pair[];
  /** May be the same picture: neither alike nor strangers. */
  readonly unknown: readonly Pair[];
}

const shares = { test: 0.2, trial: 0.12 } as const;
/** A burst's pace. */
const momentMs = 3000;
/** From here on two matched photos stand on one side. */
const tiedFrom = 0.3;

export function divide(photos: readonly LearnablePhoto[], { matches, answers }: KnownPairs): Division {
  const known = new Set(photos.map(({ content }) => content));
  const both = ({ a, b }: { readonly a: number; readonly b: number }): boolean => a !== b && known.has(a) && known.has(b);
  const answered = answers.filter(both);
  const keyed = new Map(answered.map(({ a, b, verdict }) => [keyOf(a, b), verdict]));
  const said = (verdict: "same" | "different"): Pair[] => answered.filter((one) => one.verdict === verdict).map(({ a, b }) => [a, b]);
  const bursts = burstsOf(photos).filter(([a, b]) => !keyed.has(keyOf(a, b)));
  const open = matches.filter((match) => both(match) && !keyed.has(keyOf(match.a, match.b)));

  const ties = createTies(photos.map(({ content }) => content));
  for (const [a, b] of [...said("same"), ...bursts]) ties.tie(a, b);
  for (const { a, b, probability } of open) if (probability >= tiedFrom) ties.tie(a, b);

  const sides = { train: [] as number[], trial: [] as number[], test: [] as number[] };
  const unknown: Pair[] = open.map(({ a, b }) => [a, b]);
  const byContent = new Map(photos.map((photo) => [photo.content, photo]));
  for (const members of ties.groups()) {
    const place = Math.min(...members.map((content) => placeOf(byContent.get(content)?.hash ?? new Uint8Array(4))));
    // The least of several numbers is small more often than each of them: taken back to an even spread.
    const spread = 1 - (1 - place) ** members.length;
    const side = spread < shares.test ? "test" : spread < shares.test + shares.trial ? "trial" : "train";
    sides[side].push(...members);
    if (members.length > mostPairsOf) continue;
    for (const [at, a] of members.entries()) for (const b of members.slice(at + 1)) if (!keyed.has(keyOf(a, b))) unknown.push([a, b]);
  }
  return { ...sides, same: said("same"), different: said("different"), bursts, unknown };
}

/** Among more that are tied to each other, only the pairs that were found themselves are named. */
const mostPairsOf = 60;

const keyOf = (a: number, b: number): string => (a < b ? `${a},${b}` : `${b},${a}`);

/** 0..1, from the first bytes of a hash. */
function placeOf(hash: Uint8Array): number {
  return (((hash[0] ?? 0) << 16) | ((hash[1] ?? 0) << 8) | (hash[2] ?? 0)) / 2 ** 24;
}

/** Each photo with the next of the same camera, where it follows within a burst's pace. */
function burstsOf(photos: readonly LearnablePhoto[]): Pair[] {
  const byCamera = Map.groupBy(
    photos.filter(({ takenAtMs, camera }) => takenAtMs !== null && camera !== null),
    ({ camera }) => camera,
  );
  return [...byCamera.values()].flatMap((list) => {
    const sorted = [...list].sort((a, b) => (a.takenAtMs ?? 0) - (b.takenAtMs ?? 0) || a.content - b.content);
    return sorted.slice(1).flatMap((photo, at): Pair[] => {
      const before = sorted[at];
      return before && (photo.takenAtMs ?? 0) - (before.takenAtMs ?? 0) <= momentMs ? [[before.content, photo.content]] : [];
    });
  });
}

/** Disjoint sets with path halving (Tarjan and van Leeuwen 1984). */
function createTies(contents: readonly number[]) {
  const parents = new Map(contents.map((content) => [content, content]));
  function rootOf(content: number): number {
    let at = content;
    for (;;) {
      const parent = parents.get(at) ?? at;
      if (parent === at) return at;
      const above = parents.get(parent) ?? parent;
      parents.set(at, above);
      at = above;
    }
  }
  return {
    tie(a: number, b: number): void {
      const [one, other] = [rootOf(a), rootOf(b)];
      if (one !== other) parents.set(Math.max(one, other), Math.min(one, other));
    },
    groups: (): number[][] => [...Map.groupBy(contents, rootOf).values()],
  };
}

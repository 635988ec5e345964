/** Items of the library come in; pairs that may belong together go out. */
import type { ContentId, MatchItem } from "../photo.ts";
import { logOdds, probabilityOf } from "./additive.ts";
import { type Around, createAround } from "./around.ts";
import type { CandidateMatch } from "./candidate.ts";
import { cheapModel } from "./generated/constants.ts";
import { nearestOrientation } from "./hamming.ts";
import { momentPartners } from "./moments.ts";
import { createNeighbourIndex, type NeighbourIndex, type NeighbourOptions } from "./neighbours.ts";
import { createRows, dctWords, differenceWords, type Row, rowOf } from "./rows.ts";
import { cheapWitnesses } from "./witnesses.ts";

export type { CandidateMatch } from "./candidate.ts";
export { decide, needsAlignment } from "./decide.ts";

/** Part of the key under which matches are kept. */
export const matchRecipe = "match-10";

export interface NearestItem {
  readonly content: ContentId;
  /** Cosine distance of the copy descriptors, 0..2. */
  readonly distance: number;
}

export interface CandidatePortion {
  readonly candidates: readonly CandidateMatch[];
  /** 0..1 of the whole. */
  readonly done: number;
}

export interface Matcher {
  readonly size: number;
  /** Adds items, or replaces those of the same content. */
  set(items: readonly MatchItem[]): void;
  delete(contents: readonly ContentId[]): void;
  item(content: ContentId): MatchItem | undefined;
  /**
   * Every candidate that has at least one end in `of` (default: all), once, in portions, some of them empty: stop, wait or show
   * progress between them. Covers both directions: what is near a new photo, and the photos to which it is near.
   * The library must not change while it runs.
   */
  candidates(of?: readonly ContentId[]): Generator<CandidatePortion>;
  /** What the cheap witnesses say of one pair, also where either is not in the library. */
  compare(a: MatchItem, b: MatchItem): CandidateMatch;
  /** The candidates of one photo, which need not be in the library, as A; the likeliest first. */
  around(item: MatchItem): readonly CandidateMatch[];
  /** The items nearest to a photo, which need not be in the library; nearest first. */
  nearest(item: MatchItem, count: number): readonly NearestItem[];
  dispose(): void;
}

/** Nearest by descriptor that become candidates. */
const candidateCount = 10;
/** How far around a new photo those are looked for to which it is near while others are nearer to it. */
const admirerReach = 64;
/** Photos whose neighbours are looked up in one go. */
const portion = 512;

export interface MatcherOptions extends NeighbourOptions {
  /** How a cosine of the embedder in use reads on the scale that the curves were fitted on; rising. As it is where none is given. */
  readonly similarity?: (cosine: number) => number;
}

export function createMatcher(options: MatcherOptions = {}): Matcher {
  const { similarity = (value: number) => value } = options;
  /** 0: alone in a library, which is no crowd by any scale. */
  const crowdedness = (cosineOfCrowd: number): number => (cosineOfCrowd === 0 ? 0 : similarity(cosineOfCrowd));
  const rows = createRows();
  let index: NeighbourIndex | null = null;
  let around: Around | null = null;
  const waiting = new Set<number>();
  const strangers = new WeakMap<MatchItem, Row>();

  /** Brings the indexes up to the rows; what was kept of surroundings before is forgotten. */
  function settle(): Around {
    const first = waiting.size > 0 ? rows.at([...waiting][0] as number) : undefined;
    if (first) {
      const dimensions = first.item.copy.length;
      index ??= createNeighbourIndex(dimensions, options);
      const list = [...waiting];
      const vectors = new Int8Array(list.length * dimensions);
      list.forEach((row, at) => {
        vectors.set(rows.at(row)?.item.copy ?? new Int8Array(dimensions), at * dimensions);
      });
      index.add(list, vectors);
      waiting.clear();
    }
    index ??= createNeighbourIndex(1, options);
    around ??= createAround(rows, index);
    return around;
  }

  function forget(contents: readonly ContentId[]): void {
    const gone = contents.map((content) => rows.delete(content)).filter((row) => row !== undefined);
    index?.remove(gone.filter((row) => !waiting.delete(row)));
    around = null;
  }

  /** The row that holds this item, or one made for it and remembered as long as the item lives. */
  function resolve(item: MatchItem): { row: Row; self: number } {
    const self = rows.find(item.content) ?? -1;
    const own = self < 0 ? undefined : rows.at(self);
    if (own && own.item.fingerprint === item.fingerprint) return { row: own, self };
    const row = strangers.get(item) ?? rowOf(item);
    strangers.set(item, row);
    return { row, self: own?.pixelKey === row.pixelKey ? self : -1 };
  }

  function pair(a: Row, selfA: number, b: Row, selfB: number): CandidateMatch {
    const near = settle();
    const difference = nearestOrientation(a.difference, 0, b.difference, 0, differenceWords);
    const evidence = {
      a: a.item.content,
      b: b.item.content,
      similarity: similarity(cosine(a.item.copy, b.item.copy)),
      crowding: (crowdedness(near.nearest(a, selfA).crowding) + crowdedness(near.nearest(b, selfB).crowding)) / 2,
      differenceBits: difference.bits,
      dctBits: nearestOrientation(a.dct, 0, b.dct, 0, dctWords).bits,
      orientation: difference.orientation,
      samePixels: a.pixelKey === b.pixelKey,
      apartMs: apart(a.item, b.item),
    };
    return { ...evidence, probability: probabilityOf(logOdds(cheapModel, cheapWitnesses(evidence))) };
  }

  /** Rows to whose nearest a photo belongs, looked for among the nearest of its own. */
  function admirersOf(row: Row, self: number): number[] {
    const near = settle();
    const wide = index?.search(row.item.copy, admirerReach).rows ?? new Int32Array(0);
    const others = [...wide].filter((at) => at >= 0 && at !== self);
    near.prepare(others);
    return others.filter((at) => nearestTo(at)?.rows.subarray(0, candidateCount).includes(self));
  }

  /** Rows that one photo's witnesses point at. */
  function partnersOf(row: Row, self: number): Set<number> {
    const near = settle();
    return new Set([...near.nearest(row, self).rows.slice(0, candidateCount), ...near.byHash(row, self)]);
  }

  function* candidates(of?: readonly ContentId[]): Generator<CandidatePortion> {
    const near = settle();
    const asked = new Set(of?.map((content) => rows.find(content)).filter((row) => row !== undefined) ?? everyRow());
    const moments = momentPartners(rows);
    const samePixels = samePixelRows();
    const list = [...asked].sort((one, other) => one - other);
    const met = new Set<number>();
    for (let from = 0; from < list.length; from += portion) {
      const part = list.slice(from, from + portion);
      near.prepare(part);
      near.prepare([...new Set(part.flatMap((at) => [...(nearestTo(at)?.rows ?? [])]))]);
      const found: CandidateMatch[] = [];
      for (const at of part) {
        const row = rows.at(at);
        if (!row) continue;
        const partners = partnersOf(row, at);
        // Where every photo is asked, its admirers name it themselves.
        if (asked.size < rows.size) for (const other of admirersOf(row, at)) partners.add(other);
        for (const other of [...(samePixels.get(row.pixelKey) ?? []), ...(moments.get(at) ?? [])]) partners.add(other);
        for (const other of partners) {
          const key = Math.min(at, other) * rows.end + Math.max(at, other);
          if (other === at || met.has(key)) continue;
          met.add(key);
          const second = rows.at(other);
          if (!second) continue;
          const ordered = row.item.content < second.item.content;
          found.push(ordered ? pair(row, at, second, other) : pair(second, other, row, at));
        }
      }
      yield { candidates: found, done: Math.min(1, (from + portion) / list.length) };
    }
  }

  const nearestTo = (at: number) => {
    const row = rows.at(at);
    return row ? settle().nearest(row, at) : undefined;
  };
  const everyRow = (): number[] => Array.from({ length: rows.end }, (_, row) => row).filter((row) => rows.at(row));

  function samePixelRows(): Map<string, number[]> {
    const groups = new Map<string, number[]>();
    for (const at of everyRow()) {
      const key = rows.at(at)?.pixelKey ?? "";
      const group = groups.get(key);
      if (group) group.push(at);
      else groups.set(key, [at]);
    }
    return groups;
  }

  return {
    get size() {
      return rows.size;
    },
    set(items) {
      forget(items.map(({ content }) => content));
      for (const item of items) waiting.add(rows.add(item));
    },
    delete: forget,
    item(content) {
      const row = rows.find(content);
      return row === undefined ? undefined : rows.at(row)?.item;
    },
    candidates,
    compare(a, b) {
      const [one, other] = [resolve(a), resolve(b)];
      return pair(one.row, one.self, other.row, other.self);
    },
    around(item) {
      const { row, self } = resolve(item);
      const found = [...partnersOf(row, self)].flatMap((other) => {
        const second = rows.at(other);
        return second ? [pair(row, self, second, other)] : [];
      });
      return found.sort((one, other) => other.probability - one.probability || one.b - other.b);
    },
    nearest(item, count) {
      settle();
      const { row, self } = resolve(item);
      const found = index?.search(row.item.copy, count + 1);
      return [...(found?.rows ?? [])]
        .flatMap((at, place) => {
          const other = at === self ? undefined : rows.at(at);
          return other ? [{ content: other.item.content, distance: 1 - (found?.similarities[place] as number) }] : [];
        })
        .slice(0, count);
    },
    dispose() {
      index = null;
      around = null;
    },
  };
}

/** Of int8 vectors, whatever their scale; 0 for a vector of zeros. */
export function cosine(a: Int8Array, b: Int8Array): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let at = 0; at < a.length; at += 1) {
    const [one, other] = [a[at] as number, b[at] as number];
    product += one * other;
    squareA += one * one;
    squareB += other * other;
  }
  return squareA === 0 || squareB === 0 ? 0 : product / Math.sqrt(squareA * squareB);
}

function apart(a: MatchItem, b: MatchItem): number | null {
  const { takenAtMs: one, camera } = a.facts;
  const { takenAtMs: other } = b.facts;
  return one === null || other === null || camera === null || camera !== b.facts.camera ? null : Math.abs(one - other);
}

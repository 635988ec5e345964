/** Items of the library come in; pairs that may belong together go out, then what each of them is. */
import type { AlignmentEvidence, ContentId, Match, MatchItem } from "../photo.ts";

/** A pair that one of the cheap witnesses points at, a < b, with what they say of it. */
export interface CandidateMatch {
  readonly a: ContentId;
  readonly b: ContentId;
  /** Cosine of the copy descriptors, -1..1. */
  readonly similarity: number;
  /** Mean of both photos' similarities to their own nearest neighbours, places 2 to 6: how crowded it is around them. */
  readonly crowding: number;
  /** Differing bits of 256, the best of the eight orientations of B. */
  readonly differenceBits: number;
  /** Differing bits of 64, the best of the eight. */
  readonly dctBits: number;
  /** Index of B's orientation that differs least, 0 upright. */
  readonly orientation: number;
  readonly samePixels: boolean;
  /** Milliseconds between the two, where the same camera took both; null where it is not known. */
  readonly apartMs: number | null;
  /** 0..1 that one is a copy of the other, by hashes and descriptors alone. */
  readonly probability: number;
}

export interface NearestItem {
  readonly content: ContentId;
  /** Cosine distance of the copy descriptors, 0..2. */
  readonly distance: number;
}

export interface Matcher {
  readonly size: number;
  /** Adds items, or replaces those of the same content. */
  set(items: readonly MatchItem[]): void;
  delete(contents: readonly ContentId[]): void;
  /**
   * Every candidate that has at least one end in `of` (default: all), once, in portions, some of them empty: stop, wait or show
   * progress between them. Covers both directions: what is near the new photo, and photos to which it is near.
   * The library must not change while it runs.
   */
  candidates(of?: readonly ContentId[]): Generator<CandidatePortion>;
  /** Evidence for one pair of items, also where neither is in the library. */
  compare(a: MatchItem, b: MatchItem): CandidateMatch;
  /** The items nearest to a photo, which need not be in the library; nearest first. */
  nearest(item: MatchItem, count: number): readonly NearestItem[];
  dispose(): void;
}

export interface CandidatePortion {
  readonly candidates: readonly CandidateMatch[];
  /** 0..1 of the whole. */
  readonly done: number;
}

export function createMatcher(): Matcher {
  throw new Error("not yet");
}

/** Whether aligning the two could change what `decide` says. Exact copies and clear strangers need none. */
export function needsAlignment(_candidate: CandidateMatch): boolean {
  throw new Error("not yet");
}

/**
 * What the two are to each other; null where they are nothing to each other.
 * `alignment`: undefined where it was not tried, null where the two do not align.
 * Copies (identical to edited) carry the probability that they are one picture; same-moment that they are one moment;
 * similar the small probability that they are copies after all.
 */
export function decide(_a: MatchItem, _b: MatchItem, _candidate: CandidateMatch, _alignment?: AlignmentEvidence | null): Match | null {
  throw new Error("not yet");
}

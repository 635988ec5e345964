/** The noun of matching: a pair that one of the cheap witnesses points at, with what they say of it. */
import type { ContentId } from "../photo.ts";

export interface CandidateMatch {
  readonly a: ContentId;
  readonly b: ContentId;
  /** Cosine of the copy descriptors, -1..1, on the scale of the shipped embedder. */
  readonly similarity: number;
  /** Mean of both photos' similarities to their own nearest neighbours, places 2 to 6: how crowded it is around them. */
  readonly crowding: number;
  /** Differing bits of 256, the best of the eight orientations of B. */
  readonly differenceBits: number;
  /** Differing bits of 64, the best of the eight. */
  readonly dctBits: number;
  /** Index of B's orientation that differs least, 0 upright, in EXIF's order. */
  readonly orientation: number;
  readonly samePixels: boolean;
  /** Milliseconds between the two, where the same camera took both; null where it is not known. */
  readonly apartMs: number | null;
  /** 0..1 that one is a copy of the other, by hashes and descriptors alone. */
  readonly probability: number;
}

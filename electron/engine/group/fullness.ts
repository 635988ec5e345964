/** A match of two photos comes in; which of them shows only a part of the other's picture goes out. */
import type { Candidate, Match } from "../photo.ts";

/** Shares of a picture closer than this count as equal: alignment is not exact. */
const margin = 0.03;

/**
 * "a" or "b" where that one is the part, null where neither is or nobody can say.
 * A picture around a picture (a screenshot, a frame, a collage) does not count as the whole of it: it shows the shared part with less
 * than half the pixels, or it names no camera where the other does.
 */
export function partOf({ transform, cropBox, relation }: Match, a: Candidate, b: Candidate): "a" | "b" | null {
  if (transform === null || cropBox === null || (relation !== "cropped" && relation !== "edited")) return null;
  const areaOfB = Math.abs(transform[0] * transform[4] - transform[1] * transform[3]);
  const shared = Math.min(cropBox[2] * cropBox[3], areaOfB);
  if (!(shared > 0)) return null;
  const shareOfA = Math.min(1, shared);
  const shareOfB = Math.min(1, shared / areaOfB);
  if (Math.abs(shareOfA - shareOfB) < margin) return null;
  return shareOfA < shareOfB ? partUnlessFramed("b", a, shareOfA, b, shareOfB) : partUnlessFramed("a", b, shareOfB, a, shareOfA);
}

function partUnlessFramed(side: "a" | "b", whole: Candidate, shareOfWhole: number, part: Candidate, shareOfPart: number): "a" | "b" | null {
  const pixels = ({ facts }: Candidate, share: number): number => facts.width * facts.height * share;
  if (pixels(whole, shareOfWhole) * 2 < pixels(part, shareOfPart)) return null;
  return whole.facts.camera === null && part.facts.camera !== null ? null : side;
}

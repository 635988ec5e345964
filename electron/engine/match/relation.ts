/** Two photos of one picture come in; what was done to one to make the other goes out. */
import type { Relation } from "../../contract.ts";
import type { AlignmentEvidence, MatchItem } from "../photo.ts";
import type { CandidateMatch } from "./candidate.ts";

/** Less of a picture than this is a part of it: what scaling and rounding at the border can cost. */
const wholeShare = 0.955;
/** Above these, light, colour or content were changed, not only saved again. */
const changed = { colour: 0.03, lightness: 0.03, chroma: 0.012, covered: 0.06 } as const;
/** Without an alignment: differing bits of 256 that saving again explains. */
const savedAgainBits = 26;
const uprightTolerance = 0.1;

/** Share of A that B shows, and of B that A shows, 0..1. */
export function shares(alignment: AlignmentEvidence): readonly [number, number] {
  const [a, b, , d, e] = alignment.transform;
  const scale = Math.abs(a * e - b * d);
  return [Math.min(1, alignment.coverage), Math.min(1, alignment.coverage / Math.max(scale, 1e-6))];
}

/** Light or colour changed, something laid over, or turned by a little. */
export function isEdited(alignment: AlignmentEvidence): boolean {
  return (
    alignment.colourDifference > changed.colour ||
    Math.abs(alignment.lightnessChange) > changed.lightness ||
    Math.abs(alignment.chromaChange) > changed.chroma ||
    (alignment.covered > changed.covered && alignment.coarseCovered > changed.covered) ||
    tiltOf(alignment) > uprightTolerance
  );
}

/** How far B is turned on A beyond whole quarter turns, radians, 0..pi/4. */
export function tiltOf({ transform: [a, b, , d, e] }: AlignmentEvidence): number {
  const sign = a * e - b * d < 0 ? -1 : 1;
  const angle = Math.atan2(sign * d - b, sign * a + e);
  const quarter = Math.PI / 2;
  return Math.abs(angle - Math.round(angle / quarter) * quarter);
}

/** One is in colour and the other in black and white. */
export const lostColours = (a: MatchItem["facts"], b: MatchItem["facts"]): boolean =>
  a.colours !== b.colours && (a.colours === "grey" || b.colours === "grey");

export function copyRelation(
  a: MatchItem,
  b: MatchItem,
  candidate: CandidateMatch,
  alignment: AlignmentEvidence | null,
): Exclude<Relation, "identical" | "same-moment" | "similar"> {
  if (candidate.samePixels) return "same-pixels";
  if (!alignment) {
    if (candidate.orientation !== 0 && candidate.differenceBits <= savedAgainBits * 2) return "rotated";
    return candidate.differenceBits <= savedAgainBits && !lostColours(a.facts, b.facts) ? "re-encoded" : "edited";
  }
  if (Math.min(...shares(alignment)) < wholeShare && tiltOf(alignment) <= uprightTolerance) return "cropped";
  if (alignment.mirrored || alignment.quarterTurns !== 0) return "rotated";
  return isEdited(alignment) || lostColours(a.facts, b.facts) ? "edited" : "re-encoded";
}

/** Two photos and what is known of the pair come in; the reasons for the verdict go out, as codes with values and in words. */
import type { Reason, Relation } from "../../contract.ts";
import type { AlignmentEvidence, MatchItem } from "../photo.ts";
import type { CandidateMatch } from "./candidate.ts";
import { lostColours, shares, tiltOf } from "./relation.ts";

type Facts = MatchItem["facts"];

/** The verdict's own reason first; words fit either photo as the one that is kept. */
export function reasonsFor(
  a: MatchItem,
  b: MatchItem,
  relation: Relation,
  candidate: CandidateMatch,
  alignment: AlignmentEvidence | null,
): readonly Reason[] {
  if (relation === "identical") return [say("identical-bytes", {}, "the same bytes")];
  if (relation === "same-pixels") return [say("same-pixels", {}, `the same picture, pixel for pixel${containers(a.facts, b.facts)}`)];
  const moment = relation === "same-moment" || relation === "similar";
  const reasons = moment ? [...apartReasons(candidate), ...sceneReasons(relation)] : [];
  if (!moment) {
    reasons.push(...(alignment ? frameReasons(alignment) : orientationReasons(candidate)));
    reasons.push(...sizeReasons(a.facts, b.facts, relation));
    if (lostColours(a.facts, b.facts))
      reasons.push(say("lost-colours", { which: a.facts.colours === "grey" ? "a" : "b" }, "one is in black and white"));
    if (alignment) reasons.push(...changeReasons(alignment).filter(({ code }) => !colourCodes.has(code) || !lostColours(a.facts, b.facts)));
  }
  if (alignment && alignment.inliers >= 8) {
    const { inliers } = alignment;
    reasons.push(say("shared-details", { inliers }, `${inliers} details lie in the same places`));
  }
  return reasons;
}

const say = (code: string, values: Reason["values"], text: string): Reason => ({ code, values, text });
/** What is no news of a picture that is in black and white. */
const colourCodes: ReadonlySet<string> = new Set(["colour-strength", "colours"]);
const percent = (share: number): number => Math.round(share * 100);

function containers(a: Facts, b: Facts): string {
  return a.format === b.format ? ", in other bytes" : `, as ${a.format.toUpperCase()} and ${b.format.toUpperCase()}`;
}

function apartReasons({ apartMs }: CandidateMatch): Reason[] {
  if (apartMs === null) return [];
  const seconds = Math.round(apartMs / 100) / 10;
  if (seconds < 120) return [say("seconds-apart", { seconds }, `taken ${seconds} s apart with the same camera`)];
  const minutes = Math.round(seconds / 60);
  return [say("minutes-apart", { minutes }, `taken ${minutes} minutes apart with the same camera`)];
}

function sceneReasons(relation: Relation): Reason[] {
  return relation === "same-moment"
    ? [say("other-exposure", {}, "the same scene in another exposure: what moved does not match")]
    : [say("looks-alike", {}, "looks alike; not proven to be the same picture")];
}

function frameReasons(alignment: AlignmentEvidence): Reason[] {
  const reasons: Reason[] = [];
  const [ofA, ofB] = shares(alignment);
  const share = percent(Math.min(ofA, ofB));
  if (share < 96) {
    reasons.push(
      ofA < ofB * 1.05 && ofB > 0.9
        ? say("shows-part", { percent: share, part: "b" }, `one shows ${share} % of the other`)
        : ofA > 0.9
          ? say("shows-part", { percent: share, part: "a" }, `one shows ${share} % of the other`)
          : say("overlap", { percentA: percent(ofA), percentB: percent(ofB) }, `they share ${percent(ofA)} % and ${percent(ofB)} %`),
    );
  }
  if (alignment.mirrored) reasons.push(say("mirrored", {}, "mirrored"));
  if (alignment.quarterTurns !== 0) {
    const degrees = alignment.quarterTurns * 90;
    reasons.push(say("turned", { degrees }, degrees === 180 ? "upside down" : "turned by a quarter"));
  }
  const tilt = Math.round((tiltOf(alignment) / Math.PI) * 180);
  if (tilt >= 2) reasons.push(say("tilted", { degrees: tilt }, `turned by ${tilt}°`));
  return reasons;
}

/** EXIF's order: which of the eight are mirrored, and which turned. */
function orientationReasons({ orientation }: CandidateMatch): Reason[] {
  const mirrored = [1, 3, 4, 6].includes(orientation);
  if (mirrored) return [say("mirrored", {}, "mirrored")];
  if (orientation === 0) return [];
  const degrees = { 2: 180, 5: 90, 7: 270 }[orientation] ?? 0;
  return [say("turned", { degrees }, degrees === 180 ? "upside down" : "turned by a quarter")];
}

function sizeReasons(a: Facts, b: Facts, relation: Relation): Reason[] {
  const ratio = Math.sqrt((a.width * a.height) / Math.max(1, b.width * b.height));
  const smaller = Math.min(ratio, 1 / ratio);
  if (relation === "cropped") return [];
  if (smaller > 0.98) return relation === "re-encoded" ? [say("saved-again", {}, "the same picture, saved again")] : [];
  const size = Math.abs(smaller - 0.5) < 0.02 ? "half the size" : `${percent(smaller)} % of the size`;
  return [say("smaller", { percent: percent(smaller), which: ratio < 1 ? "a" : "b" }, `the same picture at ${size}, saved again`)];
}

function changeReasons(alignment: AlignmentEvidence): Reason[] {
  const { chromaChange, lightnessChange, colourDifference, covered, coarseCovered } = alignment;
  const reasons: Reason[] = [];
  if (Math.abs(chromaChange) > 0.012 && Math.abs(lightnessChange) < 0.06) {
    reasons.push(say("colour-strength", { change: percent(chromaChange) }, "one has stronger colours"));
  } else if (Math.abs(lightnessChange) > 0.03) {
    reasons.push(say("lightness", { change: percent(lightnessChange) }, "one is darker"));
  } else if (colourDifference > 0.03) {
    reasons.push(say("colours", { difference: percent(colourDifference) }, "the colours differ"));
  }
  if (Math.min(covered, coarseCovered) > 0.06) {
    const share = percent(Math.min(covered, coarseCovered));
    reasons.push(say("covered", { percent: share }, `something lies over ${share} % of it`));
  }
  return reasons;
}

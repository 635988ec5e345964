/** A candidate and how it aligns come in; what the two are to each other goes out, with its probability and reasons. */
import type { AlignmentEvidence, Match, MatchItem } from "../photo.ts";
import { logOdds, probabilityOf, progress } from "./additive.ts";
import type { CandidateMatch } from "./candidate.ts";
import { cheapModel, exposureModel, sceneModel } from "./generated/constants.ts";
import { momentMs } from "./moments.ts";
import { reasonsFor } from "./reasons.ts";
import { copyRelation, shares } from "./relation.ts";
import { cheapWitnesses, exposureWitnesses, sceneWitnesses } from "./witnesses.ts";

/** Less likely than this by hashes and descriptors, a pair is not aligned. Half of it costs twice the time and finds one crop to 30 % in ninety more. */
const strangersBelow = 0.02;
/**
 * One camera that names two times took two exposures: saving, editing and sending keep the time or lose it. So much is left of the
 * probability of one. A copy whose time somebody changed becomes a moment, where nothing goes by itself.
 */
const secondExposure = { apartMs: 50, left: 0.02 } as const;
/** What the clock adds to the odds of one moment: within a burst's pace, and clearly beyond it. */
const clock = { within: 3, beyondMs: 60_000, beyond: -4 } as const;
/** Two photos that overlap, each with more than this of its own, are no copies: whichever went, something seen would be lost. */
const parts = { from: 0.75, to: 0.9 } as const;
/** Equal pixels of another file: all that is left is two photos of pure chance. */
const samePixelsProbability = 0.9999;
const leastWorthSaying = 0.01;

/** Whether aligning the two could change what `decide` says. Equal pixels and clear strangers need none. */
export function needsAlignment(candidate: CandidateMatch): boolean {
  if (candidate.samePixels) return false;
  return candidate.probability >= strangersBelow || (candidate.apartMs !== null && candidate.apartMs <= momentMs);
}

/** 0..1 that both show one scene, that they show it in one exposure, and how far one holds all of the other. */
interface Verdict {
  readonly scene: number;
  readonly exposure: number;
  readonly whole: number;
}

/**
 * Two questions, since no sum of evidence answers both: strangers are told from copies by how much agrees, second exposures by how exactly.
 * `alignment`: undefined where it was not tried, null where the two do not align; then the second question stays open.
 */
function judge(candidate: CandidateMatch, alignment: AlignmentEvidence | null | undefined): Verdict {
  if (candidate.samePixels) return { scene: samePixelsProbability, exposure: 1, whole: 1 };
  const apart = candidate.apartMs !== null && candidate.apartMs >= secondExposure.apartMs;
  const most = apart ? secondExposure.left : 1;
  if (alignment === undefined) return { scene: probabilityOf(logOdds(cheapModel, cheapWitnesses(candidate))), exposure: most, whole: 1 };
  const scene = probabilityOf(logOdds(sceneModel, sceneWitnesses(candidate, alignment)));
  if (alignment === null) return { scene, exposure: most, whole: 1 };
  const exposure = most * probabilityOf(logOdds(exposureModel, exposureWitnesses(alignment)));
  return { scene, exposure, whole: progress(Math.max(...shares(alignment)), parts.from, parts.to) };
}

/** 0..1 that the two are one picture, or one of them a part of the other. */
export function copyProbability(candidate: CandidateMatch, alignment?: AlignmentEvidence | null): number {
  const { scene, exposure, whole } = judge(candidate, alignment);
  return scene * exposure * whole;
}

/** 0..1 that they are two exposures of one moment. The clock has its say where both photos have one. */
export function momentProbability(candidate: CandidateMatch, alignment?: AlignmentEvidence | null): number {
  const { scene, exposure } = judge(candidate, alignment);
  const { apartMs } = candidate;
  const timed = apartMs === null ? 0 : apartMs <= momentMs ? clock.within : apartMs > clock.beyondMs ? clock.beyond : 0;
  const odds = Math.log(Math.max(scene, 1e-9) / Math.max(1 - scene, 1e-9)) + timed;
  return probabilityOf(odds) * (1 - exposure);
}

/**
 * What the two are to each other; null where they are nothing to each other.
 * `alignment`: undefined where it was not tried, null where the two do not align.
 * Copies (same pixels to edited) carry the probability that they are one picture; same-moment that they are two exposures of one moment;
 * similar the small probability that they are one picture after all. Never "identical": that is one content, not two.
 */
export function decide(a: MatchItem, b: MatchItem, candidate: CandidateMatch, alignment?: AlignmentEvidence | null): Match | null {
  const copy = copyProbability(candidate, alignment);
  const moment = momentProbability(candidate, alignment);
  const kind = copy >= 0.5 ? "copy" : moment >= 0.5 ? "moment" : "similar";
  if (kind === "similar" && copy < leastWorthSaying && judge(candidate, alignment).scene < 0.5) return null;
  const relation = kind === "copy" ? copyRelation(a, b, candidate, alignment ?? null) : kind === "moment" ? "same-moment" : "similar";
  return {
    a: candidate.a,
    b: candidate.b,
    relation,
    probability: kind === "moment" ? moment : copy,
    reasons: reasonsFor(a, b, relation, candidate, alignment ?? null),
    transform: alignment?.transform ?? null,
    cropBox: alignment?.cropBox ?? null,
  };
}

/** Candidates and their matches come in; groups in which every member matches the keeper itself go out. */
import { createHash } from "node:crypto";
import type { GroupId } from "../../contract.ts";
import type { Candidate, CandidateGroup, Match } from "../photo.ts";

export interface GroupOptions {
  /** Pairs below this probability (0..1) do not count. */
  readonly minProbability: number;
}

/** Photos of one picture in several versions. Each candidate is in at most one group. */
export function groupCopies(candidates: readonly Candidate[], matches: readonly Match[], options: GroupOptions): CandidateGroup[] {
  throw new Error(`not yet: ${candidates.length} ${matches.length} ${options.minProbability}`);
}

/**
 * Several exposures of one moment. Of each group of copies (as `groupCopies` gave it for the same candidates) only the keeper takes part,
 * so that a moment shows every exposure once.
 */
export function groupMoments(
  candidates: readonly Candidate[],
  matches: readonly Match[],
  copies: readonly CandidateGroup[],
  options: GroupOptions,
): CandidateGroup[] {
  throw new Error(`not yet: ${candidates.length} ${matches.length} ${copies.length} ${options.minProbability}`);
}

/** Stays the same while the group holds the same contents, also when files move. */
export function groupIdOf(group: CandidateGroup, candidates: readonly Candidate[]): GroupId {
  const contents = [group.keeper, ...group.members.map((member) => member.index)].map((index) => candidates[index]?.content ?? 0);
  contents.sort((a, b) => a - b);
  return createHash("sha256")
    .update(`${group.kind}:${contents.join(",")}`)
    .digest("hex")
    .slice(0, 20) as GroupId;
}

/** Candidates and their matches come in; groups in which every member matches the keeper itself go out. */
import { createHash } from "node:crypto";
import { type GroupId, type GroupKind, type Reason, type Relation, relations } from "../../contract.ts";
import type { Candidate, CandidateGroup, Match } from "../photo.ts";
import { type Apart, createApart } from "./answers.ts";
import { copyCriteria, type KeeperChoice, momentCriteria, usualChoice } from "./criteria.ts";
import { createGraph, type Graph } from "./graph.ts";
import { type Ranking, rankingBy } from "./keeper.ts";

export interface GroupOptions {
  /** Pairs below this probability (0..1) do not count. */
  readonly minProbability: number;
  /** Contents that the person called different; nobody where there is none. */
  readonly apart?: Apart;
  /** The person's rules for keepers; the usual ones where there are none. */
  readonly keepers?: KeeperChoice;
}

/** What makes two photos one picture, so that one of them may go. */
export const copyRelations: ReadonlySet<Relation> = new Set(["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"]);
const momentRelations: ReadonlySet<Relation> = new Set(["same-moment"]);

type Member = CandidateGroup["members"][number];

const nobodyApart = createApart([]);
const sameBytes: readonly Reason[] = [{ code: "identical", values: {}, text: "the same bytes" }];

/** Photos of one picture in several versions. Each candidate is in at most one group. Most bytes to win first. */
export function groupCopies(candidates: readonly Candidate[], matches: readonly Match[], options: GroupOptions): CandidateGroup[] {
  const { minProbability, apart = nobodyApart, keepers = usualChoice } = options;
  const graph = createGraph(candidates, matches, { relations: copyRelations, minProbability, chosen: keepers.chosen });
  return stars({ kind: "copies", candidates, graph, ranking: rankingBy(copyCriteria(keepers)), apart });
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
  const removable = new Set(copies.flatMap((group) => group.members.map((member) => member.index)));
  const { minProbability, apart = nobodyApart, keepers = usualChoice } = options;
  const graph = createGraph(candidates, matches, {
    relations: momentRelations,
    minProbability,
    without: removable,
    chosen: keepers.chosen,
  });
  return stars({ kind: "moments", candidates, graph, ranking: rankingBy(momentCriteria(keepers)), apart });
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

interface Sky {
  readonly kind: GroupKind;
  readonly candidates: readonly Candidate[];
  readonly graph: Graph;
  readonly ranking: Ranking;
  readonly apart: Apart;
}

/**
 * The best photo left takes all that match it and are left, then the next. Never further than one match away: a chain of small
 * changes can end at another picture. Of two that the person called different the weaker match stays out. Ties fall by path, so the order of the input has no say.
 */
function stars({ kind, candidates, graph, ranking, apart }: Sky): CandidateGroup[] {
  const order = [...graph.contenders].sort(([, one], [, other]) => ranking.compare(one, other));
  const taken = new Set<number>();
  const groups: CandidateGroup[] = [];
  for (const [keeper, contender] of order) {
    if (taken.has(keeper)) continue;
    const near = graph
      .neighboursOf(keeper)
      .filter(({ index }) => !taken.has(index))
      .map(({ index, match }): Member => {
        const { relation, probability, reasons } = match ?? { relation: "identical", probability: 1, reasons: sameBytes };
        return { index, relation, probability, reasons };
      })
      .sort((one, other) => strongerFirst(one, other, candidates));
    const held = new Set([contender.candidate.content]);
    const members = near.filter(({ index }) => {
      const content = candidates[index]?.content;
      if (content === undefined || apart.fromAny(content, held)) return false;
      held.add(content);
      return true;
    });
    if (members.length === 0) continue;
    taken.add(keeper);
    for (const { index } of members) taken.add(index);
    const others = members.flatMap(({ index }) => graph.contenders.get(index) ?? []);
    groups.push({ kind, keeper, keeperReasons: ranking.reasons(contender, others), members });
  }
  const freed = (sum: number, { index }: Member): number => sum + (candidates[index]?.protected ? 0 : (candidates[index]?.sizeBytes ?? 0));
  const bytes = new Map(groups.map((group) => [group, group.members.reduce(freed, 0)]));
  return groups.sort(
    (one, other) => (bytes.get(other) ?? 0) - (bytes.get(one) ?? 0) || byPath(candidates[one.keeper], candidates[other.keeper]),
  );
}

function strongerFirst(one: Member, other: Member, candidates: readonly Candidate[]): number {
  return (
    other.probability - one.probability ||
    relations.indexOf(one.relation) - relations.indexOf(other.relation) ||
    byPath(candidates[one.index], candidates[other.index])
  );
}

function byPath(one: Candidate | undefined, other: Candidate | undefined): number {
  const [a, b] = [one?.path ?? "", other?.path ?? ""];
  return a < b ? -1 : a > b ? 1 : 0;
}

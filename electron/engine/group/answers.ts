/** Matches and the person's answers come in; the matches that hold after the answers, and who may not share a group, go out. */
import { type Reason, type Relation, relations } from "../../contract.ts";
import type { AnsweredPair, ContentId, Match } from "../photo.ts";

/** Contents that may not be in one group. */
export interface Apart {
  /** Whether one of `others` was called different from this content. */
  fromAny(content: ContentId, others: ReadonlySet<ContentId>): boolean;
}

const confirmed: Reason = { code: "confirmed", values: {}, text: "confirmed by you" };

/** A burst that the person confirms stays a burst: it must not become a copy that may go. Whatever else was no version of one picture becomes one. */
export const confirmedAs = (relation: Relation): Relation => (relation === "similar" ? "edited" : relation);

/** Called different: gone. Called the same: probability 1, also where there was no match, then as "edited" and without an alignment. */
export function withAnswers(matches: readonly Match[], answers: readonly AnsweredPair[]): readonly Match[] {
  if (answers.length === 0) return matches;
  const verdicts = new Map(answers.map((answer) => [keyOf(answer.a, answer.b), answer]));
  const met = new Set<string>();
  const held = matches.flatMap((match): Match[] => {
    const key = keyOf(match.a, match.b);
    const verdict = verdicts.get(key)?.verdict;
    if (verdict === undefined) return [match];
    met.add(key);
    if (verdict === "different") return [];
    return [{ ...match, relation: confirmedAs(match.relation), probability: 1, reasons: [confirmed, ...match.reasons] }];
  });
  const unmet = [...verdicts].filter(([key, { verdict }]) => verdict === "same" && !met.has(key)).map(([, { a, b }]) => sameAs(a, b));
  return [...held, ...unmet].sort(bestFirst);
}

export function createApart(answers: readonly AnsweredPair[]): Apart {
  const foes = new Map<ContentId, Set<ContentId>>();
  const note = (one: ContentId, other: ContentId): void => {
    const known = foes.get(one) ?? new Set();
    foes.set(one, known.add(other));
  };
  for (const { a, b, verdict } of answers) {
    if (verdict !== "different") continue;
    note(a, b);
    note(b, a);
  }
  return {
    fromAny(content, others) {
      for (const foe of foes.get(content) ?? []) if (others.has(foe)) return true;
      return false;
    },
  };
}

function sameAs(a: ContentId, b: ContentId): Match {
  return { a, b, relation: "edited", probability: 1, reasons: [confirmed], transform: null, cropBox: null };
}

function bestFirst(one: Match, other: Match): number {
  return (
    other.probability - one.probability ||
    relations.indexOf(one.relation) - relations.indexOf(other.relation) ||
    one.a - other.a ||
    one.b - other.b
  );
}

const keyOf = (one: ContentId, other: ContentId): string => (one < other ? `${one},${other}` : `${other},${one}`);

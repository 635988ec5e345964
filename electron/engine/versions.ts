/** Photos of one picture come in, two at a time; which is the better version, by the person's rules for keepers, goes out with its reasons. */
import type { KeeperCriterion, KeeperRule, Reason } from "../contract.ts";
import { type Contender, copyCriteria } from "./group/criteria.ts";
import { createGraph } from "./group/graph.ts";
import { copyRelations } from "./group/group.ts";
import { rankingBy } from "./group/keeper.ts";
import type { Candidate, Match } from "./photo.ts";

export interface BetterVersion {
  /** null where they are equally good. */
  readonly better: "one" | "other" | null;
  readonly reasons: readonly Reason[];
}

/** Where a photo lies, how old its file is and what it is called make no version better. */
const ofVersions: ReadonlySet<KeeperCriterion> = new Set(["format", "whole", "pixels", "origin", "compression", "sharpness", "metadata"]);

/** `matches`: of the candidates; who is a part of whom is read from them. Returns the function that compares two by their places. */
export function createVersions(
  photos: readonly Candidate[],
  matches: readonly Match[],
  rules: readonly KeeperRule[],
): (one: number, other: number) => BetterVersion {
  // Neither protection nor path has a say, so two that are equal in all else are equal.
  const candidates = photos.map((photo) => ({ ...photo, protected: false, path: "" }));
  const { contenders } = createGraph(candidates, matches, { relations: copyRelations, minProbability: 0 });
  const criteria = rules.filter(({ criterion }) => ofVersions.has(criterion));
  const ranking = rankingBy(copyCriteria({ criteria, preferredFolders: [], chosen: new Map() }));
  const known = new Map<number, Contender>();
  function contender(at: number): Contender {
    const candidate = candidates[at];
    if (!candidate) throw new RangeError(`There is no photo ${at}.`);
    const made = contenders.get(at) ?? known.get(at) ?? { candidate, part: false, resaved: false };
    known.set(at, made);
    return made;
  }

  return (first, second) => {
    const [one, other] = [contender(first), contender(second)];
    const order = ranking.compare(one, other);
    if (order === 0) return { better: null, reasons: [] };
    return order < 0
      ? { better: "one", reasons: ranking.reasons(one, [other]) }
      : { better: "other", reasons: ranking.reasons(other, [one]) };
  };
}

/** Photos and what they are to each other come in; for those without a date, the date of a copy that has one goes out. */
import type { Relation } from "../../contract.ts";
import type { Candidate, ContentId, Match } from "../photo.ts";

export interface DateGuess {
  /** Indexes into the photos given: the one without a date, and the copy that has it. */
  readonly photo: number;
  readonly from: number;
  readonly takenAtMs: number;
  readonly relation: Relation;
  /** 0..1 that it is a copy. */
  readonly probability: number;
}

/** Another exposure has a time of its own, and what is only similar tells nothing. */
const copies: ReadonlySet<Relation> = new Set(["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"]);
/** Rather no date than a wrong one. */
export const guessProbability = 0.98;

/** Of several copies the likeliest counts, of equally likely ones the earliest date: a copy's own date is never before its picture's. */
export function guessDates(photos: readonly Candidate[], matches: readonly Match[]): DateGuess[] {
  const dated = new Map<ContentId, number>();
  photos.forEach(({ content, facts }, index) => {
    if (facts.takenAtMs !== null && !dated.has(content)) dated.set(content, index);
  });
  const best = new Map<ContentId, Omit<DateGuess, "photo">>();
  function offer(to: ContentId, from: ContentId, { relation, probability }: Match): void {
    const index = dated.get(from);
    const takenAtMs = index === undefined ? null : (photos[index]?.facts.takenAtMs ?? null);
    if (index === undefined || takenAtMs === null || dated.has(to)) return;
    const known = best.get(to);
    if (known && (known.probability > probability || (known.probability === probability && known.takenAtMs <= takenAtMs))) return;
    best.set(to, { from: index, takenAtMs, relation, probability });
  }
  for (const match of matches) {
    if (match.probability < guessProbability || !copies.has(match.relation)) continue;
    offer(match.a, match.b, match);
    offer(match.b, match.a, match);
  }
  return photos.flatMap(({ content }, photo) => {
    const guess = best.get(content);
    return guess ? [{ photo, ...guess }] : [];
  });
}

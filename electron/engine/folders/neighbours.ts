/** Matches come in; for each content its partners, with the kind of each, go out in flat arrays, and what differs between two such sets. */
import type { Match } from "../photo.ts";
import { kindPlace } from "./kinds.ts";

/** Contents are small whole numbers, so that they are places in arrays. */
export interface Neighbours {
  /** Largest content that has a partner, plus one. */
  readonly end: number;
  /** Partners of content c stand at start[c] .. start[c + 1]. */
  readonly start: Int32Array;
  readonly partner: Int32Array;
  /** Places in overlapKinds. */
  readonly kind: Uint8Array;
}

/** Matches below `minProbability` (0..1), of similar photos, and of a content with itself are left out. */
export function neighboursOf(matches: readonly Match[], minProbability: number): Neighbours {
  const used = matches.filter(({ a, b, relation, probability }) => a !== b && probability >= minProbability && kindPlace(relation) >= 0);
  let end = 0;
  for (const { a, b } of used) end = Math.max(end, a + 1, b + 1);
  const start = new Int32Array(end + 1);
  for (const { a, b } of used) {
    start[a + 1] = (start[a + 1] ?? 0) + 1;
    start[b + 1] = (start[b + 1] ?? 0) + 1;
  }
  for (let at = 0; at < end; at++) start[at + 1] = (start[at + 1] ?? 0) + (start[at] ?? 0);
  const next = start.slice();
  const partner = new Int32Array(used.length * 2);
  const kind = new Uint8Array(used.length * 2);
  const put = (from: number, to: number, place: number): void => {
    const at = next[from] ?? 0;
    next[from] = at + 1;
    partner[at] = to;
    kind[at] = place;
  };
  for (const { a, b, relation } of used) {
    put(a, b, kindPlace(relation));
    put(b, a, kindPlace(relation));
  }
  return { end, start, partner, kind };
}

/** Every content whose partners are not the same, in the same order, in both. */
export function changedContents(before: Neighbours, after: Neighbours): number[] {
  const changed: number[] = [];
  for (let content = 0; content < Math.max(before.end, after.end); content++) {
    if (!isSame(before, after, content)) changed.push(content);
  }
  return changed;
}

function isSame(before: Neighbours, after: Neighbours, content: number): boolean {
  const [fromBefore, toBefore] = bounds(before, content);
  const [fromAfter, toAfter] = bounds(after, content);
  if (toBefore - fromBefore !== toAfter - fromAfter) return false;
  for (let at = 0; at < toBefore - fromBefore; at++) {
    if (before.partner[fromBefore + at] !== after.partner[fromAfter + at]) return false;
    if (before.kind[fromBefore + at] !== after.kind[fromAfter + at]) return false;
  }
  return true;
}

export function bounds({ start, end }: Neighbours, content: number): readonly [from: number, to: number] {
  return content < end ? [start[content] ?? 0, start[content + 1] ?? 0] : [0, 0];
}

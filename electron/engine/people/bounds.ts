/** What the person said, and who stands beside whom in a photo, come in; which clusters may never become one goes out. */

/** What holds for one person's faces while clusters grow. Several clusters share one where the person said that they are one. */
export interface Bound {
  /** Index into the known people; -1 for nobody. */
  person: number;
  /** Less than these log-odds join it with nobody: above the usual for somebody who is easily mistaken. */
  leastLogOdds: number;
  /** What it is called by, and whom it may not join: numbers that mean the same in both. null where there are none, as for most. */
  names: Set<number> | null;
  foes: Set<number> | null;
  /** The bound that has taken this one over. */
  within: Bound | null;
}

export const freeBound = (): Bound => ({ person: -1, leastLogOdds: Number.NEGATIVE_INFINITY, names: null, foes: null, within: null });

/** The one that holds now. */
export function boundNow(bound: Bound): Bound {
  let now = bound;
  while (now.within) now = now.within;
  return now;
}

/** Whether nothing that was said, and no photo, keeps the two apart. */
export function mayJoin(one: Bound, other: Bound, logOdds: number): boolean {
  const [a, b] = [boundNow(one), boundNow(other)];
  if (a === b) return true;
  if (logOdds < a.leastLogOdds || logOdds < b.leastLogOdds) return false;
  if (a.person >= 0 && b.person >= 0 && a.person !== b.person) return false;
  return !meet(a.names, b.foes) && !meet(b.names, a.foes);
}

/** From here on all that either holds binds both. */
export function joinBounds(one: Bound, other: Bound): void {
  const [bound, taken] = [boundNow(one), boundNow(other)];
  if (bound === taken) return;
  if (bound.person < 0) bound.person = taken.person;
  bound.leastLogOdds = Math.max(bound.leastLogOdds, taken.leastLogOdds);
  bound.names = union(bound.names, taken.names);
  bound.foes = union(bound.foes, taken.foes);
  taken.within = bound;
}

function meet(names: Set<number> | null, foes: Set<number> | null): boolean {
  if (!names || !foes) return false;
  const [few, many] = names.size < foes.size ? [names, foes] : [foes, names];
  for (const name of few) if (many.has(name)) return true;
  return false;
}

function union(one: Set<number> | null, other: Set<number> | null): Set<number> | null {
  if (!one || !other) return one ?? other;
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  for (const name of few) many.add(name);
  return many;
}

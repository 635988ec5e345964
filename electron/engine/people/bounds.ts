/** What the person said, and who stands beside whom in a photo, come in; which clusters may never become one goes out. */

/** Of one cluster while clusters grow. */
export interface Bound {
  /** Index into the known people; -1 for nobody. */
  person: number;
  /** Less than this link joins it with nobody: above the usual for somebody who is easily mistaken. */
  leastLink: number;
  /** What it is called by, and whom it may not join: numbers that mean the same in both. null where there are none, as for most. */
  names: Set<number> | null;
  foes: Set<number> | null;
}

/** Whether nothing that was said, and no photo, keeps the two apart. */
export function mayJoin(a: Bound, b: Bound, link: number): boolean {
  if (link < a.leastLink || link < b.leastLink) return false;
  if (a.person >= 0 && b.person >= 0 && a.person !== b.person) return false;
  return !meet(a.names, b.foes) && !meet(b.names, a.foes);
}

/** Takes over all bounds of `other`. */
export function join(bound: Bound, other: Bound): void {
  if (bound.person < 0) bound.person = other.person;
  bound.leastLink = Math.max(bound.leastLink, other.leastLink);
  bound.names = union(bound.names, other.names);
  bound.foes = union(bound.foes, other.foes);
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

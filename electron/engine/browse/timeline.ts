/** Photos with their times and the groups they belong to come in; the entries of a timeline go out, the newest first, with its months. */

export interface TimedPhoto {
  /** Milliseconds since 1970, as its camera or a copy's wrote it; null where neither did. */
  readonly takenAtMs: number | null;
}

/** Indexes into the photos given, the one that stands for the others first. */
export type Fold = readonly number[];

export interface TimelineEntry {
  readonly photo: number;
  /** Folded under it, by time. */
  readonly others: readonly number[];
  /** "2019-05-03"; null without a time. */
  readonly day: string | null;
}

export interface MonthOfEntries {
  /** "2019-05"; null without a time. */
  readonly month: string | null;
  readonly photos: number;
  /** Index of its first entry. */
  readonly at: number;
}

/** Times have no zone and are read as they stand. */
export function dayOf(takenAtMs: number): string {
  return new Date(takenAtMs).toISOString().slice(0, 10);
}

/** A fold that takes in photos of other days is none there: they stand on their own days. What has no time follows the one it is folded under. */
export function createTimeline(photos: readonly TimedPhoto[], folds: readonly Fold[]): TimelineEntry[] {
  const isTaken = new Uint8Array(photos.length);
  const timeOf = (index: number): number | null => photos[index]?.takenAtMs ?? null;
  const entries: { photo: number; others: number[]; atMs: number | null }[] = [];
  for (const fold of folds) {
    const free = fold.filter((index) => isTaken[index] === 0);
    const [first] = free;
    if (first === undefined || free.length < 2) continue;
    const timed = free.find((index) => timeOf(index) !== null);
    const atMs = timeOf(first) ?? (timed === undefined ? null : timeOf(timed));
    const others = free.slice(1).filter((index) => {
      const own = timeOf(index);
      return own === null || (atMs !== null && dayOf(own) === dayOf(atMs));
    });
    for (const index of [first, ...others]) isTaken[index] = 1;
    others.sort((one, other) => (timeOf(one) ?? Number.POSITIVE_INFINITY) - (timeOf(other) ?? Number.POSITIVE_INFINITY) || one - other);
    entries.push({ photo: first, others, atMs });
  }
  photos.forEach((_, photo) => {
    if (isTaken[photo] === 0) entries.push({ photo, others: [], atMs: timeOf(photo) });
  });
  entries.sort((one, other) => newerFirst(one.atMs, other.atMs) || one.photo - other.photo);
  return entries.map(({ photo, others, atMs }) => ({ photo, others, day: atMs === null ? null : dayOf(atMs) }));
}

export function monthsOf(entries: readonly TimelineEntry[]): MonthOfEntries[] {
  const months: { month: string | null; photos: number; at: number }[] = [];
  entries.forEach(({ day, others }, at) => {
    const month = day?.slice(0, 7) ?? null;
    const last = months.at(-1);
    if (last && last.month === month) last.photos += 1 + others.length;
    else months.push({ month, photos: 1 + others.length, at });
  });
  return months;
}

/** Photos without a time last. */
function newerFirst(one: number | null, other: number | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return other - one;
}

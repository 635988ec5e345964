/** Which groups are shown and in what order: groups, marks and a filter come in, the groups left go out. Pure. */
import type { PersonId } from "../../electron/contract/people.ts";
import type { FilePath, Group, GroupKind, Mark, PhotoId, Relation } from "../../electron/contract.ts";
import { isDecided } from "./deciding.ts";
import { folderOf } from "./speech.ts";

export const groupOrders = ["space", "attention", "date"] as const;
export type GroupOrder = (typeof groupOrders)[number];
export const decidedChoices = ["all", "open", "later", "removing"] as const;
export type DecidedChoice = (typeof decidedChoices)[number];

export interface GroupFilter {
  readonly kind: GroupKind | "all";
  /** 0..1; a group stays where one of its members is at least so probable. */
  readonly minProbability: number;
  readonly relation: Relation | "all";
  /** "" for all. */
  readonly folder: FilePath;
  /** Of what could go. */
  readonly minBytes: number;
  /** Of the kept photo; null for all. A month counts only with its year, a day only with its month. */
  readonly year: number | null;
  /** 1..12 */
  readonly month: number | null;
  /** 1..31 */
  readonly day: number | null;
  readonly decided: DecidedChoice;
  /** Somebody who is on one of its photos; null for all. */
  readonly person: PersonId | null;
  readonly order: GroupOrder;
}

export const wholeFilter: GroupFilter = {
  kind: "all",
  minProbability: 0,
  relation: "all",
  folder: "",
  minBytes: 0,
  year: null,
  month: null,
  day: null,
  decided: "all",
  person: null,
  order: "space",
};

/** How many of those in the panel hold back something. */
export function countFilters(filter: GroupFilter): number {
  return (["relation", "folder", "minBytes", "year", "decided", "person"] as const).filter((name) => filter[name] !== wholeFilter[name])
    .length;
}

export interface GroupSelection {
  readonly groups: readonly Group[];
  readonly marks: ReadonlyMap<PhotoId, Mark>;
  readonly filter: GroupFilter;
  /** Those that show the person of the filter; null where it has none, or before they are known. */
  readonly showing?: ReadonlySet<PhotoId> | null;
}

export function selectGroups({ groups, marks, filter, showing = null }: GroupSelection): Group[] {
  const fits = showing === null ? groups : groups.filter(({ members }) => members.some(({ id }) => showing.has(id)));
  return fits.filter((group) => fitsFilter(group, marks, filter)).sort(comparers[filter.order]);
}

/** The open group stays although it no longer fits: it would vanish under the person's hands. */
export function keepShown(selected: readonly Group[], shown: Group | null, order: GroupOrder): readonly Group[] {
  return shown === null || selected.includes(shown) ? selected : [...selected, shown].sort(comparers[order]);
}

function fitsFilter(group: Group, marks: ReadonlyMap<PhotoId, Mark>, filter: GroupFilter): boolean {
  if (group.reclaimableBytes < filter.minBytes) return false;
  if (filter.relation !== "all" && !group.members.some(({ relation }) => relation === filter.relation)) return false;
  if (filter.folder !== "" && !group.members.some(({ path }) => folderOf(path) === filter.folder)) return false;
  if (!isTakenThen(group, filter)) return false;
  const markIs = (mark: Mark): boolean => group.members.some(({ id }) => marks.get(id) === mark);
  if (filter.decided === "open") return !isDecided(group, marks);
  if (filter.decided === "later") return markIs("later");
  return filter.decided !== "removing" || markIs("remove");
}

const leastSure = ({ members }: Group): number => members.reduce((least, { probability }) => Math.min(least, probability), 1);
const takenAt = ({ members }: Group): number => members[0]?.takenAtMs ?? Number.NEGATIVE_INFINITY;
const bySpace = (a: Group, b: Group): number => b.reclaimableBytes - a.reclaimableBytes;
const comparers: Readonly<Record<GroupOrder, (a: Group, b: Group) => number>> = {
  space: bySpace,
  attention: (a, b) => leastSure(a) - leastSure(b) || bySpace(a, b),
  date: (a, b) => Math.sign(takenAt(b) - takenAt(a)) || bySpace(a, b),
};

interface TakenDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Of the kept photo. EXIF times have no zone and are read as they stand. */
export function dateOf({ members }: Group): TakenDate | null {
  const at = members[0]?.takenAtMs ?? null;
  if (at === null) return null;
  const date = new Date(at);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function isTakenThen(group: Group, { year, month, day }: Pick<GroupFilter, "year" | "month" | "day">): boolean {
  if (year === null) return true;
  const taken = dateOf(group);
  if (taken?.year !== year) return false;
  return month === null || (taken.month === month && (day === null || taken.day === day));
}

export interface FilterChoices {
  readonly folders: readonly FilePath[];
  readonly years: readonly number[];
  /** Of the year that the filter has; none without one. */
  readonly months: readonly number[];
  /** Of its month. */
  readonly days: readonly number[];
}

/** What the filter can choose from, the newest first. */
export function choicesIn(groups: readonly Group[], { year, month }: Pick<GroupFilter, "year" | "month">): FilterChoices {
  const folders = new Set(groups.flatMap(({ members }) => members.map(({ path }) => folderOf(path))));
  const dates = groups.flatMap((group) => dateOf(group) ?? []);
  const ofYear = dates.filter((date) => date.year === year);
  const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => b - a);
  return {
    folders: [...folders].sort(),
    years: distinct(dates.map((date) => date.year)),
    months: distinct(ofYear.map((date) => date.month)),
    days: distinct(ofYear.filter((date) => date.month === month).map((date) => date.day)),
  };
}

/** Photos marked "remove", each once, and their bytes. */
export function removalTotal(
  groups: readonly Group[],
  marks: ReadonlyMap<PhotoId, Mark>,
): { readonly photos: number; readonly bytes: number } {
  const sizes = new Map<PhotoId, number>();
  for (const { members } of groups) {
    for (const { id, sizeBytes } of members) if (marks.get(id) === "remove") sizes.set(id, sizeBytes);
  }
  const unknown = [...marks].filter(([photo, mark]) => mark === "remove" && !sizes.has(photo)).length;
  return { photos: sizes.size + unknown, bytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

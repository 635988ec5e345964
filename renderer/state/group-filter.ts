/** Which groups are shown and in what order: groups, marks and a filter come in, the groups left go out. Pure. */
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
  /** Of the kept photo; null for all. */
  readonly year: number | null;
  readonly decided: DecidedChoice;
  readonly order: GroupOrder;
}

export const wholeFilter: GroupFilter = {
  kind: "all",
  minProbability: 0,
  relation: "all",
  folder: "",
  minBytes: 0,
  year: null,
  decided: "all",
  order: "space",
};

/** How many of those in the panel hold back something. */
export function countFilters(filter: GroupFilter): number {
  return (["relation", "folder", "minBytes", "year", "decided"] as const).filter((name) => filter[name] !== wholeFilter[name]).length;
}

export interface GroupSelection {
  readonly groups: readonly Group[];
  readonly marks: ReadonlyMap<PhotoId, Mark>;
  readonly filter: GroupFilter;
}

export function selectGroups({ groups, marks, filter }: GroupSelection): Group[] {
  return groups.filter((group) => fitsFilter(group, marks, filter)).sort(comparers[filter.order]);
}

/** The open group stays although it no longer fits: it would vanish under the person's hands. */
export function keepShown(selected: readonly Group[], shown: Group | null, order: GroupOrder): readonly Group[] {
  return shown === null || selected.includes(shown) ? selected : [...selected, shown].sort(comparers[order]);
}

function fitsFilter(group: Group, marks: ReadonlyMap<PhotoId, Mark>, filter: GroupFilter): boolean {
  if (group.reclaimableBytes < filter.minBytes) return false;
  if (filter.relation !== "all" && !group.members.some(({ relation }) => relation === filter.relation)) return false;
  if (filter.folder !== "" && !group.members.some(({ path }) => folderOf(path) === filter.folder)) return false;
  if (filter.year !== null && yearOf(group) !== filter.year) return false;
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

/** EXIF times have no zone and are read as they stand. */
export function yearOf({ members }: Group): number | null {
  const at = members[0]?.takenAtMs ?? null;
  return at === null ? null : new Date(at).getUTCFullYear();
}

/** What the filter can choose from. */
export function choicesIn(groups: readonly Group[]): { readonly folders: readonly FilePath[]; readonly years: readonly number[] } {
  const folders = new Set(groups.flatMap(({ members }) => members.map(({ path }) => folderOf(path))));
  const years = new Set(groups.flatMap((group) => yearOf(group) ?? []));
  return { folders: [...folders].sort(), years: [...years].sort((a, b) => b - a) };
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

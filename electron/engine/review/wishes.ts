/** What the person asks to remove comes in, by name, by mark or by rule; each photo that is to go, with the photo that stays for it, goes out. Pure. */
import { sep } from "node:path";
import type { CleanupRule, FilePath, Group, PhotoId, Relation } from "../../contract.ts";
import { whatWouldBeMissed } from "./certain.ts";
import type { Kinship, ReviewPhoto, Tie } from "./kinship.ts";

export interface Wish extends Tie {
  readonly photo: ReviewPhoto;
  readonly kept: ReviewPhoto;
  /** Undo takes the whole of it back by this name. */
  readonly group: string;
}

export interface Declined {
  readonly path: FilePath;
  readonly code: "no-match" | "all-removed" | "not-certain";
  readonly text: string;
}

export interface Wishes {
  readonly wishes: readonly Wish[];
  readonly declined: readonly Declined[];
}

const noMatch = "It does not match the photo that should stay for it. If the two are one picture, say so first.";
const alone = "No other photo matches it surely enough to stay for it. If one is the same picture, say so first.";
const allRemoved = "Every photo of its group, or that matches it, is to be removed as well. Keep one of them.";

/** A photo may go only where it matches the photo that is kept for it. Photos that are not there any more are left out. */
export function namedWishes(
  removals: readonly { readonly photo: PhotoId; readonly kept: PhotoId }[],
  kinship: Kinship,
  groups: readonly Group[],
): Wishes {
  const groupsOf = groupsByPhoto(groups);
  const wishes: Wish[] = [];
  const declined: Declined[] = [];
  for (const removal of removals) {
    const [photo, kept] = [kinship.photo(removal.photo), kinship.photo(removal.kept)];
    if (!photo) continue;
    const tie = kept && kinship.between(photo, kept);
    if (tie) wishes.push({ photo, kept, ...tie, group: groupName(photo, kept, groupsOf) });
    else declined.push({ path: photo.path, code: "no-match", text: noMatch });
  }
  return { wishes, declined };
}

/**
 * For each marked photo stays its group's keeper, or where that goes too, what matches it best of all that stays. Of a group that is
 * marked whole nothing goes, even where another exposure of the moment stays: first the copies of a photo go, then, if need be, the photo.
 */
export function markedWishes(marked: ReadonlySet<PhotoId>, kinship: Kinship, groups: readonly Group[]): Wishes {
  const groupsOf = groupsByPhoto(groups);
  const wholly = new Set(
    groups.filter(({ members }) => members.every(({ id }) => marked.has(id))).flatMap(({ members }) => members.map(({ id }) => id)),
  );
  const wishes: Wish[] = [];
  const declined: Declined[] = [];
  for (const id of marked) {
    const photo = kinship.photo(id);
    if (!photo) continue;
    const relatives = kinship.relativesOf(photo);
    const staying = wholly.has(id) ? [] : relatives.filter((relative) => !marked.has(relative.photo.id));
    const best = staying.find((relative) => groupsOf.get(id)?.some(({ keeper }) => keeper === relative.photo.path)) ?? staying[0];
    if (best) {
      const { photo: kept, relation, probability } = best;
      wishes.push({ photo, kept, relation, probability, group: groupName(photo, kept, groupsOf) });
    } else if (relatives.length === 0) declined.push({ path: photo.path, code: "no-match", text: alone });
    else declined.push({ path: photo.path, code: "all-removed", text: allRemoved });
  }
  return { wishes, declined };
}

/** `groups`: made at the rule's probability. */
export function ruledWishes(rule: CleanupRule, kinship: Kinship, groups: readonly Group[]): Wishes {
  const relations: ReadonlySet<Relation> = new Set(rule.relations);
  const below = rule.folder === undefined ? "" : rule.folder.endsWith(sep) ? rule.folder : rule.folder + sep;
  const wishes: Wish[] = [];
  const declined: Declined[] = [];
  for (const { id: group, kind, members } of groups) {
    const kept = kinship.photo(members[0]?.id ?? (0 as PhotoId));
    if (!kept || !rule.kinds.includes(kind)) continue;
    for (const { id, relation, probability, mark, protected: isProtected } of members.slice(1)) {
      const photo = kinship.photo(id);
      if (!photo || isProtected || mark === "keep" || mark === "later" || !photo.path.startsWith(below)) continue;
      if (relation === "keeper" || !relations.has(relation) || probability < rule.minProbability) continue;
      const missed = rule.onlyCertain ? whatWouldBeMissed(photo, kept) : null;
      if (missed === null) wishes.push({ photo, kept, relation, probability, group });
      else declined.push({ path: photo.path, code: "not-certain", text: missed });
    }
  }
  return { wishes, declined };
}

/** A photo can be in a group of copies, as its keeper, and in one of a moment. */
function groupsByPhoto(groups: readonly Group[]): Map<PhotoId, Group[]> {
  const byPhoto = new Map<PhotoId, Group[]>();
  for (const group of groups)
    for (const { id } of group.members) {
      const known = byPhoto.get(id);
      if (known) known.push(group);
      else byPhoto.set(id, [group]);
    }
  return byPhoto;
}

/** The group that holds both; otherwise whatever goes for one kept photo shares a name. */
function groupName(photo: ReviewPhoto, kept: ReviewPhoto, groupsOf: ReadonlyMap<PhotoId, readonly Group[]>): string {
  const theirs = groupsOf.get(kept.id) ?? [];
  return groupsOf.get(photo.id)?.find((group) => theirs.includes(group))?.id ?? `photo-${kept.id}`;
}

/** The library as grouping and folders look at it, read once per revision: photos, matches, groups. */
import type { FilePath, Group, GroupKind } from "../contract.ts";
import { groupCopies, groupIdOf, groupMoments } from "./group/group.ts";
import type { Parts } from "./parts.ts";
import type { CandidateGroup, Match } from "./photo.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";

export interface Snapshot {
  readonly revision: number;
  readonly photos: readonly StoredPhoto[];
  readonly matches: readonly Match[];
  groups(kind: GroupKind | "all", minProbability: number): readonly Group[];
}

/** Returns the snapshot of the present revision, the same one as long as nothing changed. */
export function createSnapshots(parts: Parts): () => Promise<Snapshot> {
  let latest: Snapshot | null = null;
  return async () => {
    const recipes = await parts.recipes();
    const revision = parts.store.revision();
    if (latest?.revision !== revision)
      latest = takeSnapshot(revision, parts.store.photos.all(), parts.store.matches.above(recipes.match, 0));
    return latest;
  };
}

function takeSnapshot(revision: number, photos: readonly StoredPhoto[], matches: readonly Match[]): Snapshot {
  const made = new Map<string, readonly Group[]>();
  return {
    revision,
    photos,
    matches,
    groups(kind, minProbability) {
      const key = `${kind}:${minProbability}`;
      const groups = made.get(key) ?? makeGroups(photos, matches, kind, minProbability);
      made.set(key, groups);
      return groups;
    },
  };
}

function makeGroups(
  photos: readonly StoredPhoto[],
  matches: readonly Match[],
  kind: GroupKind | "all",
  minProbability: number,
): readonly Group[] {
  const copies = groupCopies(photos, matches, { minProbability });
  const moments = kind === "copies" ? [] : groupMoments(photos, matches, copies, { minProbability });
  const wanted = kind === "moments" ? moments : [...copies, ...moments];
  return wanted.map((group) => dress(group, photos)).sort((a, b) => b.reclaimableBytes - a.reclaimableBytes || (a.id < b.id ? -1 : 1));
}

/** The group in the contract's words. */
function dress(group: CandidateGroup, photos: readonly StoredPhoto[]): Group {
  const keeper = photoAt(photos, group.keeper);
  const others = group.members.filter(({ index }) => index !== group.keeper);
  const members = [
    { ...summaryOf(keeper), relation: "keeper" as const, probability: 1, reasons: [], protected: keeper.protected },
    ...others.map(({ index, relation, probability, reasons }) => {
      const photo = photoAt(photos, index);
      return { ...summaryOf(photo), relation, probability, reasons, protected: photo.protected };
    }),
  ];
  const reclaimableBytes = members.slice(1).reduce((sum, member) => sum + (member.protected ? 0 : member.sizeBytes), 0);
  return {
    id: groupIdOf(group, photos),
    kind: group.kind,
    keeper: keeper.path,
    keeperReasons: group.keeperReasons,
    members,
    reclaimableBytes,
  };
}

function photoAt(photos: readonly StoredPhoto[], index: number): StoredPhoto {
  const photo = photos[index];
  if (!photo) throw new RangeError(`There is no candidate ${index}.`);
  return photo;
}

/** Paths by content, in path order. */
export function pathsByContent(photos: readonly StoredPhoto[]): Map<number, FilePath[]> {
  const paths = new Map<number, FilePath[]>();
  for (const { content, path } of photos) {
    const list = paths.get(content);
    if (list) list.push(path);
    else paths.set(content, [path]);
  }
  return paths;
}

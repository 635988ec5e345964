/** The library as grouping and folders look at it, read once per revision: photos, matches as the person's answers leave them, groups. */
import type { FilePath, Group, GroupKind, KeeperRules, Mark, PhotoId } from "../contract.ts";
import { type Apart, createApart, withAnswers } from "./group/answers.ts";
import type { KeeperChoice } from "./group/criteria.ts";
import { groupCopies, groupIdOf, groupMoments } from "./group/group.ts";
import type { Parts } from "./parts.ts";
import type { AnsweredPair, CandidateGroup, Match } from "./photo.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";

export interface Snapshot {
  readonly revision: number;
  readonly photos: readonly StoredPhoto[];
  readonly matches: readonly Match[];
  groups(kind: GroupKind | "all", minProbability: number): readonly Group[];
  /** As `groups`, under other photos' protection and other rules. Not kept. */
  groupsUnder(photos: readonly StoredPhoto[], rules: Omit<KeeperRules, "protectedFolders">, minProbability: number): readonly Group[];
}

/** Returns the snapshot of the present revision, the same one as long as nothing changed. */
export function createSnapshots(parts: Parts): () => Promise<Snapshot> {
  const { store } = parts;
  let latest: Snapshot | null = null;
  return async () => {
    const recipes = await parts.recipes();
    const revision = store.revision();
    if (latest?.revision !== revision) latest = takeSnapshot(parts, revision, store.matches.above(recipes.match, 0));
    return latest;
  };
}

function takeSnapshot({ store, faceModels }: Parts, revision: number, matched: readonly Match[]): Snapshot {
  const faceRecipe = faceModels.recipe();
  const looks = faceRecipe === null ? null : store.faces.looks(faceRecipe);
  const photos = store.photos.all().map((photo) => {
    const faces = looks?.get(photo.content);
    return faces ? { ...photo, faces } : photo;
  });
  const answers = answeredPairs(store);
  const chosenIds = store.marks.chosen();
  const chosen = new Map(photos.flatMap(({ id, path }) => (chosenIds.has(id) ? [[path, chosenIds.get(id) ?? 0] as const] : [])));
  const view: View = { photos, matches: withAnswers(matched, answers), apart: createApart(answers) };
  const choiceOf = ({ keeperCriteria, preferredFolders }: Omit<KeeperRules, "protectedFolders">): KeeperChoice => {
    return { criteria: keeperCriteria, preferredFolders, chosen };
  };

  const made = new Map<string, readonly Group[]>();
  return {
    revision,
    photos,
    matches: view.matches,
    groups(kind, minProbability) {
      const key = `${kind}:${minProbability}`;
      const groups = made.get(key) ?? makeGroups(view, choiceOf(store.settings.all()), kind, minProbability);
      made.set(key, groups);
      return marked(groups, new Map(store.marks.all().map(({ photo, mark }) => [photo, mark])));
    },
    groupsUnder: (others, rules, minProbability) => makeGroups({ ...view, photos: others }, choiceOf(rules), "all", minProbability),
  };
}

/** Of contents that the library has. */
function answeredPairs({ answers, contents }: Parts["store"]): AnsweredPair[] {
  return answers.all().flatMap(({ low, high, verdict }) => {
    const [a, b] = [contents.find(low), contents.find(high)];
    return a === null || b === null ? [] : [{ a, b, verdict }];
  });
}

interface View {
  readonly photos: readonly StoredPhoto[];
  readonly matches: readonly Match[];
  readonly apart: Apart;
}

function makeGroups({ photos, matches, apart }: View, keepers: KeeperChoice, kind: GroupKind | "all", minProbability: number): Group[] {
  const options = { minProbability, apart, keepers };
  const copies = groupCopies(photos, matches, options);
  const moments = kind === "copies" ? [] : groupMoments(photos, matches, copies, options);
  const wanted = kind === "moments" ? moments : [...copies, ...moments];
  return wanted.map((group) => dress(group, photos)).sort((a, b) => b.reclaimableBytes - a.reclaimableBytes || (a.id < b.id ? -1 : 1));
}

/** The group in the contract's words. */
function dress(group: CandidateGroup, photos: readonly StoredPhoto[]): Group {
  const keeper = photoAt(photos, group.keeper);
  const others = group.members.filter(({ index }) => index !== group.keeper);
  const members = [
    { ...summaryOf(keeper), relation: "keeper" as const, probability: 1, reasons: [], protected: keeper.protected, mark: null },
    ...others.map(({ index, relation, probability, reasons }) => {
      const photo = photoAt(photos, index);
      return { ...summaryOf(photo), relation, probability, reasons, protected: photo.protected, mark: null };
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

function marked(groups: readonly Group[], marks: ReadonlyMap<PhotoId, Mark>): readonly Group[] {
  if (marks.size === 0) return groups;
  return groups.map((group) =>
    group.members.some(({ id }) => marks.has(id))
      ? { ...group, members: group.members.map((member) => ({ ...member, mark: marks.get(member.id) ?? null })) }
      : group,
  );
}

/** @throws RangeError where no photo has that index. */
export function photoAt(photos: readonly StoredPhoto[], index: number): StoredPhoto {
  const photo = photos[index];
  if (!photo) throw new RangeError(`There is no photo ${index}.`);
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

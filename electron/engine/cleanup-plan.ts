/** What the person asks to remove comes in; a plan goes out, for the engine to act on and in the contract's words to show. Nothing is touched. */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import type {
  CleanupItem,
  CleanupNotice,
  CleanupPlan,
  CleanupRequest,
  FilePath,
  MetadataMerging,
  PhotoId,
  PlanId,
  PlanNoticeCode,
} from "../contract.ts";
import type { Prove } from "./actions/actions.ts";
import { planRemovals, type RemovalRequest } from "./actions/plan.ts";
import { usualProbability } from "./decisions.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { mergesOf, type PlannedMerge, showMerges } from "./merge-metadata.ts";
import type { Parts } from "./parts.ts";
import type { Plan } from "./photo.ts";
import { createKinship } from "./review/kinship.ts";
import { markedWishes, namedWishes, ruledWishes, type Wish, type Wishes } from "./review/wishes.ts";
import { rootFinder } from "./roots.ts";
import { isPhotoName } from "./scan/photo-names.ts";
import type { Snapshot } from "./snapshot.ts";

export interface MadePlan {
  readonly plan: Plan;
  readonly shown: CleanupPlan;
  /** Kept photos that may gain something once the photos of the plan have gone. */
  readonly merges: readonly PlannedMerge[];
  /** Asked right before each photo is moved; nothing is asked where there is none. */
  readonly prove?: Prove;
  /** Becomes a scanned folder as soon as something was copied into it. */
  readonly newRoot?: FilePath;
}

/** With these somebody could miss what goes. */
const uncertain: ReadonlySet<PlanNoticeCode> = new Set(["kept-on-other-volume", "side-file-without-copy"]);

/** Throws LikenessError "not-found" where a photo named by the request is not there. */
export async function makePlan(parts: Parts, snapshot: Snapshot, request: CleanupRequest): Promise<MadePlan> {
  const { wishes, declined } = wishesOf(parts, snapshot, request);
  const rootOf = rootFinder(parts.store);
  const planned = await planWishes(parts, wishes, rootOf);
  const made = (plan: Plan, those: readonly Wish[], left: readonly CleanupNotice[]): Promise<MadePlan> =>
    dressPlan(parts, { plan, wishes: those, declined: left, rootOf, mergeMetadata: request.mergeMetadata });
  if (!("rule" in request && request.rule.onlyCertain)) return made(planned, wishes, declined);

  const owners = new Map(planned.removals.map(({ path, companionOf }) => [path, companionOf ?? path]));
  const missed = planned.warnings.filter(({ code }) => uncertain.has(code));
  const uncertainPhotos = new Map(missed.map(({ path, text }) => [owners.get(path) ?? path, text]));
  const certain = wishes.filter(({ photo }) => !uncertainPhotos.has(photo.path));
  const left = [...uncertainPhotos].map(([path, text]): CleanupNotice => ({ path, code: "not-certain", text }));
  const plan = left.length > 0 ? await planWishes(parts, certain, rootOf) : planned;
  return made(plan, certain, [...declined, ...left]);
}

export interface PlanToDress {
  readonly plan: Plan;
  readonly wishes: readonly Wish[];
  readonly declined: readonly CleanupNotice[];
  readonly rootOf: (path: FilePath) => FilePath;
  readonly mergeMetadata: MetadataMerging | undefined;
}

/** With what the kept photos would gain. */
export async function dressPlan(parts: Parts, { plan, wishes, declined, rootOf, mergeMetadata }: PlanToDress): Promise<MadePlan> {
  const wanted = mergeMetadata ?? parts.store.settings.all().mergeMetadata;
  const merges = wanted === "no" ? [] : mergesOf(parts, plan, wishes, rootOf, wanted === "embedded");
  return { plan, shown: { ...show(plan, wishes, declined), merges: await showMerges(parts, merges) }, merges };
}

function wishesOf({ store }: Parts, snapshot: Snapshot, request: CleanupRequest): Wishes {
  const kinship = createKinship(snapshot.photos, snapshot.matches, usualProbability);
  if ("rule" in request) return ruledWishes(request.rule, kinship, snapshot.groups("all", request.rule.minProbability));
  const groups = snapshot.groups("all", usualProbability);
  if ("marked" in request) {
    const marked = store.marks.all().filter(({ mark }) => mark === "remove");
    return markedWishes(new Set(marked.map(({ photo }) => photo)), kinship, groups);
  }
  for (const { photo, kept } of request.removals) for (const id of [photo, kept]) store.photos.stored(id);
  return namedWishes(request.removals, kinship, groups);
}

/** Looks at the disk and touches nothing. */
export async function planWishes(
  { store, fileSystem }: Parts,
  wishes: readonly Wish[],
  rootOf: (path: FilePath) => FilePath,
): Promise<Plan> {
  const requests = wishes.map(({ photo, kept, group }): RemovalRequest => {
    const { path } = photo;
    return {
      path,
      hash: store.contents.hashOf(photo.content),
      ...store.files.stamp(photo.id),
      root: rootOf(path),
      protected: photo.protected,
      group,
      kept: { path: kept.path, hash: store.contents.hashOf(kept.content) },
    };
  });
  return planRemovals(requests, {
    fileSystem,
    createHasher: createContentHasher,
    isPhotoName,
    pathsOf(hash) {
      const content = store.contents.find(hash);
      return content === null ? [] : store.files.pathsOf(content);
    },
  });
}

function show(plan: Plan, wishes: readonly Wish[], declined: readonly CleanupNotice[]): Omit<CleanupPlan, "merges"> {
  const wished = new Map(wishes.map((wish) => [wish.photo.path, wish]));
  const sides = Map.groupBy(plan.removals, ({ path, companionOf }) => companionOf ?? path);
  const items = plan.removals.flatMap(({ path, group, companionOf }): CleanupItem[] => {
    const wish = wished.get(path);
    if (!wish || companionOf !== null) return [];
    const all = sides.get(path) ?? [];
    return [
      {
        ...{ photo: wish.photo.id as PhotoId, path, kept: wish.kept.path, keptPhoto: wish.kept.id, group },
        ...{ relation: wish.relation, probability: wish.probability },
        sideFiles: all.filter((file) => file.companionOf !== null).map((file) => file.path),
        bytes: all.reduce((sum, { identity }) => sum + identity.sizeBytes, 0),
      },
    ];
  });
  const { refused, warnings, totalBytes, freedBytes } = plan;
  return {
    id: randomUUID() as string as PlanId,
    items,
    refused: [...declined, ...refused],
    warnings,
    folders: foldersOf(plan),
    files: plan.removals.length,
    totalBytes,
    freedBytes,
    copies: [],
    copiedBytes: 0,
  };
}

function foldersOf({ removals }: Plan): CleanupPlan["folders"] {
  return [...Map.groupBy(removals, ({ path }) => dirname(path))]
    .map(([folder, files]) => ({ folder, files: files.length, bytes: files.reduce((sum, { identity }) => sum + identity.sizeBytes, 0) }))
    .sort((one, other) => other.bytes - one.bytes || (one.folder < other.folder ? -1 : 1));
}

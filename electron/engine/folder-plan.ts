/** What the person asks of two folders comes in; a plan goes out, of copies and of photos that go, for the journal's act to carry out. Nothing is touched. */
import { basename } from "node:path";
import type { CopyItem, CopyLayout, FolderActRequest } from "../contract/folders.ts";
import type { FilePath, PhotoId } from "../contract.ts";
import { joined } from "./actions/holding-place.ts";
import { type PlannedCopies, planCopies } from "./actions/plan-copies.ts";
import { dressPlan, type MadePlan, planWishes } from "./cleanup-plan.ts";
import { compareIn } from "./folder-queries.ts";
import { folderWishes } from "./folder-wishes.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import type { Parts } from "./parts.ts";
import type { Plan } from "./photo.ts";
import { createProof } from "./prove-kept.ts";
import { removeOriginals } from "./remove-originals.ts";
import { rootFinder } from "./roots.ts";
import { isPhotoName } from "./scan/photo-names.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StoredPhoto } from "./store/photos.ts";

/** Throws LikenessError "not-found" where the library has no photo below one of the folders, "usage" where they are one. */
export async function planFolderAct(parts: Parts, snapshot: Snapshot, request: FolderActRequest): Promise<MadePlan> {
  const compared = compareIn(parts, snapshot, request);
  const wishes = folderWishes(compared, request);
  const rootOf = rootFinder(parts.store);
  const { layout = "relative", mergeMetadata } = request;
  const planned = await planWishes(parts, wishes.removals, rootOf);
  const root = rootOf(joined(compared.a, "any"));
  const place = placeBelow(compared.a, compared.b, layout);
  const copies = await copiesOf(parts, wishes.copies, place, root);
  const others = new Set(planned.removals.map(({ path }) => path));
  const brought =
    request.act === "merge" ? removeOriginals(parts, copies.copies, wishes, { rootOf, others }) : { removals: [], notices: [] };
  const going = new Set(brought.removals.map(({ path }) => path));
  const bytes = brought.removals.reduce((sum, { identity }) => sum + identity.sizeBytes, 0);
  const plan: Plan = {
    ...planned,
    copies: copies.copies.map(({ copy }) => copy),
    removals: [...planned.removals, ...brought.removals],
    totalBytes: planned.totalBytes + bytes,
    freedBytes: planned.freedBytes + bytes,
  };
  const declined = [...wishes.declined, ...copies.refused, ...brought.notices];
  const made = await dressPlan(parts, { plan, wishes: wishes.removals, declined, rootOf, mergeMetadata });
  const idOf = new Map(wishes.copies.map(({ path, id }) => [path, id]));
  return { ...withCopies(made, copies, idOf, going), prove: createProof(parts) };
}

/** What a plan shows of its copies. */
export function withCopies(
  made: MadePlan,
  { copies, warnings }: PlannedCopies,
  idOf: ReadonlyMap<FilePath, PhotoId>,
  going: ReadonlySet<FilePath>,
): MadePlan {
  const items = copies.map(({ copy, original, renamed }): CopyItem => {
    const { path: to, kept, companionOf, group } = copy;
    return {
      ...{ from: kept.path, to, bytes: original.sizeBytes, photo: idOf.get(kept.path) ?? null, renamed, group },
      ...{ sideFile: companionOf !== null, originalGoes: going.has(kept.path) },
    };
  });
  const copiedBytes = items.reduce((sum, { bytes }) => sum + bytes, 0);
  return { ...made, shown: { ...made.shown, copies: items, copiedBytes, warnings: [...made.shown.warnings, ...warnings] } };
}

/** A photo's path and times come in, and where its copy should lie goes out. */
export type Place = (
  photo: Pick<StoredPhoto, "path" | "modifiedAtMs"> & { readonly facts: { readonly takenAtMs: number | null } },
) => FilePath;

/** The way from `from` down is kept, or made of the day on which it was taken (as the camera's clock has it), else last changed. */
export function placeBelow(target: FilePath, from: FilePath, layout: CopyLayout): Place {
  return ({ path, modifiedAtMs, facts }) => {
    if (layout === "relative") return joined(target, path.slice(joined(from, "").length));
    const day = new Date(facts.takenAtMs ?? modifiedAtMs).toISOString().slice(0, 10);
    return joined(joined(joined(target, day.slice(0, 4)), day), basename(path));
  };
}

function copiesOf({ store, fileSystem }: Parts, photos: readonly StoredPhoto[], place: Place, root: FilePath): Promise<PlannedCopies> {
  const wishes = photos.map((photo) => {
    const { path, content, id } = photo;
    return { path, hash: store.contents.hashOf(content), ...store.files.stamp(id), to: place(photo), root, group: `photo-${id}` };
  });
  return planCopies(wishes, { fileSystem, createHasher: createContentHasher, isPhotoName });
}

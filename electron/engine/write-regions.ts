/** Named people come in; XMP side files that say who is where in each photo are planned, and written through the journal. */
import { dirname } from "node:path";
import type { PeopleMethodTypes, PersonId, RegionPlan } from "../contract/people.ts";
import type { FilePath, Receipt } from "../contract.ts";
import { reasonOf } from "./actions/refusal.ts";
import { isBelow } from "./folders/paths.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import type { JobControl } from "./jobs.ts";
import { receiptOf } from "./journal-view.ts";
import { readEmbedded } from "./media/describe.ts";
import { readSideFile, xmpBeside } from "./merge-metadata.ts";
import { isSideways, orientationOf, storedBox } from "./metadata/orientation.ts";
import type { FaceRegion } from "./metadata/regions-read.ts";
import { writeRegions } from "./metadata/regions-write.ts";
import { XmpRefusal } from "./metadata/xmp-write.ts";
import type { Parts } from "./parts.ts";
import type { PeopleView, ViewFace } from "./people-view.ts";
import type { ActionFailure, JournalEntry, PlannedSideFile, Receipt as WorkReceipt } from "./photo.ts";
import { rootFinder } from "./roots.ts";
import type { StoredPhoto } from "./store/photos.ts";

type Chosen = PeopleMethodTypes["planRegions"][0];
type Disk = Pick<Parts, "store" | "fileSystem">;

/** One photo and the named in it. */
interface Named {
  readonly photo: StoredPhoto;
  readonly faces: readonly { readonly name: string; readonly box: ViewFace["box"] }[];
}
type Made = { readonly sideFile: PlannedSideFile } | { readonly refused: string } | "unchanged";

/** Reads, and touches nothing. */
export async function planRegions(disk: Disk, view: PeopleView, chosen: Chosen): Promise<RegionPlan> {
  const items: RegionPlan["items"][number][] = [];
  const refused: ActionFailure[] = [];
  let unchanged = 0;
  // A folder of thousands is listed once.
  const listed = { store: disk.store, fileSystem: { ...disk.fileSystem, names: remembered(disk.fileSystem.names) } };
  for (const named of namedPhotos(view, chosen)) {
    const made = await makeSideFile(listed, named);
    const { path } = named.photo;
    if (made === "unchanged") unchanged += 1;
    else if ("refused" in made) refused.push({ path, reason: made.refused });
    else
      items.push({
        path,
        target: made.sideFile.path,
        replaces: made.sideFile.replaces !== null,
        names: named.faces.map(({ name }) => name),
      });
  }
  return { items, unchanged, refused };
}

/** Each is made anew right before it is written. When cancelled, what was written stays. */
export async function writeAllRegions(parts: Parts, view: PeopleView, chosen: Chosen, control: JobControl): Promise<Receipt> {
  let session: string | null = null;
  const photos = namedPhotos(view, chosen);
  const done: JournalEntry[] = [];
  const failed: ActionFailure[] = [];
  control.phase("moving", photos.length);
  for (const named of photos) {
    await control.checkpoint();
    const made = await makeSideFile(parts, named);
    if (made !== "unchanged") {
      if ("refused" in made) failed.push({ path: named.photo.path, reason: made.refused });
      else {
        const receipt: Pick<WorkReceipt, "session" | "done" | "failed"> = await parts.actions.write(session, [made.sideFile]);
        session = receipt.session;
        done.push(...receipt.done);
        failed.push(...receipt.failed);
      }
    }
    control.advance();
  }
  const written = done.length;
  const text = written > 0 ? `${written} side files say who is where. To take them away again: undo ${session}` : "Nothing was written.";
  return { ...receiptOf("act", { session, done, failed, bytes: 0 }), text };
}

/** By path; people who are hidden, and faces that are only asked about, are not told. */
function namedPhotos(view: PeopleView, { folder, person }: Chosen): Named[] {
  if (person !== undefined) view.person(person);
  const named = (id: PersonId | null): string | null => {
    const row = id === null ? undefined : view.rows.get(id);
    return row && !row.hidden ? row.name : null;
  };
  return [...Map.groupBy(view.faces, ({ content }) => content)]
    .flatMap(([content, faces]) => {
      const told = faces.flatMap((face) => {
        const name = named(face.person);
        return name === null || (person !== undefined && face.person !== person) ? [] : [{ name, box: face.box }];
      });
      return told.length === 0 ? [] : view.photosOf(content).map((photo) => ({ photo, faces: told }));
    })
    .filter(({ photo }) => folder === undefined || isBelow(photo.path, folder))
    .sort((one, other) => (one.photo.path < other.photo.path ? -1 : 1));
}

async function makeSideFile({ store, fileSystem }: Disk, { photo, faces }: Named): Promise<Made> {
  const own = xmpBeside({ fileSystem }, photo.path).find(({ isOwn }) => isOwn)?.path ?? null;
  const target: FilePath = own ?? `${photo.path}.xmp`;
  try {
    const before = own === null ? null : await readSideFile({ fileSystem }, own);
    const orientation = orientationOf((await readEmbedded(photo.path)).orientation);
    const { width, height } = photo.facts;
    const size = isSideways(orientation) ? { width: height, height: width } : { width, height };
    const regions = faces.map(({ name, box }): FaceRegion => ({ name, box: storedBox(box, orientation) }));
    const text = writeRegions(before?.text ?? null, regions, size);
    if (text === null) return "unchanged";
    if (!fileSystem.mayWrite(dirname(target))) return { refused: "Its folder is read-only." };
    if (!before && fileSystem.stat(target) !== null) return { refused: "Something else stands where the side file would be." };
    const bytes = Buffer.from(text);
    const hasher = createContentHasher();
    hasher.update(bytes);
    const kept = { path: photo.path, hash: store.contents.hashOf(photo.content) };
    const replaces = before ? { hash: before.hash, identity: before.identity } : null;
    const root = rootFinder(store)(photo.path);
    return { sideFile: { path: target, hash: hasher.digest(), bytes, group: `people ${photo.id}`, kept, root, replaces } };
  } catch (error) {
    const reason = error instanceof XmpRefusal || error instanceof RangeError ? error.message : reasonOf(error);
    if (reason === null) throw error;
    return { refused: reason };
  }
}

function remembered(names: (folder: FilePath) => readonly string[]): (folder: FilePath) => string[] {
  const known = new Map<FilePath, readonly string[]>();
  return (folder) => {
    const found = known.get(folder) ?? names(folder);
    known.set(folder, found);
    return [...found];
  };
}

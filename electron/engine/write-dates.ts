/** Photos without a date come in; the dates that their copies have are written into XMP side files beside them, through the journal. */
import type { FilePath, PhotoId, Receipt } from "../contract.ts";
import type { JobControl } from "./jobs.ts";
import { receiptOf } from "./journal-view.ts";
import { makeSideFile, type PlannedMerge, xmpBeside } from "./merge-metadata.ts";
import type { Parts } from "./parts.ts";
import type { ActionFailure, JournalEntry } from "./photo.ts";
import { rootFinder } from "./roots.ts";
import type { SceneView } from "./scene-view.ts";
import { photoAt } from "./snapshot.ts";

/** Each is made anew right before it is written: a photo that says its own date by then gains nothing. When cancelled, what was written stays. */
export async function writeDates(parts: Parts, view: SceneView, photos: readonly PhotoId[], control: JobControl): Promise<Receipt> {
  const merges = plannedDates(parts, view, new Set(photos));
  const done: JournalEntry[] = [];
  const failed: ActionFailure[] = [];
  let session: string | null = null;
  control.phase("moving", merges.length);
  for (const merge of merges) {
    await control.checkpoint();
    const { sideFile, obstacle, fields } = await makeSideFile(parts, merge, (path) => path);
    if (sideFile) {
      const receipt = await parts.actions.write(session, [sideFile]);
      session = receipt.session;
      done.push(...receipt.done);
      failed.push(...receipt.failed);
    } else if (obstacle !== null) failed.push({ path: merge.kept.path, reason: obstacle });
    else if (fields.length === 0)
      failed.push({ path: merge.kept.path, reason: "It or a side file beside it says a date already, or the copy does not any more." });
    control.advance();
  }
  const text =
    session === null
      ? "Nothing was written."
      : `${done.length} side files say when their photo was taken. To take them away again: undo ${session}`;
  return { ...receiptOf("act", { session, done, failed, bytes: 0 }), text };
}

function plannedDates({ store, fileSystem }: Parts, view: SceneView, wanted: ReadonlySet<PhotoId>): PlannedMerge[] {
  const rootOf = rootFinder(store);
  const xmpOf = (path: FilePath): FilePath[] => xmpBeside({ fileSystem }, path).map((side) => side.path);
  return [...view.guesses.values()].flatMap((guess) => {
    const [photo, from] = [photoAt(view.photos, guess.photo), photoAt(view.photos, guess.from)];
    if (!wanted.has(photo.id)) return [];
    return [
      {
        kept: { path: photo.path, hash: store.contents.hashOf(photo.content) },
        root: rootOf(photo.path),
        group: `date ${photo.id}`,
        ownSideFile: xmpBeside({ fileSystem }, photo.path).find(({ isOwn }) => isOwn)?.path ?? null,
        givers: [{ path: from.path, isCopy: true, sideFiles: xmpOf(from.path) }],
        onlyTaken: true,
      },
    ];
  });
}

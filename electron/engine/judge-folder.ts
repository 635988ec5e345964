/** Photos and an embedder come in; all of them are read, edited copies of the held-out ones searched among them, and what was found goes out. */
import type { Problem } from "../contract.ts";
import { fingerprint } from "./hash/fingerprint.ts";
import { collectQueries, type HeldOutPhoto, type Judgement, judge, type Query } from "./held-out.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import type { MatchItem } from "./photo.ts";
import { problemOf } from "./read-photo.ts";

export interface FolderJudgement extends Judgement {
  readonly queries: readonly Query[];
  readonly unreadable: readonly Problem[];
}

export interface FolderTask {
  readonly gallery: readonly HeldOutPhoto[];
  /** Among the gallery. */
  readonly heldOut: readonly HeldOutPhoto[];
  /** Pairs "a,b" of contents, both ways, that count neither way. */
  readonly unknown: ReadonlySet<string>;
  readonly similarity: (cosine: number) => number;
}

/** Photos decoded for a judgement at the most: it goes on minutes, not hours. */
export async function judgeFolder(
  parts: Pick<Parts, "media" | "embedder" | "inFlight">,
  control: JobControl,
  { gallery, heldOut, unknown, similarity }: FolderTask,
): Promise<FolderJudgement> {
  control.phase("evaluating", gallery.length + heldOut.length);
  const { embed } = await parts.embedder();
  const items = new Map<HeldOutPhoto, MatchItem>();
  const unreadable: Problem[] = [];
  await forEachInFlight(parts.inFlight, gallery, control, async (photo) => {
    try {
      const { pixels, facts } = await parts.media.decode(await parts.media.open(photo.path, () => undefined));
      const [embedded] = await embed([pixels]);
      if (embedded)
        items.set(photo, {
          content: photo.content,
          fingerprint: fingerprint(pixels, facts.width, facts.height),
          copy: embedded.copy,
          facts,
        });
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      unreadable.push(problemOf(photo.path, error));
    }
    control.advance();
  });
  const read = gallery.flatMap((photo) => items.get(photo) ?? []);
  const { queries } = await collectQueries(
    parts,
    heldOut.filter((photo) => items.has(photo)),
    control,
  );
  return { ...judge(read, queries, { unknown, similarity }), queries, unreadable };
}

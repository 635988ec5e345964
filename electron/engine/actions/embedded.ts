/** Journal entries come in; which of them are photos written anew with their metadata, what each took the place of, and what stands for a photo now, go out. */
import type { FilePath } from "../../contract.ts";
import type { JournalEntry, PlannedSideFile } from "../photo.ts";

/** Written in the place of the very photo that it belongs to. */
export const isEmbedded = ({ kind, removal: { path, kept } }: Pick<JournalEntry, "kind" | "removal">): boolean =>
  kind === "write-sidecar" && path === kept.path;

export const isToEmbed = ({ path, kept }: Pick<PlannedSideFile, "path" | "kept">): boolean => path === kept.path;

/** The entry of what a written file took the place of: the next of that path in its session. */
export function predecessorOf(written: JournalEntry, session: readonly JournalEntry[]): JournalEntry | undefined {
  const { path } = written.removal;
  return session.find(({ id, kind, removal }) => kind === "remove" && removal.path === path && id > written.id);
}

/** Whether the bytes with hash `now` at the path were made of those with hash `before`, with the same pixels: as the journal has it, step by step. */
export function isSuccessor(written: readonly JournalEntry[], path: FilePath, before: Uint8Array, now: Uint8Array): boolean {
  const steps = written.filter((entry) => entry.state === "written" && isEmbedded(entry) && entry.removal.path === path);
  const seen = new Set<JournalEntry>();
  const leads = (from: Uint8Array): boolean =>
    Buffer.compare(from, now) === 0 ||
    steps.some((step) => {
      if (seen.has(step) || Buffer.compare(step.removal.kept.hash, from) !== 0) return false;
      seen.add(step);
      return leads(step.removal.hash);
    });
  return leads(before);
}

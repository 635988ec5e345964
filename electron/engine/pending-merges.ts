/** Merges that a session is to end with come in and stand in the library until they are done: a crash between moving and merging forgets none. */
import type { FilePath } from "../contract.ts";
import { type PlannedMerge, writeMerges } from "./merge-metadata.ts";
import type { Parts } from "./parts.ts";
import type { Store } from "./store/store.ts";

interface Pending {
  /** The newest session before; null where there was none. */
  readonly after: string | null;
  readonly merges: readonly (Omit<PlannedMerge, "kept"> & { readonly kept: { readonly path: FilePath; readonly hash: string } })[];
}

/** Before the session begins. */
export function keepPending({ journal, settings }: Pick<Store, "journal" | "settings">, merges: readonly PlannedMerge[]): void {
  if (merges.length === 0) return;
  const pending: Pending = {
    after: journal.sessions()[0]?.name ?? null,
    merges: merges.map(({ kept, ...rest }) => ({ ...rest, kept: { path: kept.path, hash: Buffer.from(kept.hash).toString("hex") } })),
  };
  settings.setPending(JSON.stringify(pending));
}

export function forgetPending({ settings }: Pick<Store, "settings">): void {
  if (settings.pending() !== null) settings.setPending(null);
}

/** What was merged already gains nothing more, so doing it twice does no harm. Once, at the start, when the journal is settled. */
export async function resumePending(parts: Pick<Parts, "store" | "fileSystem" | "actions">): Promise<void> {
  const { journal, settings } = parts.store;
  const text = settings.pending();
  if (text === null) return;
  const { after, merges }: Pending = JSON.parse(text);
  const names = journal.sessions().map(({ name }) => name);
  const newer = after === null ? names : names.slice(0, Math.max(0, names.indexOf(after)));
  const planned = merges.map(({ kept, ...rest }) => ({ ...rest, kept: { path: kept.path, hash: Buffer.from(kept.hash, "hex") } }));
  for (const name of newer) await writeMerges(parts, planned, name, journal.ofSession(name), () => undefined);
  forgetPending(parts.store);
}

/** What of the journal is asked for comes in; its entries, with all that must go along, go out. */
import { LikenessError } from "../../contract.ts";
import type { JournalEntry, JournalId, JournalStore } from "../photo.ts";

/** What of the journal is meant: a session, one group of it, or single entries (a photo brings its side files, a copy what rests on it). */
export type Selection = { readonly session: string; readonly group?: string } | { readonly entries: readonly JournalId[] };

/** Throws LikenessError "not-found" for a session, group or entry that the journal does not have. */
export function select(journal: JournalStore, selection: Selection): JournalEntry[] {
  if ("session" in selection) {
    const { session, group } = selection;
    const entries = journal.ofSession(session).filter(({ removal }) => group === undefined || removal.group === group);
    if (entries.length === 0) throw new LikenessError("not-found", "The journal has no such session or group.");
    return entries;
  }
  const chosen = new Map<JournalId, JournalEntry>();
  for (const id of selection.entries) {
    const entry = journal.entry(id);
    if (!entry) throw new LikenessError("not-found", "The journal has no such entry.");
    choose(journal, entry, chosen);
  }
  for (const one of [...chosen.values()]) for (const other of leftAlone(journal, one, chosen)) chosen.set(other.id, other);
  return [...chosen.values()];
}

/** With its side files; with a copy also what went because it stands, which must be back before the copy goes. */
function choose(journal: JournalStore, entry: JournalEntry, chosen: Map<JournalId, JournalEntry>): void {
  if (chosen.has(entry.id)) return;
  chosen.set(entry.id, entry);
  const { path } = entry.removal;
  for (const one of journal.ofSession(entry.session)) {
    const { companionOf, path: ofOne, kept } = one.removal;
    // A side file and what it took the place of bear one path.
    const isCompanion = companionOf === path || ofOne === path;
    const restsOnIt = entry.kind === "copy" && one.kind === "remove" && kept.path === path;
    if (isCompanion || restsOnIt) choose(journal, one, chosen);
  }
}

/** The side files written for a group, with what they took the place of, where of the group's photos none stays away. */
function leftAlone(journal: JournalStore, { session, removal: { group } }: JournalEntry, chosen: ReadonlyMap<JournalId, JournalEntry>) {
  const ofGroup = journal.ofSession(session).filter(({ removal }) => removal.group === group);
  const isAway = ({ id, kind, state, removal }: JournalEntry): boolean =>
    kind !== "copy" && removal.companionOf === null && state !== "undone" && state !== "failed" && !chosen.has(id);
  if (ofGroup.some(isAway)) return [];
  const written = new Set(ofGroup.filter(({ kind }) => kind === "write-sidecar").map(({ removal }) => removal.path));
  return ofGroup.filter(({ removal }) => written.has(removal.path));
}

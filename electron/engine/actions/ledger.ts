/** Steps come in and stand in the journal, with the time; where the journal cannot be written, everything stops. */
import type { Clock, JournalChange, JournalEntry, JournalKind, JournalStore, PlannedRemoval } from "../photo.ts";
import { JournalFailure } from "./refusal.ts";

/** Throws JournalFailure. */
export interface Ledger {
  /** As "remove" where no kind is given; a session that is there already grows. */
  begin(session: string, removals: readonly PlannedRemoval[], kind?: JournalKind): JournalEntry[];
  ofSession(session: string): JournalEntry[];
  /** Returns the entry as it now is. */
  note(entry: JournalEntry, change: Omit<JournalChange, "changedAtMs">): JournalEntry;
}

export function createLedger(journal: JournalStore, clock: Clock): Ledger {
  return {
    begin: (session, removals, kind = "remove") => stopping(() => journal.begin(session, kind, removals, clock.now())),
    ofSession: (session) => stopping(() => journal.ofSession(session)),
    note: (entry, change) => stopping(() => journal.change(entry.id, { reason: null, ...change, changedAtMs: clock.now() })),
  };
}

function stopping<T>(write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw new JournalFailure("The journal could not be written.", { cause });
  }
}

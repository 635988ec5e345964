/** Steps come in and stand in the journal, with the time; where the journal cannot be written, everything stops. */
import type { Clock, JournalChange, JournalEntry, JournalStore } from "../photo.ts";
import { JournalFailure } from "./refusal.ts";

export interface Ledger {
  /** Returns the entry as it now is. Throws JournalFailure. */
  note(entry: JournalEntry, change: Omit<JournalChange, "changedAtMs">): JournalEntry;
}

export function createLedger(journal: JournalStore, clock: Clock): Ledger {
  return {
    note(entry, change) {
      try {
        return journal.change(entry.id, { reason: null, ...change, changedAtMs: clock.now() });
      } catch (cause) {
        throw new JournalFailure("The journal could not be written.", { cause });
      }
    },
  };
}

/** The journal's entries come in; sessions, files and receipts in the contract's words go out. */
import type { FilePath, JournalFile, JournalKind, JournalSummary, Receipt } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import { holdingFolder } from "./actions/holding-place.ts";
import type { JournalEntry, JournalStore, Receipt as WorkReceipt } from "./photo.ts";

export function journalSummaries(journal: JournalStore): JournalSummary[] {
  const held = new Map<string, { files: number; bytes: number }>();
  for (const { session, removal } of journal.inStates(["moved"])) {
    const sum = held.get(session) ?? { files: 0, bytes: 0 };
    held.set(session, { files: sum.files + 1, bytes: sum.bytes + removal.identity.sizeBytes });
  }
  return journal.sessions().map(({ name, beganAtMs, counts }) => ({
    session: name,
    beganAtMs,
    files: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    heldFiles: held.get(name)?.files ?? 0,
    heldBytes: held.get(name)?.bytes ?? 0,
  }));
}

/** Throws "not-found". */
export function journalFiles(journal: JournalStore, session: string): JournalFile[] {
  const entries = journal.ofSession(session);
  if (entries.length === 0) throw new LikenessError("not-found", `The journal has no session "${session}".`);
  return entries.map(journalFile);
}

export function journalFile({ id, session, kind, state, removal, heldPath, restoredPath, reason, changedAtMs }: JournalEntry): JournalFile {
  const { path, group, kept, companionOf, identity, hash } = removal;
  const contentHash = Buffer.from(hash).toString("hex");
  const { sizeBytes } = identity;
  return {
    ...{ id, session, group, kind, state, path, kept: kept.path, companionOf, sizeBytes, contentHash },
    ...{ heldPath, restoredPath, reason, changedAtMs },
  };
}

const texts = {
  act: `They wait in folders named "${holdingFolder}", on their own disk, until you empty them. Until then undo brings them back.`,
  undo: "They are back, with their times and rights. Where a place was taken meanwhile, the file stands beside it.",
  empty: "They are in the system's trash. Undo ends here: only the trash itself can bring them back.",
} as const;
const copyTexts: Partial<Record<keyof typeof texts, string>> = {
  act: "The copies were read again and equal their originals. Undo takes them away.",
  undo: "The copies are gone again; what they were copied from is where it was.",
};
const heldCopies = "Copies whose originals are gone wait in the holding folders: undo this session again to have them back.";

export function receiptOf(work: keyof typeof texts, { session, done, failed, bytes }: WorkReceipt): Receipt {
  const of = (kind: JournalKind): JournalFile[] => done.filter((entry) => entry.kind === kind).map(journalFile);
  const [moved, copied] = [of("remove"), of("copy")];
  const text = [
    moved.length > 0 || (done.length > 0 && copied.length === 0) ? texts[work] : null,
    copied.some(({ reason }) => reason === null) ? (copyTexts[work] ?? null) : null,
    work === "undo" && copied.some(({ reason }) => reason !== null) ? heldCopies : null,
  ].filter((sentence) => sentence !== null);
  return {
    ...{ session, done: moved, written: of("write-sidecar"), copied, failed, bytes, undoable: work === "act" && done.length > 0 },
    text: text.length > 0 ? text.join(" ") : "Nothing was moved.",
  };
}

/** Where the entry's file is to be looked for outside the holding folder. */
export function placesOf({ removal, restoredPath }: JournalEntry): FilePath[] {
  return restoredPath === null || restoredPath === removal.path ? [removal.path] : [removal.path, restoredPath];
}

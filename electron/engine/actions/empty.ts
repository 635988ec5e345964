/** Held entries come in; their files go to the system's trash, and only what has left the holding folder counts as "emptied". */
import { dirname } from "node:path";
import type { JournalEntry, TrashCan } from "../photo.ts";
import { isSuccessor } from "./embedded.ts";
import { type FileFacts, isSameFile } from "./file-system.ts";
import { pruneFolders } from "./folders.ts";
import { holdingFolder } from "./holding-place.ts";
import { JournalFailure, Refusal, reasonOf } from "./refusal.ts";
import type { Tools } from "./tools.ts";

/** One call hands over so many: some systems start a program for each call. */
export const batchSize = 64;

/** `written`: the journal's entries in that state, asked for where a photo kept holds other bytes. Returns the entries as they then are: "emptied", or "moved" with the reason. Throws only where the journal fails or the program itself. */
export async function emptyBatch(
  tools: Tools,
  entries: readonly JournalEntry[],
  trashCan: TrashCan,
  evenWithoutKept: boolean,
  written: () => readonly JournalEntry[],
): Promise<JournalEntry[]> {
  const { fileSystem, ledger } = tools;
  const left: JournalEntry[] = [];
  const going: (readonly [entry: JournalEntry, heldPath: string, held: FileFacts])[] = [];
  for (const entry of entries) {
    try {
      const [heldPath, held] = await mayGo(tools, entry, evenWithoutKept, written);
      going.push([ledger.note(entry, { state: "emptying" }), heldPath, held]);
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === null) throw error;
      left.push(ledger.note(entry, { state: "moved", reason }));
    }
  }
  const refusal =
    going.length > 0
      ? await handOver(
          trashCan,
          going.map(([, heldPath]) => heldPath),
        )
      : null;
  return [
    ...left,
    ...going.map(([entry, heldPath, held]) => {
      const there = fileSystem.stat(heldPath);
      if (there !== null && isSameFile(there, held))
        return ledger.note(entry, { state: "moved", reason: refusal ?? "The system's trash did not take it." });
      pruneFolders(fileSystem, dirname(heldPath), holdingFolder);
      return ledger.note(entry, { state: "emptied" });
    }),
  ];
}

/** Where and what is held. Throws a Refusal. */
async function mayGo(
  { fileSystem, look }: Tools,
  { heldPath, removal: { kept } }: JournalEntry,
  evenWithoutKept: boolean,
  written: () => readonly JournalEntry[],
) {
  const held = heldPath === null ? null : fileSystem.stat(heldPath);
  if (heldPath === null || held?.kind !== "file") throw new Refusal("It is not in the holding folder any more.");
  if (!heldPath.isWellFormed()) throw new Refusal("The way to it is not Unicode, which the system's trash does not take.");
  const now = evenWithoutKept ? null : ((await look.again(kept.path))?.hash ?? null);
  const isSame = now !== null && Buffer.compare(now, kept.hash) === 0;
  const isKept = isSame || (now !== null && isSuccessor(written(), kept.path, kept.hash, now));
  if (!evenWithoutKept && !isKept) throw new Refusal("The photo kept for it is gone or has changed, so this may be the last one.");
  return [heldPath, held] as const;
}

/** Why it did not all go; what did go, the disk says. */
async function handOver(trashCan: TrashCan, paths: readonly string[]): Promise<string | null> {
  try {
    await trashCan.trash(paths);
    return null;
  } catch (error) {
    if (error instanceof JournalFailure) throw error;
    return `The system's trash did not take it: ${error instanceof Error ? error.message : String(error)}`;
  }
}

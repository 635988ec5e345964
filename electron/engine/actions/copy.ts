/** A planned copy comes in; its file lies in its place, read again and equal to the original, and the entry is "written"; or nothing is there and "failed". */
import { dirname } from "node:path";
import type { JournalEntry } from "../photo.ts";
import { makeFolders, missingFolders } from "./folders.ts";
import { holds } from "./look.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { partialPath } from "./restored-place.ts";
import { settle } from "./settle.ts";
import { finishWriting, placeWritten } from "./settle-written.ts";
import type { Tools } from "./tools.ts";

/**
 * The bytes come under a name of their own, are made durable and read again, and only then get the photo's name: no half copy ever bears it.
 * Throws only where the journal fails or the program itself.
 */
export async function copyFile(tools: Tools, planned: JournalEntry): Promise<JournalEntry> {
  const { fileSystem, ledger, look } = tools;
  const { path, hash, kept } = planned.removal;
  let entry = planned;
  try {
    if (fileSystem.stat(kept.path) === null) throw new Refusal("What it is to be copied from is not there any more.");
    // In the journal before the first folder is made, so that even an empty folder is found after a crash.
    entry = ledger.note(entry, { state: "writing", madeFolder: missingFolders(fileSystem, dirname(path)).at(-1) ?? null });
    await makeFolders(fileSystem, dirname(path));
    if (fileSystem.stat(path) !== null) throw new Refusal("Something else stands in its place now.");
    const partial = partialPath(entry, path);
    await fileSystem.copy(kept.path, partial);
    if (!holds(await look.at(partial), hash)) throw new Refusal("What it is to be copied from has changed, or reads otherwise now.");
    await fileSystem.syncFolder(dirname(path));
    await placeWritten(tools, entry);
    return await finishWriting(tools, entry);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return entry.state === "writing" ? settle(tools, entry, reason) : ledger.note(entry, { state: "failed", reason });
  }
}

/** An entry of a side file or copy that was written comes in; the file is gone again, or it has become the person's and stays with the reason. */
import { dirname } from "node:path";
import type { JournalEntry } from "../photo.ts";
import { isUnchanged } from "./file-system.ts";
import { holds } from "./look.ts";
import { renameOntoEmpty } from "./place.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { partialPath } from "./restored-place.ts";
import { settle } from "./settle.ts";
import { changedSince, isOriginalGone, originalGone, pruneMadeFolders } from "./settle-written.ts";
import type { Tools } from "./tools.ts";

/** It goes by another name first, so that nothing that comes to stand there at the last moment goes with it. Throws only where the journal fails or the program itself. */
export async function withdraw(tools: Tools, held: JournalEntry): Promise<JournalEntry> {
  const { fileSystem, ledger, look } = tools;
  const { path, hash } = held.removal;
  let entry = held;
  try {
    const seen = await look.at(path);
    if (seen === null) {
      pruneMadeFolders(tools, entry);
      return ledger.note(entry, { state: "undone", reason: "It had been taken away already." });
    }
    if (!holds(seen, hash)) return ledger.note(entry, { state: "written", reason: changedSince });
    if (await isOriginalGone(tools, entry)) return ledger.note(entry, { state: "written", reason: originalGone });
    entry = ledger.note(entry, { state: "withdrawing" });
    const partial = partialPath(entry, path);
    renameOntoEmpty(fileSystem, path, partial, () => {
      const now = fileSystem.stat(path);
      if (!now || !isUnchanged(now, seen.facts) || now.changedAtNs !== seen.facts.changedAtNs)
        throw new Refusal("It changed at the last moment.");
    });
    await fileSystem.syncFolder(dirname(path));
    const away = fileSystem.stat(partial);
    if (!away || !isUnchanged(away, seen.facts)) throw new Refusal("It changed at the last moment.");
    fileSystem.unlink(partial);
    await fileSystem.syncFolder(dirname(path));
    pruneMadeFolders(tools, entry);
    return ledger.note(entry, { state: "undone" });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return entry.state === "withdrawing" ? settle(tools, entry, reason) : ledger.note(entry, { state: "written", reason });
  }
}

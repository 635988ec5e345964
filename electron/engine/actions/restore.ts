/** A held file comes in; it lies in its own folder again, or beside what took its place, and the journal says where. */
import { dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { JournalEntry, JournalState } from "../photo.ts";
import { codeOf, type FileFacts, isSameFile } from "./file-system.ts";
import { makeFolders, pruneFolders } from "./folders.ts";
import { holdingFolder } from "./holding-place.ts";
import { holds, type Seen } from "./look.ts";
import { placeBeside } from "./place.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { partialPath, restoredPaths } from "./restored-place.ts";
import { missing, settle } from "./settle.ts";
import type { Tools } from "./tools.ts";

/** How the entry ends when the file is back. */
export interface Ending {
  readonly state: Extract<JournalState, "undone" | "failed">;
  readonly reason: string | null;
}

/** A file changed while it was held comes back as it is: it is the person's. Throws only where the journal fails or the program itself. */
export async function restore(tools: Tools, held: JournalEntry, ending: Ending): Promise<JournalEntry> {
  let entry = held;
  try {
    const { heldPath, removal } = held;
    const seen = heldPath === null ? null : await tools.look.at(heldPath);
    if (heldPath === null || seen === null) return await withoutHeld(tools, held);
    if (seen.hash === null) throw new Refusal("What lies in the holding folder is not a file.");
    for (const path of restoredPaths(tools.fileSystem, removal.path)) {
      await makeFolders(tools.fileSystem, dirname(path));
      if (tools.fileSystem.stat(path) !== null) continue;
      entry = tools.ledger.note(entry, { state: "restoring", restoredPath: path });
      if (await moveTo(tools, entry, heldPath, path, seen)) return finish(tools, entry, heldPath, path, ending, seen);
    }
    throw new Refusal("Every name for it in its folder is taken.");
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return entry.state === "restoring" ? settle(tools, entry, reason) : tools.ledger.note(entry, { state: "moved", reason });
  }
}

/** Somebody took it from the holding folder: perhaps back to its own. */
async function withoutHeld(tools: Tools, entry: JournalEntry): Promise<JournalEntry> {
  const source = await tools.look.at(entry.removal.path);
  if (holds(source, entry.removal.hash)) return tools.ledger.note(entry, { state: "undone", restoredPath: null });
  return missing(tools, entry);
}

/** false where the place was taken at the last moment. */
async function moveTo(tools: Tools, entry: JournalEntry, from: FilePath, to: FilePath, seen: Seen): Promise<boolean> {
  const { fileSystem } = tools;
  let placed: FileFacts = seen.facts;
  try {
    placeBeside(fileSystem, from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (codeOf(error) !== "EXDEV") throw error;
    const copied = await copyTo(tools, entry, from, to, seen);
    if (copied === null) return false;
    placed = copied;
  }
  await fileSystem.syncFolder(dirname(to));
  const target = fileSystem.stat(to);
  const rest = fileSystem.stat(from);
  if (!target || !isSameFile(target, placed)) throw new Refusal("Something else took its place.");
  // Two names of one file, or a copy that was read again: only then may the held one go.
  if (rest && (!isSameFile(rest, target) || rest.links > 1)) fileSystem.unlink(from);
  await fileSystem.syncFolder(dirname(from));
  return true;
}

/** Under a name of its own until it has been read again, so that no half copy ever bears a photo's name. null where the place is taken. */
async function copyTo(
  { fileSystem, look }: Tools,
  entry: JournalEntry,
  from: FilePath,
  to: FilePath,
  seen: Seen,
): Promise<FileFacts | null> {
  const partial = partialPath(entry, to);
  if (fileSystem.stat(partial) !== null) fileSystem.unlink(partial);
  try {
    await fileSystem.copy(from, partial);
    const copied = await look.at(partial);
    if (!copied || seen.hash === null || !holds(copied, seen.hash)) throw new Refusal("The copy does not equal the original.");
    placeBeside(fileSystem, partial, to);
    return copied.facts;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return null;
    throw error;
  } finally {
    if (fileSystem.stat(partial) !== null) fileSystem.unlink(partial);
  }
}

function finish(tools: Tools, entry: JournalEntry, from: FilePath, to: FilePath, ending: Ending, seen: Seen): JournalEntry {
  const { path, hash } = entry.removal;
  const notes = [
    ending.reason,
    to === path ? null : "Its place was taken, so it lies beside it under another name.",
    holds(seen, hash) ? null : "It was changed while it was held.",
  ].filter((note) => note !== null);
  // While the journal still knows of the holding folder.
  pruneFolders(tools.fileSystem, dirname(from), holdingFolder);
  return tools.ledger.note(entry, { state: ending.state, reason: notes.length > 0 ? notes.join(" ") : null });
}

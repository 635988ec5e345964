/** One planned entry comes in; its file lies in a holding folder and the entry is "moved", or it is where it was and "failed". */
import { dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { JournalEntry } from "../photo.ts";
import { codeOf, type FileFacts, type FileSystem, isSameFile, isUnchanged } from "./file-system.ts";
import { makeFolders, pruneFolders } from "./folders.ts";
import { heldPaths, holdingFolder, holdingFolders, holdingMode, shortHeldPath } from "./holding-place.ts";
import { holds } from "./look.ts";
import { renameOntoEmpty } from "./place.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { restore } from "./restore.ts";
import { settle } from "./settle.ts";
import type { Tools } from "./tools.ts";

/** `standsFor`: "nothing" where what stays for the file, if anything does, is the caller's to know. Throws only where the journal fails or the program itself. */
export async function remove(tools: Tools, planned: JournalEntry, standsFor: "kept" | "nothing" = "kept"): Promise<JournalEntry> {
  let entry = planned;
  try {
    const source = await checkSource(tools, planned);
    const kept = standsFor === "kept" ? await checkKept(tools, planned, source) : null;
    entry = await hold(tools, planned, source, (next) => {
      entry = next;
    });
    const wrong = checkHeld(tools, entry, source, kept);
    if (wrong !== null) return await restore(tools, entry, { state: "failed", reason: wrong });
    await makeDurable(tools, entry);
    return tools.ledger.note(entry, { state: "moved" });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    if (entry.state === "moving") return settle(tools, entry, reason);
    return tools.ledger.note(entry, { state: "failed", reason });
  }
}

async function checkSource({ look }: Tools, { removal }: JournalEntry): Promise<FileFacts> {
  const seen = await look.at(removal.path);
  if (seen === null) throw new Refusal("It is not there any more.");
  if (seen.hash === null) throw new Refusal("A link or something else that is not a file stands there now.");
  if (!isUnchanged(seen.facts, removal.identity) || !holds(seen, removal.hash))
    throw new Refusal("It has changed since the plan was made. Scan again.");
  return seen.facts;
}

async function checkKept({ look }: Tools, { removal }: JournalEntry, source: FileFacts): Promise<FileFacts> {
  const seen = await look.again(removal.kept.path);
  if (seen === null) throw new Refusal("The photo kept for it is not there any more.");
  if (!holds(seen, removal.kept.hash)) throw new Refusal("The photo kept for it has changed. Scan again.");
  if (isSameFile(seen.facts, source) && source.links === 1) throw new Refusal("It is the kept photo itself, reached by another path.");
  return seen.facts;
}

/** The rename goes straight from one name to the other, so that no moment exists in which a newcomer at the old name could be removed. */
async function hold(tools: Tools, entry: JournalEntry, source: FileFacts, noted: (entry: JournalEntry) => void): Promise<JournalEntry> {
  const { path, root } = entry.removal;
  let failure: unknown = new Refusal("There is no place to hold it on its own volume.");
  for (const top of holdingFolders(tools.fileSystem, path, root)) {
    try {
      return await holdBelow(tools, entry, top, source, noted);
    } catch (error) {
      failure = error;
      if (!["EXDEV", "EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(codeOf(error))) throw error;
    }
  }
  throw failure;
}

async function holdBelow(tools: Tools, entry: JournalEntry, top: FilePath, source: FileFacts, noted: (entry: JournalEntry) => void) {
  const { fileSystem } = tools;
  const check = (): void => {
    const now = fileSystem.stat(entry.removal.path);
    if (!now || !isUnchanged(now, source) || now.changedAtNs !== source.changedAtNs) throw new Refusal("It changed at the last moment.");
  };
  for (const candidate of heldPaths(entry, top)) {
    const heldPath = fitting(fileSystem, candidate) ?? shortHeldPath(entry, top);
    if (fileSystem.stat(heldPath) !== null) continue;
    // In the journal before the first folder is made, so that even an empty folder is found after a crash.
    const moving = tools.ledger.note(entry, { state: "moving", heldPath });
    noted(moving);
    try {
      await makeFolders(fileSystem, dirname(heldPath), holdingMode);
      renameOntoEmpty(fileSystem, entry.removal.path, heldPath, check);
      return moving;
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      if (reasonOf(error) === null) throw error;
      // The journal knows one place at a time: with something of ours still here, no other may be tried.
      if (fileSystem.stat(heldPath) !== null) throw new Refusal(reasonOf(error) ?? "", { cause: error });
      pruneFolders(fileSystem, dirname(heldPath), holdingFolder);
      throw error;
    }
  }
  throw new Refusal("Every name for it in the holding folder is taken.");
}

/** null where the system finds the path too long: the only way to learn that is to ask. */
function fitting(fileSystem: FileSystem, path: FilePath): FilePath | null {
  try {
    fileSystem.stat(path);
    return path;
  } catch (error) {
    if (codeOf(error) !== "ENAMETOOLONG") throw error;
    return null;
  }
}

/** Why the file must go back; null where all is well. */
function checkHeld({ fileSystem }: Tools, { heldPath, removal }: JournalEntry, source: FileFacts, kept: FileFacts | null): string | null {
  const held = heldPath === null ? null : fileSystem.stat(heldPath);
  if (!held || !isUnchanged(held, source)) return "Something else took its place at the last moment.";
  if (kept === null) return null;
  const stands = fileSystem.stat(removal.kept.path);
  if (!stands || !isUnchanged(stands, kept)) return "The photo kept for it went away at the last moment.";
  return null;
}

async function makeDurable({ fileSystem }: Tools, { heldPath, removal }: JournalEntry): Promise<void> {
  if (heldPath !== null) await fileSystem.syncFolder(dirname(heldPath));
  await fileSystem.syncFolder(dirname(removal.path));
}

/** An entry of a side file or copy half written or half withdrawn comes in; the disk is made whole, forwards where it can be, and the true state goes out. */
import { dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { JournalEntry } from "../photo.ts";
import { isEmbedded, predecessorOf } from "./embedded.ts";
import { codeOf } from "./file-system.ts";
import { pruneFoldersTo } from "./folders.ts";
import { holds } from "./look.ts";
import { placeBeside } from "./place.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { restore } from "./restore.ts";
import { partialPath, restoredPaths } from "./restored-place.ts";
import { isOwnEmpty, settle } from "./settle.ts";
import type { Tools } from "./tools.ts";

export const changedSince = "It has been changed since it was written, so it stays.";

export const originalGone = "What it took the place of is not in the holding folder any more, so it stays.";

/** Whether this is a photo written anew that is the last of its picture: its original does not lie where it is held. Throws the system's errors. */
export async function isOriginalGone({ ledger, look }: Tools, entry: JournalEntry): Promise<boolean> {
  if (!isEmbedded(entry)) return false;
  const old = predecessorOf(entry, ledger.ofSession(entry.session));
  return old?.state !== "moved" || old.heldPath === null || !holds(await look.at(old.heldPath), old.removal.hash);
}

/** Gives the new bytes, which lie beside, their name. Throws a Refusal where something stands there. */
export async function placeWritten({ fileSystem }: Tools, entry: JournalEntry): Promise<void> {
  const { path } = entry.removal;
  try {
    placeBeside(fileSystem, partialPath(entry, path), path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw new Refusal("Something else stands in its place now.", { cause: error });
    throw error;
  }
  await fileSystem.syncFolder(dirname(path));
}

/** The bytes have their name: the other one goes. */
export async function finishWriting(tools: Tools, entry: JournalEntry): Promise<JournalEntry> {
  await dropPartial(tools, entry);
  return tools.ledger.note(entry, { state: "written" });
}

/** The folders that were made for the session's copies go with the last of them, where they are empty. */
export function pruneMadeFolders({ fileSystem, ledger }: Tools, { kind, session, removal: { path } }: JournalEntry): void {
  const folder = dirname(path);
  if (kind !== "copy" || (fileSystem.stat(folder) !== null && fileSystem.names(folder).length > 0)) return;
  for (const { madeFolder } of ledger.ofSession(session)) if (madeFolder !== null) pruneFoldersTo(fileSystem, folder, madeFolder);
}

/** Throws the system's errors. */
export async function settleWriting(tools: Tools, entry: JournalEntry, why: string): Promise<JournalEntry> {
  const { ledger, look } = tools;
  const { path, hash, kept } = entry.removal;
  const target = await look.at(path);
  if (holds(target, hash)) return finishWriting(tools, entry);
  const isFree = target === null || isOwnEmpty(target, entry);
  if (target !== null && isFree) await drop(tools, path);

  const isCopy = entry.kind === "copy";
  const old = isCopy ? undefined : predecessorOf(entry, ledger.ofSession(entry.session));
  // Where the old one is nowhere, the new bytes of a photo may be the last of it.
  const isLast = isEmbedded(entry) && old?.state === "lost";
  const isOldAway = old === undefined || (old.state === "moved" && old.reason === null) || isLast;
  const isWhole = holds(await look.at(partialPath(entry, path)), hash);
  // A whole copy needs its original no more: that may be on a card that is out again. A photo written anew is itself what is kept.
  const standsAlone = isCopy || isEmbedded(entry);
  if (isFree && isOldAway && isWhole && (standsAlone || holds(await look.again(kept.path), kept.hash))) {
    try {
      await placeWritten(tools, entry);
      return await finishWriting(tools, entry);
    } catch (error) {
      if (reasonOf(error) === null) throw error;
      if (holds(await look.at(path), hash)) throw error;
    }
  }
  // What lay there comes back before the new bytes go: one of the two is always whole.
  const back =
    old?.state === "moved" ? await restore(tools, old, { state: "failed", reason: why }) : old && (await settle(tools, old, why));
  const isAway = back !== undefined && ["moved", "moving", "restoring"].includes(back.state);
  if (isAway || (back?.state === "lost" && isEmbedded(entry) && isWhole))
    return ledger.note(entry, {
      state: "writing",
      reason: `${why} What lay there is in the holding folder: ${back.reason ?? "it waits."}`,
    });
  await dropPartial(tools, entry);
  pruneMadeFolders(tools, entry);
  return ledger.note(entry, { state: "failed", reason: why });
}

/** Throws the system's errors. */
export async function settleWithdrawing(tools: Tools, entry: JournalEntry, why: string): Promise<JournalEntry> {
  const { fileSystem, ledger, look } = tools;
  const { path, hash } = entry.removal;
  const partial = partialPath(entry, path);
  const away = await look.at(partial);
  const isChanged = away !== null && !holds(away, hash) && !isOwnEmpty(away, entry);
  const isNeeded = holds(away, hash) && (await isOriginalGone(tools, entry));
  if (isChanged || isNeeded) {
    const back = putBack(tools, partial, path);
    await fileSystem.syncFolder(dirname(path));
    await dropPartial(tools, entry);
    return ledger.note(entry, { state: "written", restoredPath: back, reason: isChanged ? changedSince : originalGone });
  }
  if (away !== null) await dropPartial(tools, entry);
  const target = await look.at(path);
  if (holds(target, hash)) return ledger.note(entry, { state: "written", reason: why });
  if (target === null || away !== null) {
    pruneMadeFolders(tools, entry);
    return ledger.note(entry, { state: "undone" });
  }
  return ledger.note(entry, { state: "written", reason: changedSince });
}

/** Where the person's own bytes lie again; the other name may remain. */
function putBack({ fileSystem }: Tools, partial: FilePath, path: FilePath): FilePath {
  for (const place of restoredPaths(fileSystem, path)) {
    try {
      placeBeside(fileSystem, partial, place);
      return place;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
  throw new Refusal("Every name for it in its folder is taken.");
}

async function dropPartial(tools: Tools, entry: JournalEntry): Promise<void> {
  const partial = partialPath(entry, entry.removal.path);
  if (tools.fileSystem.stat(partial)?.kind === "file") await drop(tools, partial);
}

async function drop({ fileSystem }: Tools, path: FilePath): Promise<void> {
  fileSystem.unlink(path);
  await fileSystem.syncFolder(dirname(path));
}

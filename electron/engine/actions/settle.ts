/** A half-done entry comes in; what the disk shows is made whole, nothing that is the only one is taken away, and the true state goes out. */
import { dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { JournalEntry } from "../photo.ts";
import { isSameFile } from "./file-system.ts";
import { pruneFolders } from "./folders.ts";
import { holdingFolder, isInside } from "./holding-place.ts";
import { holds, type Seen } from "./look.ts";
import { reasonOf } from "./refusal.ts";
import { partialPath } from "./restored-place.ts";
import { settleWithdrawing, settleWriting } from "./settle-written.ts";
import type { Tools } from "./tools.ts";

/** An empty file that stands where a file was to come is this program's own if it is no older than the step, on the coarsest of clocks. */
const coarsestClockMs = 2000;

/**
 * `why` becomes the reason of an entry that did not come about. Where the disk cannot be read, the entry stays as it is, to be settled later.
 * Throws only where the journal fails or the program itself.
 */
export async function settle(tools: Tools, entry: JournalEntry, why: string): Promise<JournalEntry> {
  try {
    if (entry.state === "planned") return tools.ledger.note(entry, { state: "failed", reason: why });
    if (entry.state === "moving") return await settleMoving(tools, entry, why);
    if (entry.state === "restoring") return await settleRestoring(tools, entry, why);
    if (entry.state === "emptying") return settleEmptying(tools, entry, why);
    if (entry.state === "writing") return await settleWriting(tools, entry, why);
    if (entry.state === "withdrawing") return await settleWithdrawing(tools, entry, why);
    return entry;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return tools.ledger.note(entry, { state: entry.state, reason: `${why} ${reason}` });
  }
}

async function settleMoving(tools: Tools, entry: JournalEntry, why: string): Promise<JournalEntry> {
  const { ledger, look } = tools;
  const { path, hash } = entry.removal;
  const { heldPath } = entry;
  if (heldPath === null) return ledger.note(entry, { state: "failed", reason: why });
  const source = await look.at(path);
  const held = await look.at(heldPath);
  const failed = (): JournalEntry => {
    pruneFolders(tools.fileSystem, dirname(heldPath), holdingFolder);
    return ledger.note(entry, { state: "failed", heldPath: null, reason: why });
  };

  if (holds(source, hash)) {
    if (holds(held, hash) && isOneName(source, held)) return moved(tools, entry, null);
    if (holds(held, hash) || isOwnEmpty(held, entry)) await dropDurably(tools, heldPath, path);
    return failed();
  }
  if (holds(held, hash)) return moved(tools, entry, null);
  if (isOwnEmpty(held, entry)) {
    await dropDurably(tools, heldPath, path);
    return source ? failed() : missing(tools, entry);
  }
  if (source) return failed();
  return held ? moved(tools, entry, "It was changed while it was moved.") : missing(tools, entry);
}

async function settleRestoring(tools: Tools, entry: JournalEntry, why: string): Promise<JournalEntry> {
  const { fileSystem, ledger, look } = tools;
  const { heldPath, restoredPath } = entry;
  const { hash } = entry.removal;
  if (heldPath === null || restoredPath === null) return moved(tools, entry, why);
  const partial = partialPath(entry, restoredPath);
  if (fileSystem.stat(partial)?.kind === "file") fileSystem.unlink(partial);
  const held = await look.at(heldPath);
  const target = await look.at(restoredPath);
  const undone = (reason: string | null): JournalEntry => {
    pruneFolders(fileSystem, dirname(heldPath), holdingFolder);
    return ledger.note(entry, { state: "undone", reason });
  };

  if (!held) return target ? undone(holds(target, hash) ? null : "It has been changed since.") : missing(tools, entry);
  // An empty file that only holds the place for another empty one has its bytes, not its times and permissions.
  if (isOwnEmpty(target, entry)) {
    await dropDurably(tools, restoredPath, heldPath);
    return moved(tools, entry, why);
  }
  // Equal bytes are equal whether or not they are what once was removed.
  if (held.hash !== null && holds(target, held.hash)) {
    if (isOneName(target, held)) return undone(null);
    await dropDurably(tools, heldPath, restoredPath);
    return undone(null);
  }
  return moved(tools, entry, why);
}

function settleEmptying({ fileSystem, ledger }: Tools, entry: JournalEntry, why: string): JournalEntry {
  if (entry.heldPath !== null && fileSystem.stat(entry.heldPath)) return ledger.note(entry, { state: "moved", reason: why });
  if (entry.heldPath !== null) pruneFolders(fileSystem, dirname(entry.heldPath), holdingFolder);
  return ledger.note(entry, { state: "emptied" });
}

function moved({ ledger }: Tools, entry: JournalEntry, reason: string | null): JournalEntry {
  return ledger.note(entry, { state: "moved", restoredPath: null, reason });
}

/** In neither place. Where the volume itself is away, nothing is known yet, and the entry waits as it is. */
export function missing({ fileSystem, ledger }: Tools, entry: JournalEntry): JournalEntry {
  let folder = dirname(entry.removal.path);
  while (fileSystem.stat(folder) === null && dirname(folder) !== folder) folder = dirname(folder);
  const isHere = isInside(folder, entry.removal.root) || folder === entry.removal.root;
  if (isHere && fileSystem.stat(folder)?.device === entry.removal.identity.device)
    return ledger.note(entry, { state: "lost", reason: "It lies neither in its folder nor in the holding folder: somebody took it." });
  return ledger.note(entry, { state: entry.state, reason: "The volume that it lies on is not here." });
}

/** Two paths to the same name of a file: taking one away would take both. */
function isOneName(a: Seen, b: Seen): boolean {
  return isSameFile(a.facts, b.facts) && a.facts.links === 1;
}

export function isOwnEmpty(seen: Seen | null, entry: JournalEntry): boolean {
  if (seen?.facts.kind !== "file" || seen.facts.sizeBytes > 0) return false;
  return Number(seen.facts.modifiedAtNs / 1_000_000n) >= entry.changedAtMs - coarsestClockMs;
}

/** First makes durable what stays. */
async function dropDurably({ fileSystem }: Tools, path: FilePath, stays: FilePath): Promise<void> {
  await fileSystem.syncFolder(dirname(stays));
  fileSystem.unlink(path);
  await fileSystem.syncFolder(dirname(path));
}

/** A side file to be written comes in; it lies there, what lay there before is held, and the entry is "written"; or all is as it was and "failed". */
import { dirname } from "node:path";
import type { JournalEntry, PlannedSideFile } from "../photo.ts";
import { holds } from "./look.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { remove } from "./remove.ts";
import { partialPath } from "./restored-place.ts";
import { settle } from "./settle.ts";
import { finishWriting, placeWritten } from "./settle-written.ts";
import type { Tools } from "./tools.ts";

/**
 * The new bytes are on the disk, under a name of their own, before the old ones move: from then on a crash can go on to the end.
 * Throws only where the journal fails or the program itself.
 */
export async function writeSideFile(tools: Tools, session: string, planned: PlannedSideFile): Promise<JournalEntry> {
  const { fileSystem, ledger, look } = tools;
  const { path, hash, bytes, group, kept, root, replaces } = planned;
  const place = { path, group, kept, root, companionOf: kept.path };
  let entry: JournalEntry | undefined;
  let old: JournalEntry | undefined;
  try {
    // A file that is yet to be has a size and a volume, and no number.
    const identity = { device: fileSystem.stat(dirname(path))?.device ?? 0n, inode: 0n, sizeBytes: bytes.length, modifiedAtNs: 0n };
    [entry] = ledger.begin(session, [{ ...place, hash, identity }], "write-sidecar");
    if (replaces) [old] = ledger.begin(session, [{ ...place, ...replaces }]);
    if (!entry) throw new TypeError("The journal began nothing.");
    if (!holds(await look.again(kept.path), kept.hash)) throw new Refusal("The photo that it belongs to is gone or has changed.");
    entry = ledger.note(entry, { state: "writing" });
    const partial = partialPath(entry, path);
    await fileSystem.write(partial, bytes, old ? (fileSystem.stat(path)?.mode ?? null) : null);
    if (!holds(await look.at(partial), hash)) throw new Refusal("What was written does not read the same.");
    await fileSystem.syncFolder(dirname(path));
    if (old) {
      old = await remove(tools, old);
      if (old.state !== "moved" || old.reason !== null)
        throw new Refusal(`The side file that is there could not be moved: ${old.reason ?? "it stays."}`);
    }
    await placeWritten(tools, entry);
    return await finishWriting(tools, entry);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null || !entry) throw error;
    if (entry.state === "writing") return settle(tools, entry, reason);
    if (old) await settle(tools, old, reason);
    return settle(tools, entry, reason);
  }
}

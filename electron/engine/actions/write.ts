/** A side file, or a photo with other metadata, to be written comes in; it lies there, what lay there before is held, and the entry is "written"; or all is as it was and "failed". */
import { dirname } from "node:path";
import type { JournalEntry, PlannedSideFile } from "../photo.ts";
import { isToEmbed } from "./embedded.ts";
import { holds } from "./look.ts";
import { Refusal, reasonOf } from "./refusal.ts";
import { remove } from "./remove.ts";
import { partialPath } from "./restored-place.ts";
import { settle } from "./settle.ts";
import { finishWriting, placeWritten } from "./settle-written.ts";
import type { Tools } from "./tools.ts";

/**
 * The new bytes are on the disk, under a name of their own, before the old ones move: from then on a crash can go on to the end.
 * A photo written anew keeps its permissions and its time. Throws only where the journal fails or the program itself.
 */
export async function writeSideFile(tools: Tools, session: string, planned: PlannedSideFile): Promise<JournalEntry> {
  const { fileSystem, ledger, look } = tools;
  const { path, hash, bytes, group, kept, root, replaces } = planned;
  const place = { path, group, kept, root, companionOf: kept.path };
  const embeds = isToEmbed(planned);
  let entry: JournalEntry | undefined;
  let old: JournalEntry | undefined;
  try {
    // A file that is yet to be has a size and a volume, and no number.
    const identity = { device: fileSystem.stat(dirname(path))?.device ?? 0n, inode: 0n, sizeBytes: bytes.length, modifiedAtNs: 0n };
    [entry] = ledger.begin(session, [{ ...place, hash, identity }], "write-sidecar");
    if (replaces) [old] = ledger.begin(session, [{ ...place, ...replaces }]);
    if (!entry) throw new TypeError("The journal began nothing.");
    if (embeds && !replaces) throw new TypeError("A photo is written anew only in the place of itself.");
    if (!holds(await look.again(kept.path), kept.hash)) throw new Refusal("The photo that it belongs to is gone or has changed.");
    entry = ledger.note(entry, { state: "writing" });
    const partial = partialPath(entry, path);
    const mode = old ? (fileSystem.stat(path)?.mode ?? null) : null;
    await fileSystem.write(partial, bytes, mode, ...(embeds && replaces ? [replaces.identity.modifiedAtNs] : []));
    if (!holds(await look.at(partial), hash)) throw new Refusal("What was written does not read the same.");
    await fileSystem.syncFolder(dirname(path));
    if (old) {
      // What stands for a photo written anew has just been read: its new bytes, under a name of their own.
      old = await remove(tools, old, embeds ? "nothing" : "kept");
      if (old.state !== "moved" || old.reason !== null) throw new Refusal(`What is there could not be moved: ${old.reason ?? "it stays."}`);
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

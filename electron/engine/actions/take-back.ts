/** An entry of a copy that was made comes in; the copy is gone again where its original is there, is held where that is not, and stays where it is needed or changed. */
import type { FilePath } from "../../contract.ts";
import type { JournalEntry } from "../photo.ts";
import { holds } from "./look.ts";
import { reasonOf } from "./refusal.ts";
import { remove } from "./remove.ts";
import { changedSince, pruneMadeFolders } from "./settle-written.ts";
import type { Tools } from "./tools.ts";
import { withdraw } from "./withdraw.ts";

const originalAway = "Its original went in the same act and is not back, so it stays.";
const heldInstead = "What it was copied from is not there now, so it waits in the holding folder: undo this session again to have it back.";

/** Of each photo that went in the session: where it lies again, null where it is not back. */
export function originalsOf({ ledger }: Tools, session: string): Map<FilePath, FilePath | null> {
  const removals = ledger.ofSession(session).filter(({ kind }) => kind === "remove");
  return new Map(
    removals.map(({ state, removal: { path }, restoredPath }) => {
      const isBack = state === "planned" || state === "failed" || state === "undone";
      return [path, isBack ? (restoredPath ?? path) : null];
    }),
  );
}

/** Throws only where the journal fails or the program itself. */
export async function takeBack(
  tools: Tools,
  copied: JournalEntry,
  originals: ReadonlyMap<FilePath, FilePath | null>,
): Promise<JournalEntry> {
  const { ledger, look } = tools;
  const { session, removal } = copied;
  const { path, hash, kept } = removal;
  const at = originals.get(kept.path);
  if (at === null) return ledger.note(copied, { state: "written", reason: originalAway });
  try {
    const original = await look.again(at ?? kept.path).catch((error: unknown) => {
      if (reasonOf(error) === null) throw error;
      return null;
    });
    if (holds(original, hash)) return await withdraw(tools, copied);
    const seen = await look.at(path);
    if (seen === null) return await withdraw(tools, copied);
    if (!holds(seen, hash)) return ledger.note(copied, { state: "written", reason: changedSince });
    const { device, inode, sizeBytes, modifiedAtNs } = seen.facts;
    const [planned] = ledger.begin(session, [{ ...removal, identity: { device, inode, sizeBytes, modifiedAtNs } }]);
    if (!planned) throw new TypeError("The journal began nothing.");
    const held = await remove(tools, planned, "nothing");
    const isHeld = held.state === "moved" && held.reason === null;
    if (isHeld) pruneMadeFolders(tools, copied);
    return ledger.note(copied, isHeld ? { state: "undone", reason: heldInstead } : { state: "written", reason: held.reason });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return ledger.note(copied, { state: "written", reason });
  }
}

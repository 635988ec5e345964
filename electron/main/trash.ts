/** A message from the engine's process comes in; where it asks for the trash, the files go there and the answer goes out. */
import type { TrashAsked, TrashTold } from "../contract.ts";

/** Takes every file, whatever becomes of the others. null for a message that asks for something else. */
export async function answerTrash(message: unknown, trashItem: (path: string) => Promise<void>): Promise<TrashTold | null> {
  if (!isAsked(message)) return null;
  let failure: string | null = null;
  for (const path of message.paths) {
    try {
      await trashItem(path);
    } catch (error) {
      failure ??= error instanceof Error ? error.message : String(error);
    }
  }
  return { trashed: message.trash, failure };
}

function isAsked(message: unknown): message is TrashAsked {
  if (typeof message !== "object" || message === null) return false;
  return "trash" in message && typeof message.trash === "number" && "paths" in message && Array.isArray(message.paths);
}

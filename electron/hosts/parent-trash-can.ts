/** The channel to the parent comes in; a trash can goes out that asks the parent, where the system's own way to the trash is. */
import type { TrashAsked, TrashTold } from "../contract.ts";
import type { TrashCan } from "../engine/photo.ts";

export interface ParentChannel {
  send(message: TrashAsked): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

export function createParentTrashCan(channel: ParentChannel): TrashCan {
  const pending = new Map<number, PromiseWithResolvers<void>>();
  let last = 0;
  channel.onMessage((message) => {
    if (!isTold(message)) return;
    const waiting = pending.get(message.trashed);
    pending.delete(message.trashed);
    if (message.failure === null) waiting?.resolve();
    else waiting?.reject(new Error(message.failure));
  });
  channel.onClose(() => {
    for (const waiting of pending.values()) waiting.reject(new Error("The program that could reach the trash has gone."));
    pending.clear();
  });
  return {
    trash(paths) {
      last += 1;
      const waiting = Promise.withResolvers<void>();
      pending.set(last, waiting);
      channel.send({ trash: last, paths });
      return waiting.promise;
    },
  };
}

function isTold(message: unknown): message is TrashTold {
  return typeof message === "object" && message !== null && "trashed" in message && "failure" in message;
}

/** Folders dropped on the window: whoever bound last is handed them. */
import type { FilePath } from "../../electron/contract.ts";
import { onFoldersDropped } from "./pipes.ts";

export type DropHandler = (folders: readonly FilePath[]) => void;

export interface Drops {
  /** Until what is returned is called; the newest binding counts. */
  bind(handler: DropHandler): () => void;
}

export function createDrops(target: Window): Drops {
  const bound: DropHandler[] = [];
  onFoldersDropped(target, (folders) => {
    if (folders.length > 0) bound.at(-1)?.(folders);
  });
  return {
    bind(handler) {
      bound.push(handler);
      return () => void bound.splice(bound.indexOf(handler), 1);
    },
  };
}

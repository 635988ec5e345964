/** A real process that writes a side file, or takes it away again, and is gone by SIGKILL at the step that it is told. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import type { PlannedSideFile } from "../../electron/engine/photo.ts";
import { createStore } from "../../electron/engine/store/store.ts";
import { hookPorts } from "./ports.ts";
import { createTestHasher } from "./world.ts";

export interface SideFileTask {
  readonly library: string;
  readonly root: string;
  readonly session: string;
  readonly work: "write" | "undo";
  readonly replaces: boolean;
  /** The photo itself is written anew, in place of a side file. */
  readonly embeds: boolean;
  readonly at: number;
}

export const oldText = "what stood there";
export const newText = "what stood there, and more";
export const hashOf = (text: string): Uint8Array => createHash("sha256").update(text).digest();

/** What the kept photo holds: for these tests, text. */
export const photoText = (embeds: boolean): string => (embeds ? oldText : "photo");
export const targetName = (embeds: boolean): string => (embeds ? "kept.jpg" : "kept.jpg.xmp");

/** kept.jpg's, with the new text. */
export function sideFile(root: string, replaces: boolean, embeds: boolean): PlannedSideFile {
  const path = join(root, targetName(embeds));
  const kept = { path: join(root, "kept.jpg"), hash: hashOf(photoText(embeds)) };
  const there = replaces ? createFileSystem().stat(path) : null;
  const identity = there && { device: there.device, inode: there.inode, sizeBytes: there.sizeBytes, modifiedAtNs: there.modifiedAtNs };
  const bytes = Buffer.from(newText);
  return { path, hash: hashOf(newText), bytes, group: "g", kept, root, replaces: identity && { hash: hashOf(oldText), identity } };
}

async function perform({ library, root, session, work, replaces, embeds, at }: SideFileTask): Promise<void> {
  const store = createStore({ folder: library });
  const real = { fileSystem: createFileSystem(), journal: store.journal, trashCan: { trash: async () => undefined } };
  const die = ({ number }: { readonly number: number }): void => {
    if (number === at) process.kill(process.pid, "SIGKILL");
  };
  const actions = createActions({
    ...hookPorts(real, { before: die }, { effectsOnly: true }),
    createHasher: createTestHasher,
    clock: Date,
  });
  await (work === "write" ? actions.write(session, [sideFile(root, replaces, embeds)]) : actions.undo({ session }));
  store.dispose();
}

if (process.argv[1] === import.meta.filename) await perform(JSON.parse(process.argv[2] ?? ""));

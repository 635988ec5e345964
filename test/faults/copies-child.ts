/** A real process that copies files and removes their originals, or undoes that, and is gone by SIGKILL at the step that it is told. */
import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import { planCopies } from "../../electron/engine/actions/plan-copies.ts";
import type { Plan, PlannedRemoval } from "../../electron/engine/photo.ts";
import { createStore } from "../../electron/engine/store/store.ts";
import { hookPorts } from "./ports.ts";
import { createTestHasher, isPhotoName } from "./world.ts";

export interface CopyTask {
  readonly library: string;
  readonly root: string;
  readonly merge: boolean;
  readonly work: "act" | "undo";
  readonly at: number;
}

/** By their paths below B: what is only there. A side file goes with its photo. */
export const onlyInB: Readonly<Record<string, string>> = {
  "one.jpg": "photo one",
  "sub/deep/two.jpg": "photo two",
  "sub/deep/two.xmp": "what is said of two",
  "same.jpg": "another than A's",
};
export const inA: Readonly<Record<string, string>> = { "same.jpg": "A's own" };
/** Where the copies come to lie, below A. */
export const copies: Readonly<Record<string, string>> = {
  "one.jpg": "photo one",
  "sub/deep/two.jpg": "photo two",
  "sub/deep/two.xmp": "what is said of two",
  "same (2).jpg": "another than A's",
};

/** From B to A; in a merge each original goes for its copy. */
export async function planOf(root: string, merge: boolean): Promise<Plan> {
  const [a, b] = [join(root, "A"), join(root, "B")];
  const wishes = Object.keys(onlyInB)
    .filter(isPhotoName)
    .map((name) => {
      const path = join(b, name);
      const { size, mtimeNs } = lstatSync(path, { bigint: true });
      const hash = createHash("sha256").update(readFileSync(path)).digest();
      return { path, hash, sizeBytes: Number(size), modifiedAtNs: mtimeNs, to: join(a, name), root: a, group: name };
    });
  const planned = await planCopies(wishes, { fileSystem: createFileSystem(), createHasher: createTestHasher, isPhotoName });
  const originals = new Map(planned.copies.map(({ copy }) => [copy.path, copy.kept.path]));
  const removals = planned.copies.map(({ copy, original: { device, inode, sizeBytes, modifiedAtNs } }): PlannedRemoval => {
    const { kept, hash, group, path, companionOf } = copy;
    const photo = companionOf === null ? null : (originals.get(companionOf) ?? null);
    return {
      path: kept.path,
      hash,
      identity: { device, inode, sizeBytes, modifiedAtNs },
      group,
      kept: { path, hash },
      root: b,
      companionOf: photo,
    };
  });
  return {
    ...{ copies: planned.copies.map(({ copy }) => copy), removals: merge ? removals : [] },
    ...{ refused: [], warnings: [], totalBytes: 0, freedBytes: 0 },
  };
}

async function perform({ library, root, merge, work, at }: CopyTask): Promise<void> {
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
  await (work === "act" ? actions.act(await planOf(root, merge)) : actions.undo({ session: store.journal.sessions()[0]!.name }));
  store.dispose();
}

if (process.argv[1] === import.meta.filename) await perform(JSON.parse(process.argv[2] ?? ""));

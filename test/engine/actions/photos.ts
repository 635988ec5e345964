/** A temporary folder of small files with its own library: what the tests of acting begin with. */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { type Actions, createActions } from "../../../electron/engine/actions/actions.ts";
import type { FileSystem } from "../../../electron/engine/actions/file-system.ts";
import { createFileSystem } from "../../../electron/engine/actions/node-file-system.ts";
import { type PlanOptions, planRemovals, type RemovalRequest } from "../../../electron/engine/actions/plan.ts";
import type { JournalStore, Plan } from "../../../electron/engine/photo.ts";
import { createStore } from "../../../electron/engine/store/store.ts";

export interface Photos {
  readonly root: string;
  readonly journal: JournalStore;
  readonly fileSystem: FileSystem;
  readonly actions: Actions;
  /** Writes below the root; returns the path. */
  put(name: string, content: string): string;
  path(name: string): string;
  /** null where there is none. */
  content(name: string): string | null;
  request(name: string, kept: string, part?: Partial<RemovalRequest>): RemovalRequest;
  plan(requests: readonly RemovalRequest[], part?: Partial<PlanOptions>): Promise<Plan>;
}

export function createHasher() {
  const hash = createHash("sha256");
  return { update: (chunk: Uint8Array) => void hash.update(chunk), digest: (): Uint8Array => hash.digest() };
}

export function temporaryPhotos(context: TestContext): Photos {
  const folder = mkdtempSync(join(tmpdir(), "likeness-actions-"));
  const store = createStore({ folder: join(folder, "library") });
  context.after(() => {
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const root = join(folder, "photos");
  mkdirSync(root);
  const fileSystem = createFileSystem();
  const path = (name: string): string => join(root, name);
  const hashOf = (name: string): Uint8Array =>
    createHash("sha256")
      .update(readFileSync(path(name)))
      .digest();
  return {
    root,
    journal: store.journal,
    fileSystem,
    actions: createActions({ journal: store.journal, fileSystem, createHasher, clock: Date }),
    put(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
    path,
    content: (name) => (lstatSync(path(name), { throwIfNoEntry: false })?.isFile() ? readFileSync(path(name), "utf8") : null),
    request(name, kept, part = {}) {
      const { size, mtimeNs } = lstatSync(path(name), { bigint: true });
      const identity = { sizeBytes: Number(size), modifiedAtNs: mtimeNs };
      const standing = { path: path(kept), hash: hashOf(kept) };
      return { path: path(name), hash: hashOf(name), ...identity, root, protected: false, group: "group", kept: standing, ...part };
    },
    plan: (requests, part = {}) =>
      planRemovals(requests, {
        fileSystem,
        createHasher,
        isPhotoName: (name) => /\.(?:jpg|png|nef)$/i.test(name),
        pathsOf: () => [],
        ...part,
      }),
  };
}

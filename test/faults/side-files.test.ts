/** Side files written through the journal, with a death or an error at every step: the old or the new one is whole in its place, and undo brings all back. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Actions, createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import { planRemovals } from "../../electron/engine/actions/plan.ts";
import { createStore, type Store } from "../../electron/engine/store/store.ts";
import { filesBelow } from "./check.ts";
import { endure, oneTrouble } from "./one-trouble.ts";
import { type Hook, hookPorts, type Limits } from "./ports.ts";
import { hashOf, newText, oldText, photoText, type SideFileTask, sideFile, targetName } from "./side-files-child.ts";
import { createTestHasher, isPhotoName, volumes } from "./world.ts";

interface Case {
  readonly name: string;
  readonly replaces: boolean;
  /** The kept photo itself is written anew. */
  readonly embeds: boolean;
  readonly limits: Limits;
  readonly work: "write" | "undo";
}
type Fault = "death before" | "death after" | "torn" | "error" | "error after" | "full disk" | "a stranger comes" | "changed meanwhile";
const faults: readonly Fault[] = [
  ...(["death before", "death after", "torn", "error", "error after", "full disk", "a stranger comes", "changed meanwhile"] as const),
];
const cases: readonly Case[] = (["write", "undo"] as const).flatMap((work) =>
  (["embeds", "replaces", "new"] as const).flatMap((kind) =>
    [{}, { noLinks: true }].map((limits): Case => {
      const name = `${work}, ${kind}, ${"noLinks" in limits ? "no links" : "links"}`;
      return { name, replaces: kind !== "new", embeds: kind === "embeds", limits, work };
    }),
  ),
);

interface Place {
  readonly root: string;
  readonly target: string;
  readonly library: string;
  readonly store: Store;
  readonly real: Parameters<typeof hookPorts>[0];
  readonly sound: Actions;
  dispose(): void;
}

function createPlace({ replaces, embeds, limits }: Case): Place {
  const folder = mkdtempSync(join(volumes[0]!, "likeness-side-files-"));
  const library = join(folder, "library");
  const store = createStore({ folder: library });
  const root = join(folder, "photos");
  mkdirSync(root);
  writeFileSync(join(root, "copy.jpg"), "photo");
  writeFileSync(join(root, "kept.jpg"), photoText(embeds));
  const target = join(root, targetName(embeds));
  if (replaces) {
    writeFileSync(target, oldText);
    chmodSync(target, 0o640);
    utimesSync(target, 1_500_000_000, 1_500_000_000);
  }
  const real = { fileSystem: createFileSystem(), journal: store.journal, trashCan: { trash: async () => undefined } };
  const ports = hookPorts(real, {}, { limits });
  const sound = createActions({ ...ports, createHasher: createTestHasher, clock: Date });
  return {
    ...{ root, target, library, store, real, sound },
    dispose() {
      store.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function removeCopy({ root, sound }: Place, embeds: boolean): Promise<string> {
  const path = join(root, "copy.jpg");
  const { size, mtimeNs } = lstatSync(path, { bigint: true });
  const standing = { path: join(root, "kept.jpg"), hash: hashOf(photoText(embeds)) };
  const request = { path, hash: hashOf("photo"), sizeBytes: Number(size), modifiedAtNs: mtimeNs, root, protected: false };
  const plan = await planRemovals([{ ...request, group: "g", kept: standing }], {
    ...{ fileSystem: createFileSystem(), createHasher: createTestHasher, isPhotoName, pathsOf: () => [] },
  });
  return (await sound.act(plan)).session!;
}

/** Text by path, below the root. */
function stateOf(root: string): Record<string, string> {
  return Object.fromEntries(filesBelow(root).files.map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]));
}

function hookOf(fault: Fault, at: number, target: string): Hook & { readonly strangers: string[] } {
  const strangers: string[] = [];
  const trouble = oneTrouble(fault, at, ["write", "makeEmpty", "link", "makeFolder"]);
  return {
    strangers,
    before(step) {
      if (!trouble.before(step)) return;
      if (fault === "torn" && step.name === "write") {
        writeFileSync(step.paths[0]!, newText.slice(0, 9), { flag: "wx" });
        trouble.die();
      }
      const there = lstatSync(target, { throwIfNoEntry: false });
      const isComing = fault === "a stranger comes" ? !there : fault === "changed meanwhile" && there !== undefined && there.size > 0;
      if (!isComing) return;
      writeFileSync(target, "the person's own");
      trouble.done();
      strangers.push("the person's own");
    },
    after: trouble.after,
  };
}

/** Returns how many steps there were. */
async function live(one: Case, fault: Fault, at: number): Promise<number> {
  const label = `${one.name}: ${fault} at ${at}`;
  const place = createPlace(one);
  try {
    const { root, target, store, real, sound } = place;
    const was = stateOf(root);
    const mode = one.replaces ? lstatSync(target) : null;
    const name = targetName(one.embeds);
    const session = await removeCopy(place, one.embeds);
    const wanted = sideFile(root, one.replaces, one.embeds);
    const hook = hookOf(fault, at, target);
    const ports = hookPorts(real, hook, { effectsOnly: true, limits: one.limits });
    const troubled = createActions({ ...ports, createHasher: createTestHasher, clock: Date });
    if (one.work === "write") await endure(troubled.write(session, [wanted]));
    else {
      const { done, failed } = await sound.write(session, [wanted]);
      assert.deepEqual([done.length, failed], [1, []], label);
      await endure(troubled.undo({ session }));
    }

    // Other eyes than the ones that died.
    const after = createActions({ ...hookPorts(real, {}, { limits: one.limits }), createHasher: createTestHasher, clock: Date });
    await after.settle();
    assert.deepEqual(await after.settle(), [], `${label}, settled twice`);
    const entries = store.journal.ofSession(session);
    const written = entries.find(({ kind }) => kind === "write-sidecar");
    const here = stateOf(root);
    const texts = Object.values(here);
    for (const text of hook.strangers) assert.ok(texts.includes(text), `${label}: what the person wrote is gone`);
    if (hook.strangers.length === 0) {
      if (written?.state === "written") assert.equal(here[name], newText, label);
      else if (one.work === "write") assert.equal(here[name], one.replaces ? oldText : undefined, `${label}: ${written?.state}`);
      if (one.replaces) assert.ok(texts.includes(oldText), `${label}: the old one is gone`);
    }
    assert.deepEqual(
      Object.keys(here).filter((one) => one.includes(".partial")),
      [],
      label,
    );

    await after.undo({ session });
    const back = stateOf(root);
    const own = new Set(hook.strangers);
    const others = Object.fromEntries(Object.entries(back).filter(([, text]) => !own.has(text)));
    // Where the person wrote over the old one itself, that is what comes back.
    if (own.size === 0) assert.deepEqual(back, was, `${label}, undone`);
    else for (const other of ["kept.jpg", "copy.jpg"]) if (other !== name) assert.equal(others[other], "photo", `${label}, undone`);
    for (const text of own) assert.ok(Object.values(back).includes(text), `${label}, undone: the person's own is gone`);
    if (own.size > 0 && one.replaces && fault === "a stranger comes") assert.ok(Object.values(back).includes(oldText), `${label}, undone`);
    if (mode && own.size === 0) {
      const { mode: now, mtimeMs } = lstatSync(target);
      assert.deepEqual([now, mtimeMs], [mode.mode, mode.mtimeMs], `${label}, undone`);
    }
    assert.deepEqual(filesBelow(root).folders, [], `${label}, undone`);
    return ports.count();
  } finally {
    place.dispose();
  }
}

test("whatever happens at whatever step, no side file is lost and undo brings all back", async (context) => {
  let lives = 0;
  for (const one of cases)
    for (const fault of faults) {
      const steps = await live(one, fault, Number.POSITIVE_INFINITY);
      for (let at = 1; at <= steps; at++, lives++) await live(one, fault, at);
    }
  context.diagnostic(`${lives} lives over ${cases.length} cases and ${faults.length} faults`);
  assert.ok(lives > 500, `only ${lives}`);
});

test("a process that is killed at any step leaves the old or the new one whole", (context) =>
  killEverywhere(context.diagnostic.bind(context)));

const killed = (["write", "undo"] as const).flatMap((work) => [true, false].map((embeds) => [work, embeds] as const));

async function killEverywhere(say: (message: string) => void): Promise<void> {
  const child = fileURLToPath(new URL("side-files-child.ts", import.meta.url));
  let kills = 0;
  for (const [work, embeds] of killed) {
    let isOver = false;
    for (let at = 1; !isOver; at++) {
      const place = createPlace({ name: "killed", replaces: true, embeds, limits: {}, work });
      const { root, library, target } = place;
      const was = stateOf(root);
      const session = await removeCopy(place, embeds);
      if (work === "undo") await place.sound.write(session, [sideFile(root, true, embeds)]);
      place.store.dispose();
      const task: SideFileTask = { library, root, session, work, replaces: true, embeds, at };
      const { signal, status, stderr } = spawnSync(process.execPath, [child, JSON.stringify(task)], { encoding: "utf8" });
      assert.ok(signal === "SIGKILL" || status === 0, stderr);
      isOver = signal === null;
      kills += isOver ? 0 : 1;

      const store = createStore({ folder: library });
      const real = { fileSystem: createFileSystem(), journal: store.journal };
      const actions = createActions({ ...real, createHasher: createTestHasher, clock: Date });
      await actions.settle();
      const text = stateOf(root)[targetName(embeds)];
      const written = store.journal.ofSession(session).find(({ kind }) => kind === "write-sidecar");
      if (work === "write") assert.equal(text, written?.state === "written" ? newText : oldText, `${work} killed at ${at}`);
      await actions.undo({ session });
      assert.deepEqual(stateOf(root), was, `${work} killed at ${at}, undone`);
      assert.deepEqual([lstatSync(target).mtimeMs, lstatSync(target).mode & 0o777], [1_500_000_000_000, 0o640]);
      store.dispose();
      place.dispose();
    }
  }
  say(`${kills} kills`);
  assert.ok(kills > 40, `only ${kills}`);
}

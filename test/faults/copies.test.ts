/** Copies through the journal, and originals that go for them, with a death or an error at every step: no picture is ever less than whole somewhere, no half copy bears a name, and undo brings all back. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import type { JournalEntry } from "../../electron/engine/photo.ts";
import { createStore, type Store } from "../../electron/engine/store/store.ts";
import { filesBelow } from "./check.ts";
import { type CopyTask, copies, inA, onlyInB, planOf } from "./copies-child.ts";
import { endure, oneTrouble } from "./one-trouble.ts";
import { type Hook, hookPorts, type Limits } from "./ports.ts";
import { createTestHasher, hasTwoVolumes, volumes } from "./world.ts";

interface Case {
  readonly merge: boolean;
  readonly limits: Limits;
  readonly work: "act" | "undo";
}
const faults = [
  ...(["death before", "death after", "torn", "error", "error after", "full disk", "a stranger comes", "source changes"] as const),
];
type Fault = (typeof faults)[number];
const cases: readonly Case[] = [
  { work: "act", merge: true, limits: {} },
  { work: "act", merge: false, limits: { noLinks: true } },
  { work: "undo", merge: true, limits: { noLinks: true } },
  { work: "undo", merge: false, limits: {} },
];
const nameOf = ({ work, merge, limits }: Case): string =>
  `${work}, ${merge ? "merge" : "bring"}, ${"noLinks" in limits ? "no links" : "links"}`;

interface Place {
  readonly root: string;
  readonly library: string;
  readonly store: Store;
  readonly real: Parameters<typeof hookPorts>[0];
  dispose(): void;
}

/** A's and B's folder, B's on another volume where there are two: then a link cannot stand for a copy. */
function createPlace(): Place {
  const folder = mkdtempSync(join(volumes[0]!, "likeness-copies-"));
  const root = join(folder, "photos");
  const write = (path: string, text: string, at: number): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, at % 2 ? 0o640 : 0o600);
    utimesSync(path, 1_500_000_000 + at, 1_500_000_000 + at);
  };
  for (const [at, [name, text]] of Object.entries(onlyInB).entries()) write(join(root, "B", name), text, at);
  for (const [at, [name, text]] of Object.entries(inA).entries()) write(join(root, "A", name), text, 10 + at);
  const library = join(folder, "library");
  const store = createStore({ folder: library });
  return {
    ...{
      root,
      library,
      store,
      real: { fileSystem: createFileSystem(), journal: store.journal, trashCan: { trash: async () => undefined } },
    },
    dispose() {
      store.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Text, rights and time by path, below the root. */
function stateOf(root: string): Record<string, string> {
  return Object.fromEntries(
    filesBelow(root).files.map((path) => {
      const { mode, mtimeMs } = lstatSync(path);
      return [path.slice(root.length + 1), `${readFileSync(path, "utf8")} ${mode & 0o777} ${mtimeMs}`];
    }),
  );
}
const textsOf = (root: string): string[] => filesBelow(root).files.map((path) => readFileSync(path, "utf8"));

function hookOf(fault: Fault, at: number, root: string): Hook & { readonly strangers: Map<string, string> } {
  const strangers = new Map<string, string>();
  const trouble = oneTrouble(fault, at, ["copy", "makeEmpty", "link", "makeFolder"]);
  const comes = (path: string, text: string): void => {
    writeFileSync(path, text);
    strangers.set(path, text);
    trouble.done();
  };
  return {
    strangers,
    tears: (step) => fault === "torn" && step.number === at,
    torn: trouble.die,
    before(step) {
      if (!trouble.before(step)) return;
      if (fault !== "a stranger comes" && fault !== "source changes") return;
      const path = join(root, fault === "source changes" ? "B/one.jpg" : "A/one.jpg");
      const there = lstatSync(path, { throwIfNoEntry: false });
      // Without links, nobody can tell a newcomer from the empty file that holds the place.
      if (!there || there.size > 0) comes(path, "the person's own");
    },
    after: trouble.after,
  };
}

/** What must hold at any time after settling. */
function check(root: string, entries: readonly JournalEntry[], strangers: ReadonlyMap<string, string>, label: string): void {
  const texts = textsOf(root);
  const own = new Set(strangers.values());
  for (const [name, text] of Object.entries({ ...onlyInB, ...inA })) {
    const isOverwritten = strangers.has(join(root, "B", name)) || strangers.has(join(root, "A", name));
    assert.ok(texts.includes(text) || isOverwritten, `${label}: ${name} is nowhere`);
  }
  for (const text of own) assert.ok(texts.includes(text), `${label}: what the person wrote is gone`);
  for (const path of filesBelow(join(root, "A")).files) {
    const name = path.slice(root.length + 3);
    const text = readFileSync(path, "utf8");
    assert.ok(!name.includes(".partial"), `${label}: ${name} lies about`);
    if (!name.includes(".likeness-removed")) assert.ok(text === (copies[name] ?? inA[name]) || own.has(text), `${label}: ${name} is half`);
  }
  for (const { kind, state, removal } of entries) {
    assert.ok(["failed", "moved", "written", "undone"].includes(state), `${label}: ${removal.path} is ${state}`);
    const isThere = lstatSync(removal.path, { throwIfNoEntry: false }) !== undefined;
    // A copy whose original was changed is held instead, and comes back by undoing again.
    const cameBack = entries.some((one) => one.kind === "remove" && one.state === "undone" && one.removal.path === removal.path);
    if (kind === "copy" && !strangers.has(removal.path) && !cameBack)
      assert.equal(isThere, state === "written", `${label}: ${removal.path} is ${state}`);
  }
}

/** Returns how many steps there were. */
async function live(one: Case, fault: Fault, at: number): Promise<number> {
  const label = `${nameOf(one)}: ${fault} at ${at}`;
  const place = createPlace();
  try {
    const { root, store, real } = place;
    const was = stateOf(root);
    const hook = hookOf(fault, at, root);
    const sound = createActions({ ...hookPorts(real, {}, { limits: one.limits }), createHasher: createTestHasher, clock: Date });
    const ports = hookPorts(real, hook, { effectsOnly: true, limits: one.limits });
    const troubled = createActions({ ...ports, createHasher: createTestHasher, clock: Date });
    const plan = await planOf(root, one.merge);
    if (one.work === "act") await endure(troubled.act(plan));
    else {
      const { failed, session } = await sound.act(plan);
      assert.deepEqual(failed, [], label);
      const made = stateOf(root);
      for (const [name, text] of Object.entries(copies)) assert.ok(made[`A/${name}`]?.startsWith(text), `${label}: ${name} was not copied`);
      await endure(troubled.undo({ session: session! }));
    }

    // Other eyes than the ones that died.
    const after = createActions({ ...hookPorts(real, {}, { limits: one.limits }), createHasher: createTestHasher, clock: Date });
    await after.settle();
    assert.deepEqual(await after.settle(), [], `${label}, settled twice`);
    const session = store.journal.sessions()[0]?.name;
    const entries = (): JournalEntry[] => (session === undefined ? [] : store.journal.ofSession(session));
    check(root, entries(), hook.strangers, label);

    if (entries().length > 0) await after.undo({ session: session! });
    check(root, entries(), hook.strangers, `${label}, undone`);
    if (hook.strangers.size === 0) {
      assert.deepEqual(stateOf(root), was, `${label}, undone`);
      const folders = filesBelow(root).folders.map((path) => path.slice(root.length + 1));
      assert.deepEqual(folders.sort(), ["A", "B", "B/sub", "B/sub/deep"], `${label}, undone`);
    }
    return ports.count();
  } finally {
    place.dispose();
  }
}

test("whatever happens at whatever step, nothing is lost, no copy is half, and undo brings all back", async (context) => {
  let lives = 0;
  for (const one of cases)
    for (const fault of faults) {
      const steps = await live(one, fault, Number.POSITIVE_INFINITY);
      for (let at = 1; at <= steps; at++, lives++) await live(one, fault, at);
    }
  context.diagnostic(`${lives} lives over ${cases.length} cases and ${faults.length} faults`);
  assert.ok(lives > 1000, `only ${lives}`);
});

test("a process that is killed at any step leaves whole files, and the journal settles", async (context) => {
  const child = fileURLToPath(new URL("copies-child.ts", import.meta.url));
  let kills = 0;
  for (const work of ["act", "undo"] as const) {
    let isOver = false;
    for (let at = 1; !isOver; at++) {
      const place = createPlace();
      const { root, library, real } = place;
      const was = stateOf(root);
      if (work === "undo") {
        const sound = createActions({ ...real, createHasher: createTestHasher, clock: Date });
        await sound.act(await planOf(root, true));
      }
      place.store.dispose();
      const task: CopyTask = { library, root, merge: true, work, at };
      const { signal, status, stderr } = spawnSync(process.execPath, [child, JSON.stringify(task)], {
        encoding: "utf8",
        // The same sources, stripped of their types once.
        env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "likeness-compile-cache") },
      });
      assert.ok(signal === "SIGKILL" || status === 0, stderr);
      isOver = signal === null;
      kills += isOver ? 0 : 1;
      const store = createStore({ folder: library });
      const actions = createActions({
        fileSystem: createFileSystem(),
        journal: store.journal,
        createHasher: createTestHasher,
        clock: Date,
      });
      await actions.settle();
      const session = store.journal.sessions()[0]?.name;
      const label = `${work} killed at ${at}`;
      if (session !== undefined) {
        check(root, store.journal.ofSession(session), new Map(), label);
        if (store.journal.ofSession(session).length > 0) await actions.undo({ session });
      }
      assert.deepEqual(stateOf(root), was, `${label}, undone`);
      store.dispose();
      place.dispose();
    }
  }
  context.diagnostic(`${kills} kills`);
  assert.ok(kills > 60, `only ${kills}`);
});

test("from another volume, a name that is taken at the last moment, and a card that is out: the others go on", {
  skip: !hasTwoVolumes,
}, async () => {
  const place = createPlace();
  const card = mkdtempSync(join(volumes[1]!, "likeness-card-"));
  try {
    const { root, real, store } = place;
    writeFileSync(join(card, "far.jpg"), "from afar");
    const plan = await planOf(root, false);
    const [first, second] = plan.copies;
    const hash = createTestHasher();
    hash.update(Buffer.from("from afar"));
    const digest = hash.digest();
    const far = {
      ...first!,
      path: join(root, "A/far.jpg"),
      hash: digest,
      kept: { path: join(card, "far.jpg"), hash: digest },
      group: "far",
    };
    writeFileSync(second!.path.replace("sub/deep/", ""), "no matter");
    mkdirSync(dirname(second!.path), { recursive: true });
    writeFileSync(second!.path, "came first");
    const actions = createActions({ ...real, createHasher: createTestHasher, clock: Date });
    const { done, failed, session } = await actions.act({ ...plan, copies: [...plan.copies, far] });
    assert.equal(readFileSync(join(root, "A/far.jpg"), "utf8"), "from afar");
    assert.equal(readFileSync(second!.path, "utf8"), "came first");
    assert.ok(failed.some(({ path, reason }) => path === second!.path && /stands in its place/.test(reason)));
    assert.ok(
      failed.some(({ reason }) => /photo was not copied/.test(reason)),
      "its side file stays where it is",
    );
    assert.equal(done.length, plan.copies.length + 1 - 2);
    rmSync(card, { recursive: true });
    await actions.undo({ session: session! });
    const held = store.journal.ofSession(session!).find(({ kind, removal }) => kind === "remove" && removal.path.endsWith("far.jpg"));
    assert.equal(readFileSync(held!.heldPath!, "utf8"), "from afar", "the only one left is held, not deleted");
  } finally {
    rmSync(card, { recursive: true, force: true });
    place.dispose();
  }
});

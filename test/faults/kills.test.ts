/** A real process moves real files and is killed (SIGKILL) at every step that changes anything; then the journal settles, and undo brings all back. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import { createStore, type Store } from "../../electron/engine/store/store.ts";
import { breaches, differences } from "./check.ts";
import { perform, type Task } from "./child.ts";
import { createTestHasher, createWorld, hasTwoVolumes, volumes, type World } from "./world.ts";

const child = fileURLToPath(new URL("child.ts", import.meta.url));
const atOnce = 2;
/** A thousand processes load the same sources: they need to be stripped of their types once. */
const compileCache = join(tmpdir(), "likeness-compile-cache");

interface Case {
  readonly seed: number;
  readonly work: Task["work"];
  readonly limits: Task["limits"];
  /** For "settle": where the act before it was killed. */
  readonly earlier?: number;
}

const cases: readonly Case[] = [
  ...[1, 2, 3, 4, 5, 6, 15, 16, 17].map((seed) => ({ seed, work: "act", limits: "none" }) as const),
  ...[7, 8].map((seed) => ({ seed, work: "act", limits: "bind mount" }) as const),
  ...[1, 2, 3, 4, 9, 15, 16].map((seed) => ({ seed, work: "undo", limits: "none" }) as const),
  ...[5, 10, 17].map((seed) => ({ seed, work: "undo", limits: "no links" }) as const),
  ...[6, 11, 12, 16].map((seed) => ({ seed, work: "undo", limits: "undo across volumes" }) as const),
  ...[1, 13].map((seed) => ({ seed, work: "empty", limits: "none" }) as const),
  ...[8, 9, 10, 12, 14].map((earlier) => ({ seed: 2, work: "settle", limits: "none", earlier }) as const),
];

test("nothing is lost, whatever step the engine is killed at", { timeout: 600_000 }, async (context) => {
  const template = mkdtempSync(join(tmpdir(), "likeness-library-"));
  createStore({ folder: template }).dispose();
  context.after(() => rmSync(template, { recursive: true, force: true }));
  const began = performance.now();

  const tasks = (
    await Promise.all(
      cases.map(async (one) => {
        const { steps, copies } = await inWorld(template, one, async (task) =>
          perform({ ...task, step: 0, when: "before" }, () => undefined),
        );
        const before = Array.from({ length: steps }, (_, index) => ({ one, when: "before" as const, step: index + 1 }));
        return [...before, ...copies.map((step) => ({ one, when: "torn" as const, step }))];
      }),
    )
  ).flat();

  const counts = { killed: 0, torn: tasks.filter(({ when }) => when === "torn").length, half: 0 };
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < tasks.length; index = next++) {
      const { one, when, step } = tasks[index]!;
      await inWorld(template, one, async (task, world) => {
        const label = JSON.stringify({ ...one, when, step });
        const killed = await runChild({ ...task, step, when });
        assert.ok(killed, `${label} was not killed`);
        counts.killed += 1;
        await survive(world, task, label, counts);
      });
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));

  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  context.diagnostic(
    `${counts.killed} of ${tasks.length} kills survived, ${counts.torn} of them amid a copy, over ${cases.length} seeded cases; ${counts.half} half-done entries settled; ${seconds} s`,
  );
  context.diagnostic(hasTwoVolumes ? `two volumes: ${volumes.join(", ")}` : "one volume: this system has no second one");
  assert.ok(counts.killed >= 1000, `only ${counts.killed} kills`);
  assert.ok(counts.half > 100, `only ${counts.half} entries were half done`);
});

/** A fresh world and library, brought to where the task begins. */
async function inWorld<T>(
  template: string,
  { seed, work, limits, earlier }: Case,
  use: (task: Task, world: World) => Promise<T>,
): Promise<T> {
  const world = createWorld(seed);
  const library = join(world.folders[0]!, "library");
  cpSync(template, library, { recursive: true });
  const task: Task = { library, trash: world.trash, work, wishes: world.wishes, limits, step: 0, when: "before" };
  const never = (): void => undefined;
  try {
    if (work === "undo" || work === "empty") await perform({ ...task, work: "act" }, never);
    if (work === "settle") await runChild({ ...task, work: "act", step: earlier ?? 1 });
    return await use(task, world);
  } finally {
    world.dispose();
  }
}

/** true where it died of the kill. */
async function runChild(task: Task): Promise<boolean> {
  const environment = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  const engine = spawn(process.execPath, [child, JSON.stringify(task)], { stdio: ["ignore", "ignore", "pipe"], env: environment });
  let complaint = "";
  engine.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const { promise, resolve } = Promise.withResolvers<[number | null, string | null]>();
  engine.on("close", (code, signal) => resolve([code, signal]));
  const [code, signal] = await promise;
  assert.ok(signal === "SIGKILL" || code === 0, `the engine process ended with ${code ?? signal}: ${complaint}`);
  return signal === "SIGKILL";
}

async function survive(world: World, task: Task, label: string, counts: { half: number }): Promise<void> {
  const store: Store = createStore({ folder: task.library });
  try {
    const session = store.journal.sessions()[0]?.name;
    const entries = () => (session === undefined ? [] : store.journal.ofSession(session));
    assert.deepEqual(breaches(world, entries(), { settled: false }), [], `${label}, as the kill left it`);
    const actions = createActions({ journal: store.journal, fileSystem: createFileSystem(), createHasher: createTestHasher, clock: Date });
    counts.half += (await actions.settle()).filter(({ state }) => state !== "failed").length;
    assert.deepEqual(breaches(world, entries(), { settled: true }), [], `${label}, settled`);
    assert.deepEqual(await actions.settle(), [], `${label}, settled twice`);
    if (task.work === "empty") return;
    if (session !== undefined) await actions.undo({ session });
    const toleranceNs = task.limits === "undo across volumes" ? 1000n : 0n;
    assert.deepEqual(differences(world, entries(), new Map(), toleranceNs), [], `${label}, undone`);
  } finally {
    store.dispose();
  }
}

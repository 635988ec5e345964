/** A real engine process for the fault tests: opens the library, does what it is told, and is gone by SIGKILL at the step that it is told. */
import { createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import { createStore } from "../../electron/engine/store/store.ts";
import { createFolderTrash, type Hook, hookPorts, type Limits, type Step } from "./ports.ts";
import { createTestHasher, planOf, type Wish } from "./world.ts";

export interface Task {
  readonly library: string;
  readonly trash: string;
  readonly work: "act" | "undo" | "empty" | "settle";
  readonly wishes: readonly Wish[];
  readonly limits: "none" | "no links" | "undo across volumes" | "bind mount";
  /** Killed before this step, after it, or, where it copies, in the midst of it. */
  readonly step: number;
  readonly when: "before" | "after" | "torn";
}

export const limitsOf: Readonly<Record<Task["limits"], Limits>> = {
  none: {},
  "no links": { noLinks: true },
  "undo across volumes": { volumeOf: (path) => (path.includes("/.likeness-removed/") ? "holding" : "folders") },
  "bind mount": { volumeOf: (path) => /\/2019\//.exec(path)?.[0] ?? "top" },
};

/** Returns how many steps it took, and which of them copied. */
export async function perform(task: Task, die: () => void): Promise<{ readonly steps: number; readonly copies: readonly number[] }> {
  const copies: number[] = [];
  const store = createStore({ folder: task.library });
  try {
    const at = (when: Task["when"]) => (step: { readonly number: number }) => {
      if (task.when === when && step.number === task.step) die();
    };
    const strike = at("before");
    const before = (step: Step): void => {
      if (step.name === "copy") copies.push(step.number);
      strike(step);
    };
    const tears = (step: Step): boolean => task.when === "torn" && step.number === task.step;
    const hook: Hook = { before, after: at("after"), tears, torn: die };
    const real = { fileSystem: createFileSystem(), journal: store.journal, trashCan: createFolderTrash(task.trash) };
    // Removing is on one volume even where undoing is not.
    const limits = task.work === "act" && task.limits === "undo across volumes" ? {} : limitsOf[task.limits];
    const ports = hookPorts(real, hook, { effectsOnly: true, limits });
    const actions = createActions({ ...ports, createHasher: createTestHasher, clock: Date });
    const session = store.journal.sessions()[0]?.name ?? "";
    if (task.work === "act") await actions.act(await planOf(task));
    if (task.work === "undo") await actions.undo({ session });
    if (task.work === "empty") await actions.empty(ports.trashCan, null);
    if (task.work === "settle") await actions.settle();
    return { steps: ports.count(), copies };
  } finally {
    store.dispose();
  }
}

if (process.argv[1] === import.meta.filename) await perform(JSON.parse(process.argv[2] ?? ""), () => process.kill(process.pid, "SIGKILL"));

/** The program is made worse on purpose, one way after the other; the same seeded lives must notice each: a check that cannot fail is none. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type JournalId, type JournalState, systemPath } from "../../electron/engine/photo.ts";
import { createStore } from "../../electron/engine/store/store.ts";
import { hashAt, leftFolder } from "./check.ts";
import { type Break, randomRun } from "./random-run.ts";
import { volumes } from "./world.ts";

const mostRuns = 800;

const believed: Partial<Record<JournalState, JournalState>> = {
  planned: "failed",
  moving: "moved",
  restoring: "undone",
  emptying: "emptied",
};

const broken: Readonly<Record<string, Break>> = {
  "trusts the plan instead of reading the file again": {
    ports: (options, { firstBytes }) => ({
      ...options,
      fileSystem: {
        ...options.fileSystem,
        async read(path, onChunk) {
          const first = firstBytes.get(path);
          const facts = await options.fileSystem.read(path, first ? () => undefined : onChunk);
          if (first) onChunk(first);
          return facts;
        },
      },
    }),
  },
  "does not look whether the kept photo is there": {
    ports: (options, { wishes, firstBytes }) => {
      const kept = new Set(wishes.map((wish) => wish.kept));
      const { fileSystem } = options;
      const facts = { kind: "file", device: 0n, inode: 0n, links: 1, sizeBytes: 1, modifiedAtNs: 0n, changedAtNs: 0n, mode: 0 } as const;
      return {
        ...options,
        fileSystem: {
          ...fileSystem,
          stat: (path) => (kept.has(path) ? facts : fileSystem.stat(path)),
          async read(path, onChunk) {
            if (!kept.has(path)) return fileSystem.read(path, onChunk);
            onChunk(firstBytes.get(path)!);
            return facts;
          },
        },
      };
    },
  },
  "moves first and writes it down afterwards": {
    ports: (options) => {
      const later = new Map<JournalId, string | null>();
      const { journal } = options;
      return {
        ...options,
        journal: {
          ...journal,
          change(id, change) {
            if (change.state !== "moving") return journal.change(id, { ...(later.has(id) ? { heldPath: later.get(id) } : {}), ...change });
            later.set(id, change.heldPath ?? null);
            return { ...journal.entry(id)!, heldPath: null, reason: null, ...change };
          },
        },
      };
    },
  },
  "overwrites what came to stand where a file was": {
    ports: (options, { originals }) => {
      const { fileSystem } = options;
      const isStranger = (path: string): boolean =>
        originals.has(path) && hashAt(path) !== null && hashAt(path) !== originals.get(path)!.hash;
      return {
        ...options,
        fileSystem: {
          ...fileSystem,
          stat: (path) => (isStranger(path) ? null : fileSystem.stat(path)),
          link(from, to) {
            if (isStranger(to)) unlinkSync(systemPath(to));
            fileSystem.link(from, to);
          },
        },
      };
    },
  },
  "believes the journal after a crash instead of the disk": {
    actions: (actions, { journal }) => ({
      ...actions,
      settle: async () =>
        journal
          .inStates(["planned", "moving", "restoring", "emptying"])
          .map(({ id, state }) => journal.change(id, { state: believed[state] ?? state, changedAtMs: 0 })),
    }),
  },
  "leaves half copies lying about": {
    ports: (options) => ({
      ...options,
      fileSystem: {
        ...options.fileSystem,
        unlink: (path) => (path.endsWith(".partial") ? undefined : options.fileSystem.unlink(path)),
      },
    }),
  },
};

for (const [what, worsen] of Object.entries(broken)) {
  test(`a program that ${what} is found out`, { timeout: 600_000 }, async (context) => {
    const folder = mkdtempSync(join(volumes[0]!, "likeness-faults-library-"));
    const store = createStore({ folder });
    context.after(() => {
      store.dispose();
      rmSync(folder, { recursive: true, force: true });
    });
    for (let seed = 1; seed <= mostRuns; seed++) {
      const { problems, kind } = await randomRun(seed, store.journal, worsen).catch((error: unknown) => ({
        problems: [String(error)],
        kind: "threw",
      }));
      const found = problems.find((problem) => !problem.endsWith(leftFolder));
      if (found === undefined) continue;
      context.diagnostic(`found out at seed ${seed} (${kind}): ${found}`);
      return;
    }
    assert.fail(`${mostRuns} runs noticed nothing`);
  });
}

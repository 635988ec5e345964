/** The journal: entries come back byte for byte after a restart, in order, and no step is left in the system's memory alone. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { JournalId, PlannedRemoval } from "../../../electron/engine/photo.ts";
import { pathOfBytes } from "../../../electron/engine/photo.ts";
import { openConnection } from "../../../electron/engine/store/connection.ts";
import { createJournal } from "../../../electron/engine/store/journal.ts";
import { createStore } from "../../../electron/engine/store/store.ts";
import { hashOf, temporaryFolder } from "./library.ts";

function removal(name: string, part: Partial<PlannedRemoval> = {}): PlannedRemoval {
  return {
    path: `/photos/${name}`,
    hash: hashOf(name),
    identity: { device: 2n ** 64n - 7n, inode: 2n ** 63n + 5n, sizeBytes: 2 ** 40, modifiedAtNs: 1_700_000_000_123_456_789n },
    group: "group",
    kept: { path: "/photos/kept", hash: hashOf("kept") },
    root: "/photos",
    companionOf: null,
    ...part,
  };
}

function temporaryJournal(context: TestContext) {
  const connection = openConnection(`${temporaryFolder(context)}/library.sqlite`);
  context.after(() => connection.dispose());
  return { connection, journal: createJournal(connection) };
}

test("entries come back as they were, after a restart too", (context) => {
  const folder = temporaryFolder(context);
  const raw = pathOfBytes(Buffer.from("/photos/\xff\n", "latin1"));
  const removals = [removal("a", { path: raw, companionOf: raw, kept: { path: raw, hash: hashOf("k") } }), removal("b")];
  const first = createStore({ folder });
  const begun = first.journal.begin("session", "remove", removals, 1000);
  const changed = first.journal.change(begun[0]!.id, { state: "moving", heldPath: raw, reason: "why", changedAtMs: 2000 });
  first.dispose();
  const second = createStore({ folder });
  context.after(() => second.dispose());
  const entries = second.journal.ofSession("session");
  assert.deepEqual(
    entries.map((entry) => ({ ...entry.removal, hash: Buffer.from(entry.removal.hash) })),
    removals,
  );
  assert.deepEqual(entries[0], changed);
  assert.deepEqual([entries[0]!.state, entries[0]!.heldPath, entries[0]!.reason, entries[0]!.changedAtMs], ["moving", raw, "why", 2000]);
  assert.deepEqual([entries[1]!.state, entries[1]!.heldPath, entries[1]!.restoredPath], ["planned", null, null]);
});

test("a change leaves what it does not name, and names what it empties", (context) => {
  const { journal } = temporaryJournal(context);
  const id = journal.begin("session", "remove", [removal("a")], 1)[0]!.id;
  journal.change(id, { state: "moving", heldPath: "/held", changedAtMs: 2 });
  journal.change(id, { state: "restoring", restoredPath: "/back", changedAtMs: 3 });
  assert.deepEqual([journal.entry(id)?.heldPath, journal.entry(id)?.restoredPath], ["/held", "/back"]);
  journal.change(id, { state: "moved", restoredPath: null, changedAtMs: 4 });
  assert.deepEqual([journal.entry(id)?.heldPath, journal.entry(id)?.restoredPath], ["/held", null]);
});

test("sessions come newest first, also those of one moment, and count their entries by state", (context) => {
  const { journal } = temporaryJournal(context);
  for (const name of ["b", "c", "a"]) journal.begin(name, "remove", [removal("x"), removal("y")], 5);
  journal.change(journal.ofSession("c")[1]!.id, { state: "failed", changedAtMs: 6 });
  assert.deepEqual(
    journal.sessions().map(({ name, counts }) => [name, counts]),
    [
      ["a", { planned: 2 }],
      ["c", { planned: 1, failed: 1 }],
      ["b", { planned: 2 }],
    ],
  );
  assert.deepEqual(
    journal.inStates(["failed"]).map(({ session }) => session),
    ["c"],
  );
});

test("a session is there whole or not at all", (context) => {
  const { journal } = temporaryJournal(context);
  assert.throws(() => journal.begin("session", "remove", [removal("a"), removal("b", { hash: new Uint8Array(3) })], 1));
  assert.deepEqual([journal.sessions(), journal.ofSession("session")], [[], []]);
  assert.throws(() => journal.change(7 as JournalId, { state: "moved", changedAtMs: 1 }), /no such entry/);
});

test("every step is written through to the disk, and other writes stay quick", (context) => {
  const { connection } = temporaryJournal(context);
  const levels: unknown[] = [];
  const level = (): unknown => connection.query<[number]>("PRAGMA synchronous").get()?.[0];
  const watched = createJournal({
    ...connection,
    writeThrough: (work) =>
      connection.writeThrough(() => {
        levels.push(level());
        return work();
      }),
  });
  watched.begin("session", "remove", [removal("a")], 1);
  const [full, normal] = [2, 1];
  assert.deepEqual([levels, level()], [[full], normal]);
  watched.change(watched.ofSession("session")[0]!.id, { state: "moving", changedAtMs: 2 });
  assert.deepEqual([levels, level()], [[full, full], normal]);
});

test("no step hides in a larger transaction that may yet be undone", (context) => {
  const { connection, journal } = temporaryJournal(context);
  assert.throws(() => connection.write(() => journal.begin("session", "remove", [removal("a")], 1)));
  assert.deepEqual(journal.sessions(), []);
});

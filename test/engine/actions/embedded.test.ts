/** A photo written anew in its own place: it keeps its rights and time, its held original may go while it stands, and it never goes as the last. */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createActions } from "../../../electron/engine/actions/actions.ts";
import { isSuccessor } from "../../../electron/engine/actions/embedded.ts";
import { createFileSystem } from "../../../electron/engine/actions/node-file-system.ts";
import { planRemovals } from "../../../electron/engine/actions/plan.ts";
import type { JournalEntry, PlannedSideFile } from "../../../electron/engine/photo.ts";
import { createStore } from "../../../electron/engine/store/store.ts";
import { hashOf } from "../../faults/side-files-child.ts";
import { createTestHasher, isPhotoName } from "../../faults/world.ts";

function begin(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "likeness-embedded-"));
  const root = join(folder, "photos");
  mkdirSync(root);
  const [kept, copy] = [join(root, "kept.jpg"), join(root, "copy.jpg")];
  writeFileSync(kept, "old");
  writeFileSync(copy, "copy");
  chmodSync(kept, 0o640);
  utimesSync(kept, 1_500_000_000.123456, 1_500_000_000.123456);
  const store = createStore({ folder: join(folder, "library") });
  const fileSystem = createFileSystem();
  const actions = createActions({ fileSystem, journal: store.journal, createHasher: createTestHasher, clock: Date });
  const trash = join(folder, "trash");
  mkdirSync(trash);
  const trashCan = {
    trash: async (paths: readonly string[]) => paths.forEach((path, at) => void renameSync(path, join(trash, `${Date.now()}-${at}`))),
  };
  context.after(() => {
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function removeCopy(): Promise<string> {
    const { size, mtimeNs } = lstatSync(copy, { bigint: true });
    const request = {
      path: copy,
      hash: hashOf("copy"),
      sizeBytes: Number(size),
      modifiedAtNs: mtimeNs,
      root,
      protected: false,
      group: "g",
    };
    const plan = await planRemovals([{ ...request, kept: { path: kept, hash: hashOf("old") } }], {
      ...{ fileSystem, createHasher: createTestHasher, isPhotoName, pathsOf: () => [] },
    });
    return (await actions.act(plan)).session!;
  }
  function anew(text: string, before = "old", group = "g"): PlannedSideFile {
    const { device, inode, sizeBytes, modifiedAtNs } = fileSystem.stat(kept)!;
    const replaces = { hash: hashOf(before), identity: { device, inode, sizeBytes, modifiedAtNs } };
    const planned = { path: kept, hash: hashOf(text), bytes: Buffer.from(text), group, root, replaces };
    return { ...planned, kept: { path: kept, hash: hashOf(before) } };
  }
  const text = () => readFileSync(kept, "utf8");
  const entry = (session: string, path: string, kind = "remove") =>
    store.journal.ofSession(session).find((one) => one.kind === kind && one.removal.path === path)!;
  return { ...{ root, kept, copy, trash, trashCan, store, actions, removeCopy, anew, text, entry } };
}

test("rights and time stay, and undo brings the very file back", async (context) => {
  const { kept, actions, removeCopy, anew, text } = begin(context);
  const before = lstatSync(kept, { bigint: true });
  const session = await removeCopy();
  const { failed } = await actions.write(session, [anew("new")]);
  assert.deepEqual(failed, []);
  const now = lstatSync(kept, { bigint: true });
  assert.deepEqual([text(), now.mode, now.mtimeNs / 1000n], ["new", before.mode, before.mtimeNs / 1000n]);
  assert.notEqual(now.ino, before.ino);
  assert.deepEqual((await actions.undo({ session })).failed, []);
  const back = lstatSync(kept, { bigint: true });
  assert.deepEqual([text(), back.ino, back.mode, back.mtimeNs], ["old", before.ino, before.mode, before.mtimeNs]);
});

test("what is held may be emptied while the photo written anew stands, and undo then leaves it", async (context) => {
  const { kept, trashCan, actions, removeCopy, anew, text } = begin(context);
  const session = await removeCopy();
  await actions.write(session, [anew("new")]);
  const emptied = await actions.empty(trashCan, { session });
  assert.deepEqual([emptied.failed, emptied.done.length], [[], 2]);
  const undone = await actions.undo({ session });
  assert.equal(undone.done.length, 0);
  assert.equal(text(), "new");
  assert.ok(existsSync(kept));
});

test("over several sessions too, whichever is emptied first", async (context) => {
  const { trashCan, actions, removeCopy, anew, text } = begin(context);
  const session = await removeCopy();
  await actions.write(session, [anew("new")]);
  const later = (await actions.write(null, [anew("newest", "new", "h")])).session!;
  const emptied = await actions.empty(trashCan, { session });
  assert.deepEqual([emptied.failed, emptied.done.length], [[], 2]);
  assert.deepEqual((await actions.undo({ session: later })).failed, []);
  assert.equal(text(), "new");
});

test("nothing is emptied for a photo that holds anything else", async (context) => {
  const { kept, trashCan, actions, removeCopy, anew } = begin(context);
  const session = await removeCopy();
  await actions.write(session, [anew("new")]);
  writeFileSync(kept, "the person's own");
  const emptied = await actions.empty(trashCan, { session });
  assert.deepEqual([emptied.done, emptied.failed.length], [[], 2]);
  const undone = await actions.undo({ session });
  assert.ok(undone.failed.some(({ path }) => path === kept));
  assert.equal(readFileSync(kept, "utf8"), "the person's own");
  assert.equal(readFileSync(kept.replace(".jpg", " (restored).jpg"), "utf8"), "old");
});

test("where its original is held no more, undo leaves the new one", async (context) => {
  const { kept, copy, actions, removeCopy, anew, text, entry } = begin(context);
  const session = await removeCopy();
  await actions.write(session, [anew("new")]);
  rmSync(entry(session, kept).heldPath!);
  const { failed } = await actions.undo({ session });
  assert.match(failed.find(({ path }) => path === kept)?.reason ?? "", /not in the holding folder any more/);
  assert.deepEqual([text(), readFileSync(copy, "utf8")], ["new", "copy"]);
});

test("an original that goes from the holding folder while the new one is on its way out lets it come back", async (context) => {
  const { kept, store, actions, removeCopy, anew, text, entry } = begin(context);
  const session = await removeCopy();
  await actions.write(session, [anew("new")]);
  const written = entry(session, kept, "write-sidecar");
  // As a crash leaves it: away by its other name, and then the held one is lost.
  store.journal.change(written.id, { state: "withdrawing", changedAtMs: Date.now() });
  renameSync(kept, join(kept, "..", `.likeness-${session}-${written.id}.partial`));
  rmSync(entry(session, kept).heldPath!);
  await actions.settle();
  assert.deepEqual([text(), entry(session, kept, "write-sidecar").state], ["new", "written"]);
});

test("a second attempt in one session counts for itself after a crash", async (context) => {
  const { kept, store, actions, removeCopy, anew, text, entry } = begin(context);
  const session = await removeCopy();
  const refused = await actions.write(session, [{ ...anew("first"), hash: hashOf("another") }]);
  assert.equal(refused.failed.length, 1);
  assert.equal(text(), "old");
  await actions.write(session, [anew("second")]);
  const written = store.journal.ofSession(session).findLast(({ kind }) => kind === "write-sidecar")!;
  // Before it had its name.
  store.journal.change(written.id, { state: "writing", changedAtMs: Date.now() });
  renameSync(kept, join(kept, "..", `.likeness-${session}-${written.id}.partial`));
  await actions.settle();
  assert.deepEqual([text(), store.journal.entry(written.id)!.state], ["second", "written"]);
  await actions.undo({ session });
  assert.equal(text(), "old");
  assert.ok(entry(session, kept));
});

test("a photo is written anew only in its own place, and only while it holds what was read", async (context) => {
  const { kept, actions, removeCopy, anew, text } = begin(context);
  const session = await removeCopy();
  const planned = anew("new");
  await assert.rejects(actions.write(session, [{ ...planned, replaces: null }]), TypeError);
  await actions.settle();
  writeFileSync(kept, "changed");
  assert.equal((await actions.write(session, [planned])).failed.length, 1);
  assert.equal(text(), "changed");
});

test("only steps that the journal calls written lead from one content to the next", () => {
  const step = (path: string, before: string, after: string, state = "written"): JournalEntry => {
    const removal = { path, hash: hashOf(after), kept: { path, hash: hashOf(before) } };
    return { kind: "write-sidecar", state, removal } as unknown as JournalEntry;
  };
  const steps = [step("p", "a", "b"), step("p", "b", "c"), step("p", "c", "a"), step("p", "a", "x", "undone"), step("q", "a", "y")];
  const leads = (to: string): boolean => isSuccessor(steps, "p", hashOf("a"), hashOf(to));
  assert.deepEqual(["a", "b", "c", "x", "y"].map(leads), [true, true, true, false, false]);
});

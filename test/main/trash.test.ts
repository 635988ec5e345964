/** The way to the system's trash over the engine's channel: a real engine asks, the main process's side answers. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { certainRule } from "../../electron/contract.ts";
import { createParentTrashCan } from "../../electron/hosts/parent-trash-can.ts";
import { spawnEngine } from "../../electron/main/engine-child.ts";
import { answerTrash } from "../../electron/main/trash.ts";
import { connect } from "../../electron/wire.ts";
import { paintPicture } from "../fixtures/pictures.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-trash-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("what the engine empties goes through the parent's hands, and what it does not take stays held", async () => {
  process.env.LIKENESS_LIBRARY = join(folder, "library");
  const photos = join(folder, "photos");
  mkdirSync(photos);
  const { data, width, height } = paintPicture(7, 640, 480);
  await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toFile(join(photos, "a.jpg"));
  for (const name of ["b.jpg", "c.jpg"]) copyFileSync(join(photos, "a.jpg"), join(photos, name));

  const asked: string[] = [];
  const child = spawnEngine(
    { node: process.execPath, file: fileURLToPath(new URL("../../electron/hosts/engine-process.ts", import.meta.url)) },
    async (path) => {
      asked.push(path);
      if (path.endsWith("c.jpg")) throw new Error("The trash is full.");
      renameSync(path, join(folder, "trashed.jpg"));
    },
  );
  await child.ready;
  const engine = connect(child.pipe);
  await engine.scan({ folders: [photos] });
  const { id } = await engine.planCleanup({ rule: certainRule });
  const { done } = await engine.act({ plan: id });
  assert.equal(done.length, 2);
  const emptied = await engine.emptyHolding({});
  assert.deepEqual(asked.sort(), done.map(({ heldPath }) => heldPath).sort());
  assert.deepEqual(
    emptied.done.map(({ path }) => path),
    [join(photos, "b.jpg")],
  );
  assert.match(emptied.failed[0]?.reason ?? "", /The trash is full\./);
  assert(existsSync(join(folder, "trashed.jpg")));
  assert.deepEqual((await engine.journal({}))[0]?.counts, { emptied: 1, moved: 1 });
  child.pipe.close();
  await child.ended;
});

test("only a question for the trash is answered, and one file's failure does not keep the others", async () => {
  const gone: string[] = [];
  const trashItem = async (path: string): Promise<void> => {
    if (path === "/bad") throw new Error("No.");
    gone.push(path);
  };
  assert.deepEqual(await answerTrash({ trash: 4, paths: ["/a", "/bad", "/b"] }, trashItem), { trashed: 4, failure: "No." });
  assert.deepEqual(await answerTrash({ trash: 5, paths: ["/c"] }, trashItem), { trashed: 5, failure: null });
  for (const message of [null, "trash", { call: 1, method: "trash", params: {} }, { trash: "4", paths: [] }, { trash: 4 }])
    assert.equal(await answerTrash(message, trashItem), null);
  assert.deepEqual(gone, ["/a", "/b", "/c"]);
});

test("a parent that goes away leaves nobody waiting", async () => {
  const listeners: (() => void)[] = [];
  const trashCan = createParentTrashCan({ send() {}, onMessage() {}, onClose: (listener) => void listeners.push(listener) });
  const waiting = trashCan.trash(["/a"]);
  for (const listener of listeners) listener();
  await assert.rejects(waiting, /has gone/);
});

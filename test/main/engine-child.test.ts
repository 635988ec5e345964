/** The engine as the desktop program runs it: a real process of the real engine, seen through its channel. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { LikenessError } from "../../electron/contract.ts";
import { spawnEngine, startNews } from "../../electron/main/engine-child.ts";
import { connect } from "../../electron/wire.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-child-"));
const library = join(folder, "library");
process.env.LIKENESS_LIBRARY = library;
const paths = { node: process.execPath, file: fileURLToPath(new URL("../../electron/hosts/engine-process.ts", import.meta.url)) };
after(() => rmSync(folder, { recursive: true, force: true }));

test("a real engine answers over the channel, ends when the channel closes, and leaves its library whole", async () => {
  const child = spawnEngine(paths);
  await child.ready;
  const engine = connect(child.pipe);
  const status = await engine.status({});
  assert.deepEqual([status.folder, status.photos], [library, 0]);
  await assert.rejects(engine.photo({ id: 1 as never }), (error) => error instanceof LikenessError && error.code === "not-found");
  child.pipe.close();
  assert.equal(await child.ended, "exit status 0");
  assert(existsSync(library));
});

test("a second engine on the same library says that it is locked", async () => {
  const first = spawnEngine(paths);
  await first.ready;
  const second = spawnEngine(paths);
  await assert.rejects(second.ready, { code: "library-locked" });
  assert.equal(await second.ended, "exit status 1");
  first.kill();
  assert.equal(await first.ended, "SIGKILL");
});

test("a file that is no engine ends before it is ready", async () => {
  const file = join(folder, "broken.mjs");
  writeFileSync(file, "process.exit(3);");
  assert.equal(await spawnEngine({ ...paths, file }).ended, "exit status 3");
  assert.match(await spawnEngine({ node: join(folder, "absent"), file }).ended, /ENOENT/);
});

test("only the two words of the start are news", () => {
  assert.equal(startNews({ ready: true }), true);
  const failed = startNews({ failed: { code: "library-newer", message: "Newer." } });
  assert(failed instanceof LikenessError);
  assert.deepEqual([failed.code, failed.message], ["library-newer", "Newer."]);
  const unknown = startNews({ failed: { code: "made-up", message: "?" } });
  assert(unknown instanceof LikenessError && unknown.code === "internal");
  for (const message of [null, "ready", 1, { answer: 1 }]) assert.equal(startNews(message), null);
});

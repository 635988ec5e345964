/** One process at a time: the lock is held against another process and another store, and ends with its holder. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { LikenessError } from "../../../electron/contract.ts";
import { createStore } from "../../../electron/engine/store/store.ts";
import { temporaryFolder } from "./library.ts";

const storeUrl = new URL("../../../electron/engine/store/store.ts", import.meta.url).href;

/** A process that opens the library, puts a photo into it, is in the middle of another write, and says so. */
async function startHolder(folder: string): Promise<ChildProcess> {
  const code = `
    const { createStore } = await import(${JSON.stringify(storeUrl)});
    const store = createStore({ folder: ${JSON.stringify(folder)} });
    store.settings.addRoots(["/kept"]);
    store.write(() => {
      store.settings.addRoots(["/unfinished"]);
      process.stdout.write("open\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: ["ignore", "pipe", "inherit"] });
  const [output] = await once(child.stdout!, "data");
  assert.equal(String(output), "open\n");
  return child;
}

test("a second process is refused while the first lives, and let in at once when that is killed", async (context) => {
  const folder = temporaryFolder(context);
  const holder = await startHolder(folder);
  context.after(() => holder.kill("SIGKILL"));
  assert.throws(
    () => createStore({ folder }),
    (error) => error instanceof LikenessError && error.code === "library-locked" && /open in another Likeness/.test(error.message),
  );

  const gone = once(holder, "exit");
  holder.kill("SIGKILL");
  await gone;
  const store = createStore({ folder });
  context.after(() => store.dispose());
  assert.deepEqual(store.settings.roots(), ["/kept"]);
});

test("a second store in the same process is refused too", (context) => {
  const folder = temporaryFolder(context);
  const store = createStore({ folder });
  context.after(() => store.dispose());
  assert.throws(
    () => createStore({ folder }),
    (error) => error instanceof LikenessError && error.code === "library-locked",
  );
  store.settings.addRoots(["/still/works"]);
  assert.deepEqual(store.settings.roots(), ["/still/works"]);
});

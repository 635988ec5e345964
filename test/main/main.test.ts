/** The main process on a stand-in for Electron and a real engine: the guards, the port, the pictures, a crash, and the end. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { MessagePort } from "node:worker_threads";
import { portMessage } from "../../electron/contract.ts";
import { connect, connectHost, type Pipe } from "../../electron/wire.ts";
import { app, ipcMain, record } from "../fixtures/fake-electron.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-main-"));
process.env.LIKENESS_LIBRARY = join(folder, "library");
app.path = fileURLToPath(new URL("../../", import.meta.url));
const standIn = new URL("../fixtures/fake-electron.ts", import.meta.url).href;
registerHooks({ resolve: (name, context, next) => (name === "electron" ? { url: standIn, shortCircuit: true } : next(name, context)) });
const children: ChildProcess[] = [];
subscribe("child_process", (message) => children.push((message as { process: ChildProcess }).process));
await import("../../electron/main/main.ts");
after(() => rmSync(folder, { recursive: true, force: true }));

/** The page's end of the port. */
function pagePipe(port: MessagePort): Pipe {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on("message", listener),
    onClose: (listener) => void port.on("close", listener),
    close: () => port.close(),
  };
}

const { webContents, options, loaded } = record.windows[0]!;

async function nextPort(): Promise<MessagePort> {
  const before = webContents.ports.length;
  while (webContents.ports.length === before) await wait(20);
  return webContents.ports.at(-1)!;
}

test("the window is sandboxed, alone, and may neither navigate, nor open windows, nor ask for anything", () => {
  assert.equal(record.windows.length, 1);
  assert.equal(loaded, "likeness://window/index.html");
  const { contextIsolation, sandbox, nodeIntegration, webviewTag, preload } = options.webPreferences;
  assert.deepEqual(
    { contextIsolation, sandbox, nodeIntegration, webviewTag },
    { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
  );
  assert.match(String(preload), /preload\.cjs$/);
  assert(record.sandboxed);
  assert.deepEqual(record.permissions, [false, false, false]);
  assert.deepEqual(webContents.openHandler?.(), { action: "deny" });
  for (const name of ["will-navigate", "will-frame-navigate", "will-attach-webview"]) {
    let prevented = false;
    const preventDefault = (): void => {
      prevented = true;
    };
    webContents.emit(name, { preventDefault });
    assert(prevented, name);
  }
  assert.deepEqual(
    record.privileged.map(({ scheme }) => scheme),
    ["likeness", "photo"],
  );
});

let port: MessagePort;

test("only the window's own page is handed a port", async () => {
  const strangers = [
    { sender: {}, senderFrame: webContents.mainFrame },
    { sender: webContents, senderFrame: { url: webContents.mainFrame.url } },
    { sender: webContents, senderFrame: null },
  ];
  for (const event of strangers) ipcMain.emit(portMessage, event);
  await wait(50);
  assert.equal(webContents.ports.length, 0);
  const handed = nextPort();
  ipcMain.emit(portMessage, { sender: webContents, senderFrame: webContents.mainFrame });
  port = await handed;
});

test("over the port the page reaches the engine, the host's dialog, and nothing that is the host's own", async () => {
  const pipe = pagePipe(port);
  const engine = connect(pipe);
  assert.equal((await engine.status({})).photos, 0);
  assert.deepEqual(await connectHost(pipe).chooseFolders({}), ["/chosen"]);
  record.chosen = { canceled: true, filePaths: ["/not this"] };
  assert.deepEqual(await connectHost(pipe).chooseFolders({}), []);
  await assert.rejects(engine.picture({ id: 1 as never, variant: "original" }), { code: "usage" });
});

test("pictures and the window's files are answered over their schemes", async () => {
  const picture = record.handlers.get("photo")!;
  assert.equal((await picture({ url: "photo://thumbnail/1" })).status, 404);
  assert.equal((await picture({ url: "photo://thumbnail/..%2f..%2fetc" })).status, 404);
  const page = await record.handlers.get("likeness")!({ url: "likeness://window/index.html" });
  assert.match(page.headers.get("content-security-policy") ?? "", /script-src 'self'/);
});

test("an engine that is killed closes the page's port and comes again with a new one", async () => {
  const closed = once(port, "close");
  const handed = nextPort();
  children.at(-1)!.kill("SIGKILL");
  await closed;
  port = await handed;
  assert.equal((await connect(pagePipe(port)).status({})).photos, 0);
  assert.deepEqual(record.dialogs, []);
});

test("closing the last window ends the engine before the program", async () => {
  app.emit("window-all-closed");
  while (record.exits.length === 0) await wait(20);
  assert.deepEqual([record.quits, record.exits], [1, [0]]);
  assert.deepEqual(
    children.map(({ signalCode, exitCode }) => signalCode ?? exitCode),
    ["SIGKILL", 0],
  );
});

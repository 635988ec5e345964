/** The preload on stand-ins for Electron and the page's window: it passes on the port and dropped folders, and hands out nothing. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { registerHooks } from "node:module";
import { test } from "node:test";
import { dropMessage, portMessage } from "../../electron/contract.ts";

const sent: unknown[][] = [];
const ipcRenderer = Object.assign(new EventEmitter(), { send: (...words: unknown[]) => sent.push(words) });
const webUtils = { getPathForFile: ({ name }: { name: string }) => `/dropped/${name}` };
const posted: unknown[][] = [];
const page = Object.assign(new EventTarget(), {
  location: { origin: "likeness://window" },
  postMessage: (...words: unknown[]) => void posted.push(words),
});
Object.assign(globalThis, { window: page, standIn: { ipcRenderer, webUtils } });

const source = "export const { ipcRenderer, webUtils } = globalThis.standIn;";
const address = `data:text/javascript,${encodeURIComponent(source)}`;
registerHooks({ resolve: (name, context, next) => (name === "electron" ? { url: address, shortCircuit: true } : next(name, context)) });
const known = new Set(Object.keys(globalThis));
await import("../../electron/preload/preload.ts" as string);

test("the host hears of the page once it has loaded", () => {
  assert.deepEqual(sent, []);
  page.dispatchEvent(new Event("load"));
  assert.deepEqual(sent, [[portMessage]]);
});

test("a port goes on to the page of the same origin only", () => {
  const port = { port: 1 };
  ipcRenderer.emit(portMessage, { ports: [port] });
  assert.deepEqual(posted.splice(0), [[portMessage, "likeness://window", [port]]]);
});

test("dropped folders are told by path, files are not", () => {
  const item = (name: string, isDirectory: boolean) => ({ webkitGetAsEntry: () => ({ isDirectory }), getAsFile: () => ({ name }) });
  const drop = (...items: unknown[]) => {
    const event = Object.assign(new Event("drop", { cancelable: true }), { dataTransfer: { items } });
    page.dispatchEvent(event);
    assert(event.defaultPrevented);
  };
  drop(item("photos", true), item("a.jpg", false));
  assert.deepEqual(posted.splice(0), [[{ kind: dropMessage, folders: ["/dropped/photos"] }, "likeness://window"]]);
  drop(item("a.jpg", false), { webkitGetAsEntry: () => null, getAsFile: () => null });
  assert.deepEqual(posted, []);
});

test("the page is given no name to reach for", () => {
  assert.deepEqual(
    Object.keys(globalThis).filter((name) => !known.has(name)),
    [],
  );
});

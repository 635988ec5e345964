/** Hands the page its port, and the paths of folders dropped on it; nothing else. Runs sandboxed, as CommonJS. */
import { ipcRenderer, webUtils } from "electron";
import { dropMessage, portMessage } from "../contract.ts";

const { origin } = window.location;

ipcRenderer.on(portMessage, ({ ports }) => window.postMessage(portMessage, origin, [...ports]));
// The page's scripts listen by then.
window.addEventListener("load", () => ipcRenderer.send(portMessage));

window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  event.preventDefault();
  const items = [...(event.dataTransfer?.items ?? [])];
  const folders = items.flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? item.getAsFile() : null;
    return file ? [webUtils.getPathForFile(file)] : [];
  });
  if (folders.length > 0) window.postMessage({ kind: dropMessage, folders }, origin);
});

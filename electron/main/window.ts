/** A preload file and the host's methods come in; the window goes out, sandboxed, and given a port to each engine that starts. */
import { BrowserWindow, dialog, type IpcMainEvent, ipcMain, MessageChannelMain } from "electron";
import { type Engine, type FilePath, type HostMethods, hostOnlyMethods, portMessage } from "../contract.ts";
import { answerHost, type Pipe, serve } from "../wire.ts";
import { isOwnPage, windowAddress } from "./addresses.ts";
import { portPipe } from "./port-pipe.ts";

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Hands the page a port to this engine, now or when it has loaded. */
  connect(engine: Engine): void;
  /** Closes the page's port, which tells it that the engine is gone. */
  disconnect(): void;
}

export function openWindow(preload: string): MainWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 640,
    minHeight: 480,
    show: false,
    backgroundColor: "#161616",
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  });
  const host: HostMethods = { chooseFolders: () => chooseFolders(window) };
  let engine: Engine | null = null;
  let pipe: Pipe | null = null;
  let loaded = false;

  function handPort(): void {
    if (!engine || !loaded || window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    pipe = portPipe(port1);
    serve(engine, answerHost(pipe, host), { deny: hostOnlyMethods });
    window.webContents.postMessage(portMessage, null, [port2]);
  }

  /** The page says that it listens; whoever else says so gets nothing. */
  function onReady(event: IpcMainEvent): void {
    const { senderFrame, sender } = event;
    if (sender !== window.webContents || senderFrame !== window.webContents.mainFrame || !isOwnPage(senderFrame.url)) return;
    loaded = true;
    handPort();
  }

  ipcMain.on(portMessage, onReady);
  window.webContents.on("did-start-loading", () => {
    loaded = false;
  });
  window.once("ready-to-show", () => window.show());
  window.on("closed", () => ipcMain.off(portMessage, onReady));
  void window.loadURL(windowAddress);

  return {
    window,
    connect(next) {
      if (engine === next) return;
      engine = next;
      handPort();
    },
    disconnect() {
      engine = null;
      pipe?.close();
    },
  };
}

async function chooseFolders(window: BrowserWindow): Promise<readonly FilePath[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: "Choose folders",
    buttonLabel: "Choose",
    properties: ["openDirectory", "multiSelections"],
  });
  return canceled ? [] : filePaths;
}

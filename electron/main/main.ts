/** Electron's main process: the window, the menu, the two schemes and the engine's process come together here. */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { app, dialog, Menu, protocol, session, shell } from "electron";
import type { LikenessError } from "../contract.ts";
import { pictureScheme, windowScheme } from "./addresses.ts";
import { type EnginePaths, spawnEngine } from "./engine-child.ts";
import { guardContents, guardSession } from "./guards.ts";
import { menuTemplate } from "./menu.ts";
import { answerPicture, answerWindow } from "./responses.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";
import { type MainWindow, openWindow } from "./window.ts";

const mac = process.platform === "darwin";
const built = join(app.getAppPath(), "build", "out");

/** Plain Node reads no archive: what the engine needs lies unpacked beside it, with a Node of its own. */
function enginePaths(): EnginePaths {
  const folder = app.getAppPath().replace(/app\.asar$/, "app.asar.unpacked");
  const name = process.platform === "win32" ? "node.exe" : "node";
  return {
    node: app.isPackaged ? join(process.resourcesPath, name) : join(folder, "node_modules", "node", "bin", name),
    file: join(folder, "electron", "hosts", "engine-process.ts"),
  };
}

function start(): void {
  let main: MainWindow | null = null;
  const supervisor = createSupervisor({
    spawn: () => spawnEngine(enginePaths(), (path) => shell.trashItem(path)),
    onUp: (engine) => main?.connect(engine),
    onDown: () => main?.disconnect(),
    onGivenUp: (error) => void offerRetry(error, supervisor),
    wait,
  });

  protocol.handle(windowScheme, ({ url }) => answerWindow(url, join(built, "renderer")));
  protocol.handle(pictureScheme, ({ url }) => answerPicture(url, supervisor.engine));
  guardSession(session.defaultSession);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ mac, packaged: app.isPackaged })));

  function open(): void {
    const opened = openWindow(join(built, "preload", "preload.cjs"));
    main = opened;
    opened.window.on("closed", () => {
      main = null;
    });
    // What fails is told by onGivenUp.
    supervisor.engine().then(opened.connect, () => undefined);
  }

  open();
  app.on("activate", () => main ?? open());
  app.on("second-instance", () => {
    if (!main) return open();
    if (main.window.isMinimized()) main.window.restore();
    main.window.focus();
  });
  quitAfter(supervisor);
}

async function offerRetry(error: LikenessError, supervisor: Supervisor): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: "error",
    message: "Likeness cannot go on.",
    detail: error.message,
    buttons: ["Try again", "Quit"],
    cancelId: 1,
  });
  if (response === 0) supervisor.retry();
  else app.quit();
}

/** The library is closed before the program ends. */
function quitAfter(supervisor: Supervisor): void {
  app.on("window-all-closed", () => {
    if (!mac) app.quit();
  });
  app.once("before-quit", (event) => {
    event.preventDefault();
    void supervisor.close().finally(() => app.exit(0));
  });
}

if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  guardContents(app);
  protocol.registerSchemesAsPrivileged([
    { scheme: windowScheme, privileges: { standard: true, secure: true, codeCache: true } },
    { scheme: pictureScheme, privileges: { standard: true, secure: true, stream: true } },
  ]);
  void app.whenReady().then(start);
} else {
  app.quit();
}

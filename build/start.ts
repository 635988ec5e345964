/** A built checkout comes in; the desktop window opens, or, where it cannot, the same window is served on this computer. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { launch, root } from "./launch.mjs";

const downloadLimitMs = 180_000;
/** A program that ends with an error this soon never showed its window. */
const startLimitMs = 10_000;
const electron = `${root}node_modules/electron`;

/** Electron's npm package brings its binary when first asked to; where that cannot be had, it fails at once. */
function electronBinary(): string | null {
  if (!installedBinary()) {
    console.error("Looking for Electron's binary…");
    spawnSync(process.execPath, [`${electron}/install.js`], { stdio: "ignore", timeout: downloadLimitMs });
  }
  return installedBinary();
}

function installedBinary(): string | null {
  if (!existsSync(`${electron}/path.txt`)) return null;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? `${electron}/dist`;
  const path = `${folder}/${readFileSync(`${electron}/path.txt`, "utf8").trim()}`;
  return existsSync(path) ? path : null;
}

/** Words on why no desktop window can open here, or null. */
function obstacle(): string | null {
  if (process.platform !== "linux") return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return "There is no display";
  // Chromium's sandbox refuses the superuser, and the window never runs without its sandbox.
  return process.getuid?.() === 0 ? "The desktop window does not run as root" : null;
}

function openDesktop(binary: string): Promise<string | null> {
  const startedAtMs = performance.now();
  const child = spawn(binary, [root], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => {
      const soon = performance.now() - startedAtMs < startLimitMs;
      resolve(soon && code !== 0 && signal !== "SIGINT" ? `Electron ended at once (${signal ?? `status ${code}`})` : null);
    });
  });
}

async function open(): Promise<string | null> {
  const reason = obstacle();
  if (reason) return reason;
  const binary = electronBinary();
  return binary ? openDesktop(binary) : "Electron's binary could not be downloaded";
}

const reason = await open();
if (reason) {
  console.error(`${reason}: the same window is served to a browser on this computer instead.`);
  process.exitCode = await launch([`${root}electron/hosts/cli.ts`, "serve", ...process.argv.slice(2)]);
}

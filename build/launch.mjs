/** Arguments for Node come in; the project's own Node 24 runs them, and its exit status goes out. Runs on Node 20. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));
const packaged = fileURLToPath(new URL(process.platform === "win32" ? "../../node.exe" : "../../node", import.meta.url));

/** The npm package `node` in a checkout, the binary beside the program in a package, else whatever runs this. */
export function nodePath() {
  const names = process.platform === "win32" ? ["bin/node.exe", "bin/node"] : ["bin/node"];
  const candidates = [...names.map((name) => `${root}node_modules/node/${name}`), packaged];
  return candidates.find((path) => existsSync(path)) ?? process.execPath;
}

/**
 * libuv reads the size of its pool once, before the first line of a program runs: decoding and inference run on it,
 * and reading files must not wait behind them.
 */
export function poolEnvironment() {
  return { UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism() + 2)), ...process.env };
}

/** Resolves with the exit status; signals are passed on, and a child ended by one gives 128 + its number. */
export function launch(args, options = {}) {
  const child = spawn(nodePath(), args, { stdio: "inherit", env: poolEnvironment(), ...options });
  const passOn = (signal) => child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}

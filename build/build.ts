/** The sources come in; the built window, main process and preload go out to build/out. `--when-stale`: only if something changed. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { InputOptions } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));
const stampFile = `${root}build/out/stamp.json`;
/** Whatever ends up in build/out, and what decides how. */
const inputs = [
  "renderer",
  "electron/main",
  "electron/preload",
  "electron/contract.ts",
  "electron/contract",
  "electron/wire.ts",
  "build/build.ts",
  "build/vite.config.ts",
  "package-lock.json",
];

/** Names, sizes and times of all inputs: the same as long as nobody touched them. */
function stamp(): string {
  const lines = inputs.flatMap((input) => {
    if (statSync(root + input).isFile()) return [input];
    const entries = readdirSync(root + input, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length));
  });
  const described = lines.sort().map((path) => {
    const { size, mtimeMs } = statSync(root + path);
    return `${path} ${size} ${mtimeMs}`;
  });
  return JSON.stringify(described, null, 1);
}

function isFresh(current: string): boolean {
  try {
    return readFileSync(stampFile, "utf8") === current;
  } catch {
    return false;
  }
}

async function buildWindow(): Promise<void> {
  const { build } = await import("vite");
  await build({ configFile: `${root}build/vite.config.ts`, logLevel: "warn" });
}

/** Electron loads the main process as an ES module, and a sandboxed preload only as CommonJS. */
async function buildDesktop(): Promise<void> {
  const { build } = await import("rolldown");
  const desktop: InputOptions = { external: ["electron", /^node:/], platform: "node" };
  await build([
    { ...desktop, input: `${root}electron/main/main.ts`, output: { file: `${root}build/out/main/main.js`, format: "esm" } },
    { ...desktop, input: `${root}electron/preload/preload.ts`, output: { file: `${root}build/out/preload/preload.cjs`, format: "cjs" } },
  ]);
}

const { values } = parseArgs({ options: { "when-stale": { type: "boolean", default: false } } });
const current = stamp();
if (!(values["when-stale"] && isFresh(current))) {
  console.error("Building the window and the desktop program…");
  await buildWindow();
  await buildDesktop();
  mkdirSync(`${root}build/out`, { recursive: true });
  writeFileSync(stampFile, current);
}

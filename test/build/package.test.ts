/** The packages' configuration: electron-builder takes it, and every path in it leads to something. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { getConfig, validateConfiguration } from "app-builder-lib/out/util/config/config.js";
import { DebugLogger } from "builder-util";
import { minimatch } from "minimatch";

const root = fileURLToPath(new URL("../../", import.meta.url));
type Config = Parameters<typeof validateConfiguration>[0];
const read = (): Promise<Config> => getConfig(root, "build/electron-builder.yml", null);
const config = await read();
/** A list of patterns, alone or wrapped in file sets. */
const patternsOf = (value: unknown): string[] =>
  [value]
    .flat()
    .flatMap((entry) => (typeof entry === "string" ? [entry] : patternsOf((entry as { filter?: unknown } | undefined)?.filter ?? [])));
const files = patternsOf(config.files);
const unpacked = patternsOf(config.asarUnpack);
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Patterns for files that only a build or another system makes are looked up by their fixed part. */
const fixedPart = (pattern: string): string => pattern.replace(/^!/, "").split(/\/?[^/]*[*!{$]/)[0] ?? "";

test("electron-builder accepts it, and would not accept a wrong word", async () => {
  await validateConfiguration(await read(), new DebugLogger(false));
  await assert.rejects(validateConfiguration({ ...(await read()), asarUnpak: [] } as Config, new DebugLogger(false)), /asarUnpak/);
});

test("every listed path exists", () => {
  const patterns = [...files, ...unpacked];
  assert(patterns.length > 20);
  for (const pattern of patterns) {
    const fixed = fixedPart(pattern);
    assert(fixed === "node_modules" || existsSync(join(root, fixed)), `${pattern}: ${fixed} does not exist`);
  }
  assert(existsSync(join(root, manifest.main)), manifest.main);
  const { from } = [config.linux?.extraResources].flat()[0] as { from: string };
  if (process.platform !== "win32") assert(existsSync(join(root, from)), from);
});

test("what the engine needs ships, and lies outside the archive", () => {
  const ships = (path: string, patterns: readonly string[]): boolean =>
    patterns.some((pattern) => !pattern.startsWith("!") && globSync(pattern, { cwd: root }).includes(path));
  const engine = [
    "electron/hosts/engine-process.ts",
    "electron/engine/engine.ts",
    "electron/wire.ts",
    "native-models/weights/efficientnet-lite0.safetensors",
    "native-models/weights/heads.safetensors",
  ];
  for (const path of [...engine, "package.json"]) {
    assert(ships(path, files), `${path} does not ship`);
    assert(ships(path, unpacked), `${path} lies in the archive, where plain Node cannot read it`);
  }
  for (const path of [manifest.main, "build/out/preload/preload.cjs", "build/out/renderer/index.html"]) {
    assert(ships(path, files), `${path} does not ship`);
  }
  assert(!ships("test/architecture.test.ts", files));
});

test("this system's native binaries are not among those left out", () => {
  const excluded = files
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) =>
      pattern
        .slice(1)
        .replace(/\$\{platform\}/g, process.platform)
        .replace(/\$\{arch\}/g, process.arch),
    );
  const left = new Set(
    excluded.filter((pattern) => pattern.startsWith("node_modules/") && !pattern.startsWith("node_modules/**")).flatMap(matching),
  );
  const binaries = globSync(
    [
      `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/*`,
      `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
      `node_modules/usearch/prebuilds/*${process.platform}*/*.node`,
    ],
    { cwd: root },
  );
  assert(binaries.length >= 4, binaries.join());
  assert.deepEqual(
    binaries.filter((path) => left.has(path)),
    [],
  );
  const foreign = globSync("node_modules/onnxruntime-node/bin/napi-v6/*/*/*", { cwd: root }).filter((path) => !binaries.includes(path));
  assert.deepEqual(
    foreign.filter((path) => !left.has(path)),
    [],
    "binaries of other systems ship",
  );
});

/** Node's globs know no !(…): the extended patterns are read by the matcher that electron-builder uses. */
function matching(pattern: string): string[] {
  const folder = fixedPart(pattern);
  const files = globSync(`${folder}/**`, { cwd: root });
  return files.filter((path) => minimatch(path, pattern, { dot: true }));
}

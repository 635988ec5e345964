/** The tree holds to its import table, its packages to their owners, and its files to their length. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { emptyNames, type Layer, layers, longestFile, longFiles, packageRules } from "../build/layers.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const folders = ["electron", "native-models", "renderer", "test", "build"];
const sourceName = /\.(?:ts|mjs|cjs|js|svelte)$/;
const programFile = /^(?:electron|native-models|renderer)\//;

type Sources = ReadonlyMap<string, string>;

function readSources(): Sources {
  const paths = folders.flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && sourceName.test(entry.name))
      .map((entry) => posix.relative(root, posix.join(entry.parentPath.replaceAll("\\", "/"), entry.name)))
      .filter((path) => !path.startsWith("build/out/")),
  );
  return new Map(paths.map((path) => [path, readFileSync(root + path, "utf8")]));
}

/** Static, dynamic and type imports, exports from, and module addresses made with new URL(…, import.meta.url). */
function importsOf(path: string, source: string): string[] {
  const scripts = path.endsWith(".svelte")
    ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? "").join("\n")
    : source;
  const found = ts.preProcessFile(scripts, true, true).importedFiles.map(({ fileName }) => fileName);
  const addresses = [...scripts.matchAll(/new URL\(\s*["'](\.[^"']+\.(?:ts|mjs|js))["'],\s*import\.meta\.url/g)].map(
    (match) => match[1] ?? "",
  );
  return [...found, ...addresses];
}

const layerOf = (path: string): Layer | undefined => layers.find(({ files }) => files.test(path));
const packageOf = (name: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;

function checkImport(path: string, name: string): string[] {
  const layer = layerOf(path);
  if (!layer) return [`${path} belongs to no layer`];
  if (layer.name === "surroundings") return [];
  if (name.startsWith(".")) return checkFile(path, layer, posix.normalize(posix.join(posix.dirname(path), name)));
  if (isBuiltin(name)) return layer.node ? [] : [`${path} imports ${name}: ${layer.name} runs without Node`];
  const rule = packageRules.find(({ packages }) => packages.test(packageOf(name)));
  if (rule) return rule.files.test(path) ? [] : [`${path} imports ${name}, which belongs to ${rule.files.source}`];
  return layer.node ? [] : [`${path} imports ${name}: ${layer.name} takes no packages`];
}

function checkFile(path: string, layer: Layer, target: string): string[] {
  const other = layerOf(target);
  if (!other)
    return target === "package.json" || /\.(?:css|svg|png|json)$/.test(target)
      ? []
      : [`${path} imports ${target}, which belongs to no layer`];
  if (other.name !== layer.name) {
    return layer.mayImport.includes(other.name) ? [] : [`${path} imports ${target}: ${layer.name} may not import ${other.name}`];
  }
  const folder = (file: string): string => file.split("/").slice(0, 3).join("/");
  return layer.separateFolders && folder(path) !== folder(target) ? [`${path} imports ${target}: stages are siblings`] : [];
}

function checkImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => importsOf(path, source).flatMap((name) => checkImport(path, name)));
}

function checkOneFile(sources: Sources): string[] {
  const importers = new Map<string, Set<string>>();
  for (const [path, source] of sources) {
    if (!programFile.test(path)) continue;
    for (const name of importsOf(path, source)) {
      const rule = packageRules.find(({ packages, oneFile }) => oneFile && packages.test(packageOf(name)));
      if (rule) importers.set(packageOf(name), (importers.get(packageOf(name)) ?? new Set()).add(path));
    }
  }
  return [...importers].filter(([, paths]) => paths.size > 1).map(([name, paths]) => `${name} is imported by ${[...paths].join(" and ")}`);
}

function checkShape(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const problems: string[] = [];
    const lines = source.split("\n").length - 1;
    if (lines > longestFile && !longFiles.includes(path)) problems.push(`${path} has ${lines} lines`);
    if (/\/index\.(?:ts|js|mjs)$/.test(path)) problems.push(`${path} is a barrel`);
    const empty = path.split("/").find((part) => emptyNames.includes(part));
    if (empty) problems.push(`${path}: "${empty}" says nothing of what is inside`);
    if (/^(?!test\/).*\.m?[jt]s$/.test(path) && !/^(?:#!.*\n)?\/\*\*/.test(source))
      problems.push(`${path} does not open with a sentence on what it is`);
    if (/^(?:electron|native-models)\/.*\.ts$/.test(path) && /^(?:export )?(?:let|var) /m.test(source))
      problems.push(`${path} keeps state in the module`);
    return problems;
  });
}

const sources = readSources();

test("every import is in the table", () => {
  assert.deepEqual(checkImports(sources), []);
});

test("packages that stand in one file stand in one file", () => {
  assert.deepEqual(checkOneFile(sources), []);
});

test("no file is too long, a barrel, without its sentence, in a folder without a meaning, or with state of its own", () => {
  assert.deepEqual(checkShape(sources), []);
});

test("no layer is empty, so no rule looks at nothing", () => {
  const used = new Set([...sources.keys()].map((path) => layerOf(path)?.name));
  assert.deepEqual(
    layers.map(({ name }) => name).filter((name) => !used.has(name)),
    [],
  );
});

const planted: readonly [path: string, source: string, complaint: RegExp][] = [
  ["electron/contract.ts", 'import { join } from "node:path";', /runs without Node/],
  ["electron/wire.ts", 'import type { Jobs } from "./engine/jobs.ts";', /may not import nouns/],
  ["electron/engine/scan/walk.ts", 'import { decode } from "../media/decode.ts";', /stages are siblings/],
  ["electron/engine/hash/a.ts", 'const sharp = await import("sharp");', /belongs to/],
  ["electron/engine/match/a.ts", 'export { run } from "../../../native-models/run.ts";', /may not import native-models/],
  ["electron/engine/embed/a.ts", 'import { run } from "../learn/run.ts";', /stages are siblings/],
  ["electron/engine/engine.ts", 'import Database from "better-sqlite3";', /belongs to/],
  ["electron/main/window.ts", 'import { createEngine } from "../engine/engine.ts";', /may not import engine/],
  ["electron/hosts/cli.ts", 'import { walk } from "../engine/scan/walk.ts";', /may not import stage/],
  ["electron/hosts/cli.ts", 'new Worker(new URL("../engine/scan/walk.ts", import.meta.url));', /may not import stage/],
  ["renderer/App.svelte", '<script lang="ts">import fs from "node:fs";</script>', /runs without Node/],
  ["renderer/App.svelte", '<script module>\nimport { app } from "electron";\n</script>', /belongs to/],
  ["renderer/a.ts", 'import dayjs from "dayjs";', /takes no packages/],
  ["electron/engine/store/a.ts", 'import { seed } from "../../../test/fixtures/seed.ts";', /may not import surroundings/],
];

test("planted breaches are found", () => {
  for (const [path, source, complaint] of planted) {
    assert.match(checkImports(new Map([[path, source]])).join("\n"), complaint, `${path}: ${source}`);
  }
  const twice = new Map(["a", "b"].map((name) => [`native-models/${name}.ts`, 'import ort from "onnxruntime-node";']));
  assert.match(checkOneFile(twice).join(), /is imported by/);
  const shapes = new Map([
    ["electron/main/long.ts", `/** Long. */\n${"\n".repeat(longestFile)}`],
    ["electron/main/index.ts", "/** Barrel. */\n"],
    ["renderer/utils/a.ts", "/** Folder. */\n"],
    ["build/a.ts", "export const a = 1;\n"],
    ["electron/main/state.ts", "/** State. */\nlet count = 0;\n"],
  ]);
  assert.equal(checkShape(shapes).length, shapes.size);
});

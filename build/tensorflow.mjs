/**
 * Brings TensorFlow for @tensorflow/tfjs-node-gpu: its C library out of TensorFlow's own Python wheel, and the addon built
 * against it. `node build/tensorflow.mjs [--cuda]`. Runs on Node 20; needs python3 with pip, and g++.
 * The libraries stay in ~/.cache/likeness (or LIKENESS_CACHE), since npm ci empties node_modules; there they are found again.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodePath, root } from "./launch.mjs";

const addonFolder = join(root, "node_modules/@tensorflow/tfjs-node-gpu");
const headersFolder = join(root, "node_modules/node-api-headers/include");
const source = JSON.parse(readFileSync(new URL("tensorflow-wheels.json", import.meta.url), "utf8"));

const elsewhere = `TensorFlow is brought on Linux x64 and arm64 only; this is ${process.platform} ${process.arch}.
The program runs without it, and trains on another backend. For TensorFlow on macOS or Windows, build the addon yourself:
put a TensorFlow C library and its headers at deps/lib and deps/include of node_modules/@tensorflow/tfjs-node-gpu, then run
\`npx node-gyp rebuild\` there. On Windows, \`npm run tensorflow\` works inside WSL.`;

function stop(message) {
  console.error(message);
  process.exit(1);
}

function run(command, args, what, hint, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (error?.code === "ENOENT") stop(`${what} needs ${command}, which is not installed. ${hint}`);
  if (status !== 0) stop(`${what} did not succeed. ${hint}`);
}

async function checksum(file) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

function cacheFolder() {
  return process.env.LIKENESS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "likeness");
}

/** The libraries side by side in lib/, so that each finds the others by its own $ORIGIN; the headers in include/. */
const unpack = `
import os, re, shutil, sys, zipfile
folder, wheels = sys.argv[1], sys.argv[2:]
for wheel in wheels:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            header = re.match(r"tensorflow/(include/(?:tensorflow|tsl|xla)/.+[^/])$", name)
            library = re.match(r"(?:tensorflow|nvidia/[^/]+/lib)/(lib[^/]+\\.so[.0-9]*)$", name)
            if header or library:
                target = os.path.join(folder, header.group(1) if header else os.path.join("lib", library.group(1)))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with archive.open(name) as data, open(target, "wb") as out:
                    shutil.copyfileobj(data, out, 1 << 20)
`;

async function bringLibraries(flavourName, folder) {
  const marker = join(folder, "wheels.json");
  const { platforms, wheels } = source.flavours[flavourName];
  if (existsSync(marker) && readFileSync(marker, "utf8") === JSON.stringify(wheels))
    return console.error(`TensorFlow ${source.version} (${flavourName}) is at ${folder}.`);
  const python = process.env.PYTHON ?? "python3";
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), "unfinished-"));
  process.once("exit", () => rmSync(work, { recursive: true, force: true }));
  console.error(`Downloading TensorFlow ${source.version} (${flavourName})…`);
  const downloads = join(work, "wheels");
  const where = [...platforms.flatMap((name) => ["--platform", name]), "--python-version", source.python, "--only-binary=:all:"];
  const names = wheels.map(({ name, version }) => `${name}==${version}`);
  const hint = "It needs pip (on Debian and Ubuntu: apt install python3-pip) and a way to PyPI.";
  run(
    python,
    ["-m", "pip", "download", "--no-deps", "--disable-pip-version-check", "-q", ...where, "-d", downloads, ...names],
    "The download",
    hint,
  );

  const expected = new Map(wheels.map(({ name, sha256 }) => [sha256, name]));
  const files = readdirSync(downloads).map((name) => join(downloads, name));
  for (const file of files) {
    const found = await checksum(file);
    if (!expected.delete(found)) stop(`${file} is not the file that was expected: its SHA-256 is ${found}. It was not used.`);
  }
  if (expected.size > 0) stop(`The download lacks ${[...expected.values()].join(", ")}.`);

  console.error("Unpacking…");
  const fresh = join(work, "tensorflow");
  run(python, ["-c", unpack, fresh, ...files], "Unpacking", "Is the disk full?");
  writeFileSync(join(fresh, "wheels.json"), JSON.stringify(wheels));
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** Points the package's deps/ at the cache. Returns whether it pointed there already. */
function link(folder) {
  const deps = join(addonFolder, "deps");
  mkdirSync(deps, { recursive: true });
  let unchanged = true;
  for (const part of ["include", "lib"]) {
    const target = join(folder, part);
    const path = join(deps, part);
    try {
      if (readlinkSync(path) === target) continue;
    } catch {
      // Nothing there yet, or no link: either way it is made anew.
    }
    unchanged = false;
    rmSync(path, { recursive: true, force: true });
    symlinkSync(target, path);
  }
  return unchanged;
}

function buildAddon() {
  console.error("Building the addon…");
  mkdirSync(join(addonFolder, "lib/napi-v8"), { recursive: true });
  const flags = ["-O2", "-shared", "-fPIC", "-std=c++17", "-DNAPI_VERSION=8", "-I.", "-Ideps/include", `-I${headersFolder}`];
  const sources = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"];
  const libraries = ["-Ldeps/lib", "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2", "-Wl,-rpath,$ORIGIN/../../deps/lib"];
  // Built beside its place and moved there, so that a broken build is never taken for a whole one.
  const unfinished = "lib/napi-v8/tfjs_binding.unfinished";
  const hint = "It needs a C++17 compiler (on Debian and Ubuntu: apt install g++).";
  run("g++", [...flags, ...sources, ...libraries, "-o", unfinished], "Building the addon", hint, { cwd: addonFolder });
  renameSync(join(addonFolder, unfinished), addonPath);
}

const unknown = process.argv.slice(2).filter((argument) => argument !== "--cuda");
if (unknown.length > 0) stop(`Unknown: ${unknown.join(" ")}. Usage: npm run tensorflow [-- --cuda]`);
const flavour = `${process.arch}-${process.argv.includes("--cuda") ? "cuda" : "cpu"}`;
if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) stop(elsewhere);
if (!source.flavours[flavour]) stop("There is no CUDA wheel for Linux arm64; run it without --cuda.");
if (!existsSync(addonFolder)) stop("@tensorflow/tfjs-node-gpu is not installed: run `npm ci` with optional packages first.");

const addonPath = join(addonFolder, "lib/napi-v8/tfjs_binding.node");
const folder = join(cacheFolder(), `tensorflow-${source.version}-${flavour}`);
await bringLibraries(flavour, folder);
if (!link(folder) || !existsSync(addonPath)) buildAddon();
const probe = fileURLToPath(new URL("../native-models/backends/probe.ts", import.meta.url));
const environment = { ...process.env, LD_LIBRARY_PATH: [join(folder, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") };
run(nodePath(), [probe, "tensorflow"], "Loading TensorFlow", "The message above says why.", { env: environment });

/**
 * Makes a fresh checkout ready, then runs what it is given on Node 24:
 * `node build/setup.mjs [--build | --build-if=WORD] [ARGUMENTS FOR NODE...]`. Runs on Node 20, without any package.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { launch, nodePath, root } from "./launch.mjs";

/** The versions that npm wrote down for what it installed against those that the project asks for. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")).packages;
    const present = JSON.parse(readFileSync(`${root}node_modules/.package-lock.json`, "utf8")).packages;
    const fits = ([path, { version, optional, devOptional, peer }]) =>
      present[path] ? present[path].version === version : path === "" || optional || devOptional || peer;
    return existsSync(`${root}node_modules/node/package.json`) && Object.entries(wanted).every(fits);
  } catch {
    return false;
  }
}

function install() {
  console.error("Installing what is missing (npm ci)…");
  const npm = process.env.npm_execpath;
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const streams = { cwd: root, stdio: ["ignore", 2, 2] };
  const { status, error } = npm?.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [npm, ...options], streams)
    : spawnSync("npm", options, { ...streams, shell: process.platform === "win32" });
  if (status !== 0) stop(`npm ci did not succeed${error ? `: ${error.message}` : ""}.`);
}

/** Says why and ends; nothing after a failed step can work. */
function stop(message) {
  console.error(message);
  process.exit(1);
}

function wantsBuild(flags, rest) {
  return flags.some((flag) => flag === "--build" || rest.includes(flag.replace("--build-if=", "")));
}

const args = process.argv.slice(2);
const flags = [];
while (args[0]?.startsWith("--build")) flags.push(args.shift());

if (!isInstalled()) install();
if (nodePath() === process.execPath && Number(process.versions.node.split(".")[0]) < 24) {
  stop("The npm package `node` came without its binary: its install script was not allowed to run. Run `npm rebuild node`.");
}
if (wantsBuild(flags, args)) {
  const status = await launch([`${root}build/build.ts`, "--when-stale"], { stdio: ["ignore", 2, 2] });
  if (status !== 0) stop("The build did not succeed.");
}
if (args.length > 0) process.exitCode = await launch(args, { cwd: process.cwd() });

/** A built checkout comes in; installers for this system go out to build/out/packages, or plain words on what is missing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { nodePath, root } from "./launch.mjs";

interface Part {
  readonly name: string;
  readonly path: string;
  readonly hint: string;
}
const needed: readonly Part[] = [
  { name: "the built window", path: "build/out/renderer/index.html", hint: "npm run build" },
  { name: "the built main process", path: "build/out/main/main.js", hint: "npm run build" },
  {
    name: "Node for the engine",
    path: `node_modules/node/bin/${process.platform === "win32" ? "node.exe" : "node"}`,
    hint: "npm rebuild node",
  },
  {
    name: "the face models' weights",
    path: "native-models/faces/weights/face-recognition.safetensors",
    hint: "they belong to the checkout",
  },
  { name: "the model's weights", path: "native-models/weights/efficientnet-lite0.safetensors", hint: "they belong to the checkout" },
];

const missing = needed.filter(({ path }) => !existsSync(root + path));
for (const { name, path, hint } of missing) console.error(`Missing: ${name} (${path}; ${hint}).`);
process.exitCode = missing.length > 0 ? 1 : await runBuilder();

/** electron-builder's own lines, without the stacks of its errors. */
async function runBuilder(): Promise<number> {
  const options = ["--config", "build/electron-builder.yml", "--publish", "never", ...process.argv.slice(2)];
  const child = spawn(nodePath(), [`${root}node_modules/electron-builder/cli.js`, ...options], {
    cwd: root,
    stdio: ["inherit", "pipe", "pipe"],
  });
  const failures: string[] = [];
  const pass = (stream: Readable): void =>
    void createInterface(stream).on("line", (line) => {
      const text = line.replace(/ {2,}(?:failedTask|stackTrace)=.*/, "");
      if (/^\s*(?:at |⨯)/.test(text)) failures.push(text.replace(/^\s*⨯\s*/, ""));
      else if (/^\s*•/.test(text)) console.error(text);
    });
  pass(child.stdout);
  pass(child.stderr);
  const [status] = (await once(child, "close")) as [number | null];
  if (status === 0) return 0;
  const reason = failures.find((line) => !/^\s*at /.test(line)) ?? `status ${status}`;
  console.error(
    `No package was made: ${reason}.\nelectron-builder downloads Electron's binary, and its own tools for installers (AppImage, NSIS, dmg), when it first needs\n` +
      "them; where they cannot be reached, it ends here. On a computer that reaches them, the same command makes the packages.",
  );
  return 1;
}

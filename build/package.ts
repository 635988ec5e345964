/** A built checkout comes in; installers for this system go out to build/out/packages, or plain words on what is missing. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "./launch.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

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
  { name: "the model's weights", path: "native-models/weights/efficientnet-lite0.safetensors", hint: "they belong to the checkout" },
];
const missing = needed.filter(({ path }) => !existsSync(root + path));
for (const { name, path, hint } of missing) console.error(`Missing: ${name} (${path}; ${hint}).`);

const status =
  missing.length > 0
    ? 1
    : await launch([`${root}node_modules/electron-builder/cli.js`, "--config", "build/electron-builder.yml", "--publish", "never"], {
        cwd: root,
      });
if (status !== 0 && missing.length === 0) {
  console.error(
    "No package was made. electron-builder downloads Electron's binary for the target system and its own tools for installers (AppImage, NSIS, dmg)\n" +
      "when it first needs them; what it could not have is named above. On a computer that reaches them, the same command makes the packages.",
  );
}
process.exitCode = status;

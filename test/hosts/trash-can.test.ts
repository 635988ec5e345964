/** The system's trash on Linux, also without a desktop: files lie there with the place that they came from. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const trashCan = new URL("../../electron/hosts/trash-can.ts", import.meta.url).href;

test("names are taken as they are, also those that look like patterns", { skip: process.platform !== "linux" }, (context) => {
  // Below the home folder, whose volume has its trash in the person's own data folder.
  const folder = mkdtempSync(join(homedir(), ".likeness trash "));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const names = ["plain.jpg", "*.jpg", "!plain.jpg", "[a-z] é 🌊.jpg", "line\nbreak.jpg"];
  const paths = names.map((name) => join(folder, name));
  const stays = join(folder, "stays.jpg");
  for (const path of [...paths, stays]) writeFileSync(path, path);

  const script = `const { createTrashCan } = await import(${JSON.stringify(trashCan)});
    await createTrashCan().trash(${JSON.stringify(paths)});`;
  const data = join(folder, "data");
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  execFileSync(process.execPath, ["--input-type=module", "--eval", script], { env: { ...environment, XDG_DATA_HOME: data } });

  assert.deepEqual(
    paths.filter((path) => existsSync(path)),
    [],
  );
  assert.ok(existsSync(stays), "a name that looks like a pattern took another file along");
  const files = join(data, "Trash", "files");
  assert.deepEqual(new Set(readdirSync(files).map((name) => readFileSync(join(files, name), "utf8"))), new Set(paths));
  const info = join(data, "Trash", "info");
  const origins = readdirSync(info).map((name) => decodeURI(/^Path=(.*)$/m.exec(readFileSync(join(info, name), "utf8"))?.[1] ?? ""));
  assert.deepEqual(new Set(origins), new Set(paths));
});

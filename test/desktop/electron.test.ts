/** The real desktop program, driven from outside: where Electron's binary or a display is missing, it says so and is skipped. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { _electron } from "playwright-core";
import { makeSmallLibrary } from "../fixtures/small-library.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "likeness-desktop-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function binary(): string | null {
  const pathFile = join(root, "node_modules/electron/path.txt");
  const path = existsSync(pathFile) ? join(root, "node_modules/electron/dist", readFileSync(pathFile, "utf8")) : null;
  return path && existsSync(path) ? path : null;
}

const executablePath = binary();
const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const missing = executablePath
  ? hasDisplay
    ? false
    : "there is no display"
  : "Electron's binary is not installed here: npx install-electron";

test("the desktop window opens on a real engine, scans, and shows pictures by opaque addresses", { skip: missing }, async () => {
  const library = await makeSmallLibrary(join(folder, "photos"));
  const asRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: executablePath ?? "",
    args: [...(asRoot ? ["--no-sandbox"] : []), `--user-data-dir=${join(folder, "user")}`, root],
    env: { ...(process.env as Record<string, string>), LIKENESS_LIBRARY: join(folder, "library") },
  });
  try {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, library.folder);
    const page = await app.firstWindow();
    assert.equal(page.url(), "likeness://window/index.html");
    const reached = await page.evaluate("[typeof require, typeof process, typeof module].join()");
    assert.equal(reached, "undefined,undefined,undefined");
    await page
      .getByRole("button", { name: /choose folders/i })
      .first()
      .click();
    const picture = page.locator("img[src^='photo://thumbnail/']").first();
    await picture.waitFor();
    assert.match((await picture.getAttribute("src")) ?? "", /^photo:\/\/thumbnail\/\d+$/);
    assert(Number(await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)")) > 0);
  } finally {
    await app.close();
  }
});

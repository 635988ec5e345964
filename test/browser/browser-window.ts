/** A real Chromium over the real browser host: a fake library comes in, pages and their checks go out. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Engine, PhotoId } from "../../electron/contract.ts";
import { type BrowserHost, createBrowserHost } from "../../electron/hosts/browser.ts";
import { createFakeEngine, type FakeEngineOptions } from "../fixtures/fake-engine.ts";

const windowFolder = fileURLToPath(new URL("../../build/out/renderer/", import.meta.url));
export const screenshotFolder = fileURLToPath(new URL("../../build/out/screenshots/", import.meta.url));

const places = [process.env.LIKENESS_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = places.find((path) => path && existsSync(path));
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why the window cannot be driven here; false where it can. Under CI there is no excuse: the tests then fail instead. */
export function missing(): string | false {
  if (process.env.CI) return false;
  if (!executablePath) return "no Chromium found: install one, or name it in LIKENESS_CHROMIUM";
  return existsSync(join(windowFolder, "index.html")) ? false : "the window has not been built: npm run build";
}

/** What is not there by then does not come; a slow computer is given its time. */
const waitMs = 15_000;

export interface DrivenWindow {
  readonly host: BrowserHost;
  readonly engine: Engine;
  /** Fails the test that calls `close` when the page wrote an error. */
  open(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function driveWindow(options: Omit<FakeEngineOptions, "folder">): Promise<DrivenWindow> {
  const folder = await mkdtemp(join(tmpdir(), "likeness-window-"));
  return driveEngine(createFakeEngine({ folder, ...options }), () => rm(folder, { recursive: true, force: true }));
}

/** The window over any engine, which is closed with it; `afterwards` then cleans up. */
export async function driveEngine(engine: Engine, afterwards: () => Promise<void>): Promise<DrivenWindow> {
  const host = await createBrowserHost({ engine, port: 0, assets: windowFolder });
  const browser: Browser = await chromium.launch({ executablePath: executablePath ?? "chromium", args: flags });
  const complaints: string[] = [];
  await mkdir(screenshotFolder, { recursive: true });
  return {
    host,
    engine,
    async open(contextOptions = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        colorScheme: "dark",
        locale: "en-US",
        ...contextOptions,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(waitMs);
      page.on("pageerror", (error) => complaints.push(`${error.message}\n${error.stack}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      await page.goto(host.address);
      return page;
    },
    async close() {
      await browser.close();
      await host.close();
      await engine.close();
      await afterwards();
      if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join("\n")}`);
    },
  };
}

/** Paints what the library shows first, so that screenshots and frame rates are of pictures and not of waiting. */
export async function paintThumbnails(engine: Engine, count: number): Promise<void> {
  for (let id = 1; id <= count; id += 1) await engine.picture({ id: id as PhotoId, variant: "thumbnail" });
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshotFolder, `${name}.png`), animations: "disabled" });
}

/** Every broken rule of axe-core as one line; colour contrast is among them. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // Through the debugger, since the page's own policy forbids inline scripts.
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary}`),
    );
  });
}

export async function go(page: Page, letter: "l" | "g" | "f" | "j" | "s"): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press(letter);
}

/** Everyone can use the window: axe-core on each view, light and dark; small windows; large text; less motion; a lost engine. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, type DrivenWindow, driveWindow, go, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();

const views: readonly (readonly [name: string, open: (page: Page) => Promise<void>])[] = [
  ["library", async (page) => page.locator(".tile").first().waitFor()],
  [
    "photo",
    async (page) => {
      await page.keyboard.press(" ");
      await page.getByRole("dialog").waitFor();
    },
  ],
  [
    "groups",
    async (page) => {
      await page.keyboard.press("Escape");
      await go(page, "g");
      await page.locator(".member").first().waitFor();
    },
  ],
  [
    "compare",
    async (page) => {
      await page.keyboard.press(" ");
      await page.getByText(/^Aligned on/).waitFor();
    },
  ],
  [
    "wipe",
    async (page) => {
      await page.getByText("Wipe").click();
      await page.getByText("Where the line stands").waitFor();
    },
  ],
  [
    "overlay",
    async (page) => {
      await page.getByText("Overlay").click();
      await page.getByText("Blend").waitFor();
    },
  ],
  [
    "rule",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("r");
      await page.getByRole("dialog", { name: "Many groups at once" }).waitFor();
    },
  ],
  [
    "plan",
    async (page) => {
      await page.getByText("As I choose").click();
      await page.getByRole("button", { name: "Show the plan" }).last().click();
      await page.getByRole("button", { name: /^Move \d+ files/ }).waitFor();
    },
  ],
  [
    "receipt",
    async (page) => {
      await page.getByRole("button", { name: /^Move \d+ files/ }).click();
      await page.getByText(/files moved to the holding folder/).waitFor();
    },
  ],
  [
    "journal",
    async (page) => {
      await page.getByRole("button", { name: "Open the journal" }).click();
      await page
        .getByRole("button", { name: /^Put back: / })
        .first()
        .waitFor();
    },
  ],
  [
    "empty",
    async (page) => {
      await page.getByRole("button", { name: "Empty the holding folder …" }).click();
      await page.getByText(/^Undo ends there/).waitFor();
    },
  ],
  [
    "folders",
    async (page) => {
      // Everything back, for the next who moves it.
      await page.getByRole("button", { name: "Keep them" }).click();
      await page.getByRole("button", { name: /^Put back all/ }).click();
      await page.getByText(/^\d+ files put back, /).waitFor();
      await go(page, "f");
      await page.getByRole("application").focus();
      await page.keyboard.press("ArrowRight");
      await page.getByRole("button", { name: "Set side by side" }).waitFor();
    },
  ],
  [
    "folder-sizes",
    async (page) => {
      await page.getByText("Sizes", { exact: true }).click();
      await page.locator(".tile").first().waitFor();
    },
  ],
  [
    "folder-lists",
    async (page) => {
      await page.getByText("Lists", { exact: true }).click();
      await page.getByRole("row").nth(2).waitFor();
    },
  ],
  [
    "folder-pair",
    async (page) => {
      await page.getByRole("row").nth(1).click();
      await page.locator(".row.pair").first().waitFor();
    },
  ],
  [
    "folder-plan",
    async (page) => {
      await page.getByRole("button", { name: "Merge into A" }).click();
      await page.getByRole("button", { name: /^Copy \d+ files, then move/ }).waitFor();
    },
  ],
  [
    "folder-check",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Lists" }).click();
      await page.getByText("Check a card").click();
      await page.getByRole("textbox", { name: "Path of a folder" }).fill("/media/card");
      await page.keyboard.press("Enter");
      await page.getByText(/^412 of 421 are already safe/).waitFor();
    },
  ],
  [
    "settings",
    async (page) => {
      // The radio that was clicked has the focus, and letters are not typing there.
      await page.getByText("Safe 412").click();
      await go(page, "s");
      await page.getByText("1.30.0 on the CPU").waitFor();
    },
  ],
  [
    "keys",
    async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
    },
  ],
];

describe("the window for everyone", { skip }, () => {
  let driven: DrivenWindow;
  before(async () => {
    driven = await driveWindow({ photos: 400, groups: 12, scanPhotos: 2_000 });
    await paintThumbnails(driven.engine, 120);
  });
  after(() => driven.close());

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe-core finds nothing in any view, ${colorScheme}`, async (t) => {
      const page = await driven.open({ colorScheme });
      const all: string[] = [];
      for (const [name, open] of views) {
        await open(page);
        // Colours that are still fading are no colours to measure.
        await page.waitForTimeout(250);
        for (const fault of await accessibilityFaults(page)) all.push(`${name}: ${fault}`);
        if (colorScheme === "light") await screenshot(page, `${name}-light`);
      }
      assert.equal(all.length, 0, all.join("\n"));
      t.diagnostic(`${views.length} views without a fault`);
      await page.context().close();
    });
  }

  test("at 960 x 640 and at 200 % nothing is cut off at the side", async () => {
    for (const [name, viewport, deviceScaleFactor] of [
      ["small", { width: 960, height: 640 }, 1],
      ["zoomed", { width: 640, height: 400 }, 2],
    ] as const) {
      const page = await driven.open({ viewport, deviceScaleFactor, colorScheme: "light" });
      for (const [view, open] of views.slice(0, -1)) {
        await open(page);
        const over = await page.evaluate(() => {
          const wide = [
            ...document.querySelectorAll<HTMLElement>(
              "header, header button, header input, .strip, footer, footer button, section, h1, h2",
            ),
          ];
          /** What a line holds that can be scrolled is reached by the pointer, and by the focus. */
          const scrolls = (element: Element | null): boolean =>
            element !== null && (getComputedStyle(element).overflowX === "auto" || scrolls(element.parentElement));
          return wide
            .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
            .filter((element) => !element.closest(".unseen") && !scrolls(element.parentElement))
            .map(({ outerHTML }) => outerHTML.slice(0, 120));
        });
        assert.deepEqual(over, [], `${view}, ${name}`);
        await screenshot(page, `${view}-${name}`);
      }
      await page.context().close();
    }
  });

  test("what has the focus is seen to have it", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    for (let tabs = 0; tabs < 16; tabs += 1) {
      await page.keyboard.press("Tab");
      const mark = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return "body";
        const holder = element.matches("input[type=radio]") ? element.closest("label") : element;
        const style = getComputedStyle(holder ?? element);
        return style.outlineStyle !== "none" && style.outlineWidth !== "0px"
          ? "outline"
          : style.boxShadow !== "none"
            ? "shadow"
            : element.outerHTML.slice(0, 160);
      });
      assert.ok(["outline", "shadow", "body"].includes(mark), mark);
    }
    await page.context().close();
  });

  test("with reduced motion nothing moves", async () => {
    const page = await driven.open({ reducedMotion: "reduce" });
    await page.locator(".tile img").first().waitFor();
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll("*")].map((element) => getComputedStyle(element).transitionDuration),
    );
    assert.deepEqual([...new Set(durations)], ["0s"]);
    await page.context().close();
  });

  test("the first start says one sentence, takes a folder, and tells what went wrong", async () => {
    const empty = await driveWindow({ photos: 0, groups: 0, scanPhotos: 300 });
    const page = await empty.open();
    await page.getByRole("heading", { name: "Likeness finds the photos that you have more than once." }).waitFor();
    await screenshot(page, "first-start");
    assert.deepEqual(await accessibilityFaults(page), []);
    const field = page.getByRole("textbox", { name: "Path of a folder" });
    await field.fill("/missing");
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/There is no folder \/missing/)
      .waitFor();
    await field.fill("/photos");
    await page.keyboard.press("Enter");
    await page.getByText(/^reading · /).waitFor();
    await page.getByText("done", { exact: true }).waitFor();
    await empty.close();
  });

  test("a lost engine is said, and the window goes on when it is back", async () => {
    const { createBrowserHost } = await import("../../electron/hosts/browser.ts");
    const { port, token } = driven.host;
    const other = await driveWindow({ photos: 40, groups: 2 });
    const page = await other.open();
    await page.locator(".tile").first().waitFor();
    await other.host.close();
    await page.getByText("The engine has stopped. Connecting again …").waitFor();
    const { fileURLToPath } = await import("node:url");
    const again = await createBrowserHost({
      engine: other.engine,
      port: other.host.port,
      token: other.host.token,
      assets: fileURLToPath(new URL("../../build/out/renderer/", import.meta.url)),
    });
    await page.getByText("40 photos in the library").waitFor();
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    await page.context().close();
    await again.close();
    assert.notEqual(token, other.host.token);
    assert.notEqual(port, other.host.port);
    // Chromium writes each refused connection to the console: those complaints are expected here.
    await other.close().catch((error: Error) => assert.match(error.message, /ERR_CONNECTION_REFUSED/));
  });
});

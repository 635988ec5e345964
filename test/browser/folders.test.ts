/** The folders in Chromium over a made-up library: map, sizes and lists with 5, 50 and 500 folders; two side by side; acts by plan; a card checked. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, type DrivenWindow, driveWindow, go, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();

async function open(driven: DrivenWindow, page: string, colorScheme: "light" | "dark" = "dark"): Promise<Page> {
  const opened = await driven.open({ colorScheme });
  await opened.goto(`${driven.host.address}#folders/${encodeURIComponent(page)}`);
  return opened;
}
const pair = JSON.stringify(["/photos/Sorted/Iceland", "/photos/Phone backup"]);

for (const folders of [5, 50, 500])
  describe(`${folders} folders`, { skip }, () => {
    let driven: DrivenWindow;
    before(async () => {
      driven = await driveWindow({ photos: 200, groups: 4, folders });
    });
    after(() => driven.close());

    test("map, sizes and lists, light and dark, read by everyone", async () => {
      const { cells } = await driven.engine.folderMap({ threshold: 0.1 });
      for (const scheme of ["light", "dark"] as const) {
        const page = await open(driven, "map", scheme);
        await page.getByRole("application").focus();
        await page.keyboard.press("ArrowRight");
        await page.getByRole("button", { name: "Set side by side" }).waitFor();
        await screenshot(page, `folders-map-${folders}-${scheme}`);
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.getByText("Sizes", { exact: true }).click();
        await page.locator(".tile").first().waitFor();
        await screenshot(page, `folders-sizes-${folders}-${scheme}`);
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.getByText("Lists", { exact: true }).click();
        await page.getByRole("row").nth(1).waitFor();
        await screenshot(page, `folders-lists-${folders}-${scheme}`);
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.context().close();
      }
      assert.ok(cells.length > 0);
    });
  });

describe("folders", { skip }, () => {
  let driven: DrivenWindow;
  before(async () => {
    driven = await driveWindow({ photos: 400, groups: 12, folders: 50, checkPhotoMs: 3 });
    await paintThumbnails(driven.engine, 60);
  });
  after(() => driven.close());

  test("the map by keys and pointer: from a cell to its two folders and back; a threshold leaves fewer; zoom", async () => {
    const page = await open(driven, "map");
    const map = page.getByRole("application", { name: /^\d+ folders against each other/ });
    await map.focus();
    await page.keyboard.press("ArrowRight");
    const { folders, cells } = await driven.engine.folderMap({ threshold: 0.1 });
    const first = cells.filter(({ a }) => a === 0).sort((one, other) => one.b - other.b)[0]!;
    await page.getByText(`${first.shared} photos in both`).waitFor();
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    const grown = await map.evaluate(({ scrollWidth, clientWidth }) => scrollWidth / clientWidth);
    assert.ok(grown > 1.5, `zoomed, it is ${grown} times as wide as its room`);
    await page.keyboard.press("z");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: folders[0]!.path }).waitFor();
    await page.getByRole("region", { name: folders[first.b]!.path }).waitFor();
    await page.keyboard.press("Escape");
    await map.waitFor();
    const box = (await map.boundingBox())!;
    const cell = box.width / folders.length;
    const at = (place: number): number => place * cell + cell / 2;
    await page.mouse.move(box.x + at(first.b), box.y + at(first.a));
    await page.getByText(`${first.shared} photos in both`).waitFor();
    await page.mouse.dblclick(box.x + at(first.b), box.y + at(first.a));
    await page.getByRole("region", { name: folders[first.b]!.path }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("slider", { name: /In common/ }).fill("100");
    const most = (await driven.engine.folderMap({ threshold: 1 })).folders.length;
    assert.ok(most < folders.length);
    await page.getByRole("application", { name: `${most} folders against each other` }).waitFor();
    await page.context().close();
  });

  test("sizes: into a folder and out by keys, and from it to a pair", async () => {
    const page = await open(driven, "sizes");
    await page.locator('.tile[tabindex="0"]').focus();
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Where in the library" }).getByRole("button", { name: "photos" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Library", exact: true }).and(page.locator(":disabled")).waitFor();
    await page.locator(".tile.whole").first().focus();
    await page.getByText(/exist more than once, /).waitFor();
    await page.locator("aside li button").first().click();
    await page.getByRole("listbox", { name: "Photos of the two folders" }).waitFor();
    await page.context().close();
  });

  test("two folders: rows by keys, folders folded, filters, one pair large, A and B exchanged", async () => {
    const page = await open(driven, pair);
    const row = (name: RegExp) => page.getByRole("option", { name });
    await page.locator('.row[tabindex="0"]').focus();
    for (const key of ["ArrowDown", "j", "ArrowRight"]) await page.keyboard.press(key);
    await page.locator('.row.folder[aria-selected="true"]', { hasText: "Beach" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.locator('.row.folder[aria-selected="true"]', { hasText: "2019-07-12" }).waitFor();
    await screenshot(page, "folders-pair");
    await page.getByRole("button", { name: "Folders only" }).click();
    assert.equal(await page.locator(".row").count(), 4);
    await row(/Hike.*other name.*2019-07-12/).waitFor();
    await page.getByRole("button", { name: "Show photos" }).click();
    await page.getByRole("combobox", { name: "Better version" }).selectOption("b");
    await page.locator(".row.pair").first().waitFor();
    assert.equal(await page.locator(".row.a, .row.b").count(), 0);
    const marks = await page
      .locator(".row.pair")
      .evaluateAll((rows) => rows.map((one) => one.lastElementChild?.textContent?.includes("better")));
    assert.ok(marks.length > 3 && marks.every(Boolean));
    await page.getByRole("checkbox", { name: /Only metadata differs/ }).check();
    await page.getByText("No photo fits these filters.").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).first().click();
    await page.getByText(/Only in B \d+/).click();
    await page.locator(".row.b").first().waitFor();
    assert.equal(await page.locator(".row.a, .row.pair").count(), 0);
    await page.getByText(/All \d+/).click();
    await page.locator(".row.pair").first().dblclick();
    await page.getByRole("dialog", { name: "Compare" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Compare" }).waitFor({ state: "detached" });
    await page.keyboard.press("s");
    await page.waitForFunction(() => document.querySelector("h2")?.textContent?.includes("Phone backup"));
    await page.context().close();
  });

  test("acts: a plan with its choices, done, told and undone; the view below hears no key meanwhile", async () => {
    const page = await open(driven, pair);
    await page.getByRole("button", { name: "Merge into A" }).click();
    const sheet = page.getByRole("dialog", { name: "What would be done" });
    await sheet.getByText("by date").click();
    await sheet.getByText("to /photos/Sorted/Iceland/2019/2019-07-12").first().waitFor();
    await screenshot(page, "folders-plan");
    await sheet.getByRole("button", { name: /^Copy 80 files, then move \d+ to the holding folder/ }).click();
    await page.getByText(/^80 files copied, /).waitFor();
    await screenshot(page, "folders-receipt");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText(/^80 copies taken away again, /).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".row").first().waitFor();
    await page.getByRole("combobox", { name: "What the two are to each other" }).selectOption("re-encoded");
    await page.getByRole("button", { name: "Remove from B" }).click();
    await page.getByRole("checkbox", { name: /^Only the \d+ photos of B that the filter shows/ }).waitFor();
    const asked = page.getByRole("button", { name: /^Move \d+ files/ });
    const filtered = await asked.textContent();
    await page.getByRole("checkbox", { name: /^Only the \d+ photos/ }).uncheck();
    await page.waitForFunction((before) => document.querySelector("dialog .primary")?.textContent !== before, filtered);
    await page.context().close();
  });

  test("a card: how far the check is, what came of it, and the new ones copied by a plan", async () => {
    const page = await open(driven, "check");
    const field = page.getByRole("textbox", { name: "Path of a folder" });
    await field.fill("/missing");
    await page.keyboard.press("Enter");
    await page.getByText(/There is no folder \/missing/).waitFor();
    await field.fill("/media/card");
    await page.keyboard.press("Enter");
    await page.locator(".shares").waitFor();
    await screenshot(page, "folders-check-busy");
    await page.getByText("412 of 421 are already safe in the library (398 identical, 14 better here), 7 are new.").waitFor();
    await screenshot(page, "folders-check");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByText("Better on the card 2").click();
    await page.getByText("4000 × 3000, the most pixels").first().waitFor();
    await page
      .getByRole("textbox", { name: "Copy to" })
      .or(page.getByRole("combobox", { name: "Copy to" }))
      .fill("/photos/new");
    await page.getByRole("button", { name: /^Plan to copy 8 photos/ }).click();
    await page.getByRole("button", { name: /^Copy 8 files/ }).click();
    await page.getByText(/^8 files copied, /).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Another folder" }).click();
    await field.waitFor();
    await page.context().close();
  });

  test("in Chinese, everything the views say is Chinese", async () => {
    const page = await driven.open({ locale: "zh-CN" });
    for (const one of ["map", "sizes", "lists", "check", pair]) {
      await page.goto(`${driven.host.address}#folders/${encodeURIComponent(one)}`);
      await page.waitForTimeout(300);
      const said = await page.locator("main").textContent();
      const latin = (said ?? "")
        .replaceAll(
          /\/\S+|[\w() ]+\.(?:jpg|png)|\(\d+\)|[\d.]+\s?(?:B|kB|MB|GB)|Esc|\b[AB]\b|WhatsApp|[A-Z][a-zü]+( \d+)?|backup|disk|folder|photos|town|roll|grandmother/g,
          "",
        )
        .match(/[A-Za-z]{3,}/g);
      assert.equal(latin, null, `${one}: ${latin}`);
    }
    await screenshot(page, "folders-pair-zh");
    await page.context().close();
  });

  test("a small window and one at 200 %", async () => {
    for (const [width, height] of [
      [960, 640],
      [640, 400],
    ] as const) {
      const page = await driven.open({ viewport: { width, height } });
      for (const one of ["map", "sizes", pair]) {
        await page.goto(`${driven.host.address}#folders/${encodeURIComponent(one)}`);
        await page.waitForTimeout(200);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${one} at ${width}: ${wide} px too wide`);
        await screenshot(page, `folders-${one.length > 9 ? "pair" : one}-${width}`);
      }
      await page.context().close();
    }
  });
});

describe("two photos outside a group", { skip }, () => {
  let driven: DrivenWindow;
  before(async () => {
    driven = await driveWindow({ photos: 120, groups: 4 });
    await paintThumbnails(driven.engine, 60);
  });
  after(() => driven.close());

  test("one is held, another chosen, and they are the same or different, undoably; so is what is most alike", async () => {
    const page = await driven.open();
    await page.locator('.tile[data-index="0"]').click();
    await page.keyboard.press("h");
    await page.getByRole("toolbar", { name: "Two photos" }).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("m");
    await page.getByText(/ are the same$/).waitFor();
    assert.deepEqual(
      (await driven.engine.answers({})).map(({ verdict }) => verdict),
      ["same"],
    );
    await page.getByRole("button", { name: "Same", exact: true, pressed: true }).waitFor();
    await screenshot(page, "library-pairing");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.keyboard.press(" ");
    await page.getByRole("dialog").getByRole("toolbar", { name: "Two photos" }).waitFor();
    await page.keyboard.press("n");
    await page.getByText(/ are different$/).waitFor();
    await page.keyboard.press("u");
    await page.getByText(/^Taken back/).waitFor();
    assert.deepEqual(
      (await driven.engine.answers({})).map(({ verdict }) => verdict),
      ["same"],
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("u");
    await page.waitForFunction(() => document.querySelector('.bar [aria-pressed="true"]') === null);
    assert.deepEqual(await driven.engine.answers({}), []);
    await page.keyboard.press("Escape");
    const alike = page.getByRole("region", { name: "Most alike" });
    await alike
      .getByRole("button", { name: /^The same photo as / })
      .first()
      .click();
    await alike.getByText("you called it the same").waitFor();
    await page.keyboard.press("n");
    await alike.getByText("you called it different").waitFor();
    await go(page, "j");
    await page.context().close();
  });
});

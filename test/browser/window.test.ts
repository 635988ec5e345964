/** The real window in Chromium, over the real browser host and a made-up library: every view, by pointer and by keyboard. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { type DrivenWindow, driveWindow, go, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();

describe("the window", { skip }, () => {
  let driven: DrivenWindow;
  before(async () => {
    driven = await driveWindow({ photos: 5_000, groups: 60, scanPhotos: 2_000, scanPhotoMs: 4 });
    await paintThumbnails(driven.engine, 330);
  });
  after(() => driven.close());

  const tile = (page: Page, index: number) => page.locator(`.tile[data-index="${index}"]`);

  test("the library scrolls through 5,000 whole photos while few of them exist", async (t) => {
    const page = await driven.open();
    await page.waitForFunction(() => document.querySelectorAll(".tile img.loaded").length > 8);
    await screenshot(page, "library-dark");
    const seen = await page.evaluate(async () => {
      const viewport = document.querySelector(".viewport") as HTMLElement;
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      let most = 0;
      const times: number[] = [await frame()];
      for (let step = 0; step < 120; step += 1) {
        viewport.scrollTop += 60;
        times.push(await frame());
        most = Math.max(most, document.querySelectorAll(".tile").length);
      }
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      viewport.scrollTop = viewport.scrollHeight;
      await frame();
      await frame();
      const last = Math.max(...[...document.querySelectorAll<HTMLElement>(".tile")].map(({ dataset }) => Number(dataset.index)));
      const stretched = [...document.querySelectorAll<HTMLImageElement>(".tile img.loaded")].filter(
        ({ naturalWidth, naturalHeight, clientWidth, clientHeight }) =>
          Math.abs(naturalWidth / naturalHeight - clientWidth / clientHeight) > 0.03,
      );
      const slowest = gaps.toSorted((a, b) => b - a)[Math.floor(gaps.length * 0.05)];
      return { most, last, stretched: stretched.length, perSecond: (1000 * gaps.length) / gaps.reduce((a, b) => a + b, 0), slowest };
    });
    t.diagnostic(`scrolling: ${seen.perSecond.toFixed(1)} frames a second, one in twenty takes ${seen.slowest?.toFixed(1)} ms or longer`);
    assert.ok(seen.most < 250, `${seen.most} tiles at once`);
    assert.equal(seen.last, 4_999);
    assert.equal(seen.stretched, 0);
    await page.context().close();
  });

  test("nothing jumps: the photo at the top stays there when the size changes", async () => {
    const page = await driven.open();
    await tile(page, 0).waitFor();
    const top = () =>
      page.evaluate(() => {
        const viewport = document.querySelector(".viewport") as HTMLElement;
        const edge = viewport.getBoundingClientRect().top;
        const tiles = [...document.querySelectorAll<HTMLElement>(".tile")].filter(
          (element) => element.getBoundingClientRect().bottom > edge + 20,
        );
        return Math.min(...tiles.map(({ dataset }) => Number(dataset.index)));
      });
    await page.locator(".viewport").evaluate((viewport) => {
      viewport.scrollTop = 30_000;
    });
    await page.waitForTimeout(100);
    const before = await top();
    await page.getByRole("slider", { name: "Size of the photos" }).press("ArrowRight");
    await page.waitForTimeout(200);
    assert.ok(Math.abs((await top()) - before) <= 8, `${before} became ${await top()}`);
    await page.context().close();
  });

  test("squares, filter and order", async () => {
    const page = await driven.open();
    await page.getByText("Squares").click();
    await tile(page, 5).waitFor();
    const [first, second] = [await tile(page, 0).boundingBox(), await tile(page, 1).boundingBox()];
    assert.ok(Math.abs((first?.width ?? 0) - (first?.height ?? 1)) < 1);
    assert.equal(first?.width, second?.width);
    await screenshot(page, "library-squares");
    await page.keyboard.press("/");
    await page.keyboard.type("iceland");
    await page.getByText(/^1,\d{3} of 5,000 photos$/).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("5,000 photos", { exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Order" }).selectOption("path");
    await page.waitForFunction(() => document.querySelector('.tile[data-index="0"]')?.getAttribute("aria-label")?.startsWith("DSC_4000"));
    await page.context().close();
  });

  test("the keyboard alone: move, open, step, back, to each view, help", async () => {
    const page = await driven.open();
    await tile(page, 0).waitFor();
    for (let tabs = 0; tabs < 20 && !(await tile(page, 0).evaluate((element) => element === document.activeElement)); tabs += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => Number((document.activeElement as HTMLElement).dataset.index) > 1);
    const focused = await page.evaluate(() => Number((document.activeElement as HTMLElement).dataset.index));
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    const firstName = await dialog.getAttribute("aria-label");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((name) => document.querySelector("[role=dialog]")?.getAttribute("aria-label") !== name, firstName);
    await screenshot(page, "photo");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => Number((document.activeElement as HTMLElement).dataset.index)), focused + 1);
    for (const [letter, title] of [
      ["g", "Groups"],
      ["f", "Folders"],
      ["j", "Journal"],
      ["s", "Settings"],
      ["l", "Library"],
    ] as const) {
      await go(page, letter);
      await page.waitForFunction((name) => document.title.startsWith(name), title);
    }
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await screenshot(page, "keys");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    await page.context().close();
  });

  test("groups: the most space first, the keeper first and larger, J and K, kinds and likelihoods", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await go(page, "g");
    const rows = page.getByRole("listbox", { name: "Groups" }).getByRole("option");
    await rows.first().waitFor();
    const sizes = (await rows.locator(".size").allTextContents()).map((text) => Number.parseFloat(text) * (text.includes("kB") ? 1e-3 : 1));
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    const keeper = await page.locator(".keeper .frame").boundingBox();
    const member = await page.locator(".member .thumbnail").first().boundingBox();
    assert.ok((keeper?.width ?? 0) > 1.5 * (member?.width ?? 0));
    await page.locator(".keeper").getByText("Keep", { exact: true }).waitFor();
    await page.getByText("very likely").first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".keeper img.loaded, .member img.loaded").length >= 3);
    await screenshot(page, "groups-dark");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.getByText("2 of 60", { exact: true }).waitFor();
    await page.getByText("Moments", { exact: true }).click();
    await page.getByText(/^12 groups/).waitFor();
    await page.getByText("likely", { exact: true }).first().click();
    await page.getByText("No photo here has a copy that is likely enough.").waitFor();
    await page.getByRole("button", { name: "Show everything" }).click();
    await page.getByText(/^60 groups/).waitFor();
    await page.context().close();
  });

  test("compare: side by side with the crop box, laid on each other, difference, flip, pixels", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    await page.keyboard.press(" ");
    await page.getByRole("dialog", { name: "Compare" }).waitFor();
    await page.keyboard.press("3");
    const box = page.getByRole("img", { name: "Crop box" });
    await box.waitFor();
    await page.getByText(/^Aligned on 214 points; it shows 37% of the kept photo/).waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".stages img.loaded").length >= 2);
    await screenshot(page, "compare");
    const drawn = await box.locator("path.line").evaluate((path) => {
      const { x, y, width, height } = (path as unknown as SVGGraphicsElement).getBBox();
      return { x, y, width, height };
    });
    for (const [name, expected] of Object.entries({ x: 0.22, y: 0.18, width: 0.6, height: 0.62 })) {
      assert.ok(Math.abs(drawn[name as "x"] - expected) < 1e-3, `${name} is ${drawn[name as "x"]}`);
    }
    await page.keyboard.press("c");
    await box.waitFor({ state: "detached" });
    await page.getByText("Overlay").click();
    const layer = page.locator(".stages .laid");
    // The facts below come later and take their room.
    await page.locator("tr.differs").first().waitFor();
    // Laid on the kept photo, the cropped one covers just its own part of it.
    const [whole, part] = [await page.locator(".stages .frame").boundingBox(), await layer.boundingBox()];
    assert.ok(whole && part);
    assert.ok(Math.abs((part.x - whole.x) / whole.width - 0.22) < 0.005);
    assert.ok(Math.abs(part.height / whole.height - 0.62) < 0.005);
    const opacity = () => layer.evaluate((element) => getComputedStyle(element).opacity);
    assert.equal(await opacity(), "0.5");
    await page.keyboard.down("a");
    assert.equal(await opacity(), "1");
    await page.keyboard.up("a");
    assert.equal(await opacity(), "0.5");
    await screenshot(page, "overlay");
    await page.keyboard.press("d");
    assert.equal(await layer.evaluate((element) => getComputedStyle(element).mixBlendMode), "difference");
    await screenshot(page, "difference");
    await page.keyboard.press("d");
    await page.keyboard.press("z");
    const keeperWidth = await page
      .locator(".stages .frame")
      .first()
      .evaluate((element) => (element as HTMLElement).offsetWidth);
    assert.equal(keeperWidth, 4_000);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Compare" }).waitFor({ state: "detached" });
    await page.context().close();
  });

  test("settings: facts, problems with their reasons, lines kept, appearance and language changed", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await page.getByRole("button", { name: "3 files could not be read" }).click();
    await page.getByText("It is damaged or cut short.").waitFor();
    await page.getByText("1.30.0 on the CPU").waitFor();
    await page.getByText("It is not installed here. Run `npm run tensorflow`.").waitFor();
    const patterns = page.getByRole("textbox", { name: "Ignored files and folders" });
    await patterns.fill("*.tmp\n\n  drafts/ \n");
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("Saved.").waitFor();
    assert.deepEqual((await driven.engine.settings({})).ignorePatterns, ["*.tmp", "drafts/"]);
    await screenshot(page, "settings-dark");
    await page.getByText("Light", { exact: true }).click();
    await page.waitForFunction(() => document.documentElement.dataset.appearance === "light");
    await page.getByText("简体中文").click();
    await page.getByRole("heading", { name: "设置" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
    await page.reload();
    await page.getByRole("heading", { name: "设置" }).waitFor();
    await page.waitForFunction(() => document.documentElement.dataset.appearance === "light");
    await screenshot(page, "settings-light-chinese");
    await driven.engine.changeSettings({ appearance: "system" });
    await page.context().close();
  });

  test("a scan shows its progress, waits, goes on and stops", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await go(page, "s");
    await page.getByRole("button", { name: "Scan again" }).click();
    await page.getByText(/reading · [\d,]+ of 2,000/).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    const paused = page.getByText(/^paused · [\d,]+ of 2,000/);
    await paused.waitFor();
    await page.waitForTimeout(150);
    const before = await paused.textContent();
    await page.waitForTimeout(400);
    assert.equal(await paused.textContent(), before);
    await screenshot(page, "scan-paused");
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText(/^reading · /).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("stopped; what was done is kept").waitFor();
    await page.context().close();
  });
});

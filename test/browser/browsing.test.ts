/** Looking around in the real window: timeline with its months, order by likeness, scenes few and many, places, and a trail from like to like. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, type DrivenWindow, driveWindow, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();

describe("looking around", { skip }, () => {
  let driven: DrivenWindow;
  before(async () => {
    driven = await driveWindow({ photos: 900, groups: 40 });
    await paintThumbnails(driven.engine, 900);
  });
  after(() => driven.close());

  const painted = (page: Page, least: number) =>
    page.waitForFunction((count) => document.querySelectorAll("img.loaded").length >= count, least);
  const arrange = async (page: Page, name: string, group = "How to look around"): Promise<void> => {
    await page.locator(".tile, [data-card]").first().waitFor();
    await page.getByRole("group", { name: group }).getByText(name, { exact: true }).click();
  };
  const active = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-index"));

  test("the timeline by keyboard: days, what is folded, months", async () => {
    const page = await driven.open();
    await arrange(page, "Timeline");
    const tiles = page.getByRole("listbox", { name: "Photos by day" });
    await tiles.waitFor();
    await painted(page, 8);
    await screenshot(page, "timeline-dark");
    assert.deepEqual(await accessibilityFaults(page), []);
    await tiles.locator('[data-index="0"]').click();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    assert.ok(Number(await active(page)) > 1);

    const folded = tiles.locator(".folded").first();
    await page.waitForFunction(() => document.querySelectorAll(".tile").length > 3);
    while ((await folded.count()) === 0) await page.locator(".viewport").evaluate((viewport) => viewport.scrollBy(0, 500));
    await folded.click();
    const before = Number(await folded.getAttribute("aria-setsize"));
    await page.keyboard.press("e");
    await page.locator(".behind").first().waitFor();
    assert.ok(Number(await tiles.locator('[aria-selected="true"]').getAttribute("aria-setsize")) > before);
    await screenshot(page, "timeline-unfolded");
    await page.keyboard.press("e");
    await page.locator(".behind").first().waitFor({ state: "detached" });

    const months = page.getByRole("navigation", { name: "Jump to a month" });
    await months.getByRole("button", { name: /^March 2021/ }).click();
    await page
      .getByRole("heading", { name: /March \d+, 2021/ })
      .first()
      .waitFor();
    await page.waitForFunction(() => document.querySelector('nav [aria-current="true"]')?.textContent?.trim().startsWith("March 2021"));
    await page.keyboard.press("]");
    await page.waitForFunction(() => document.querySelector('nav [aria-current="true"]')?.textContent?.trim().startsWith("February 2021"));
    await months.getByRole("button", { name: /^Without a date/ }).click();
    await page.getByRole("heading", { name: "Without a date" }).waitFor();
    await page.context().close();
  });

  test("by likeness, pictures of one kind stand together; a place narrows every arrangement", async () => {
    const page = await driven.open();
    await arrange(page, "By likeness");
    await page.getByText("900 photos", { exact: true }).waitFor();
    await painted(page, 8);
    await screenshot(page, "likeness-dark");
    await page.getByRole("button", { name: "Places" }).click();
    await screenshot(page, "places");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole("button", { name: /^Zürich, Switzerland \d+ photos/ }).click();
    const count = (await driven.engine.places({})).find(({ city }) => city === "Zürich")?.photos;
    await page.getByText(`${count} photos`, { exact: true }).waitFor();
    await arrange(page, "All");
    await page.getByText(`${count} photos`, { exact: true }).waitFor();
    await page.getByRole("button", { name: "Show photos of every place" }).click();
    await page.getByText("900 photos", { exact: true }).waitFor();
    await page.context().close();
  });

  test("scenes: few and many, opened and closed by keyboard", async () => {
    const page = await driven.open({ colorScheme: "light" });
    await arrange(page, "Scenes");
    const list = page.getByRole("list", { name: "Scenes" });
    await list.waitFor();
    await page.getByText("24 scenes").waitFor();
    await painted(page, 8);
    await screenshot(page, "scenes-light");
    assert.deepEqual(await accessibilityFaults(page), []);
    const slider = page.getByRole("slider", { name: "How many scenes" });
    await slider.press("End");
    await page.getByText("400 scenes").waitFor();
    await slider.press("Home");
    await page.getByText("1 scene", { exact: true }).waitFor();
    await page.getByRole("button", { name: "As the photos suggest (24)" }).click();
    await page.getByText("24 scenes").waitFor();
    await page.keyboard.press(">");
    await page.getByText("30 scenes").waitFor();
    await list.getByRole("button").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    const card = await page.evaluate(() => document.activeElement?.getAttribute("data-card"));
    assert.ok(Number(card) > 1);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "All scenes" }).waitFor();
    await painted(page, 6);
    await screenshot(page, "scene-opened");
    await page.keyboard.press("Escape");
    await list.waitFor();
    await page.waitForFunction((wanted) => document.activeElement?.getAttribute("data-card") === wanted, card);
    await page.context().close();
  });

  test("more like this: walk on, back, another way; the trail is in the address", async () => {
    const page = await driven.open();
    await page.locator('.tile[data-index="0"]').click();
    await page.keyboard.press("t");
    const found = page.getByRole("listbox", { name: "More like this photo" });
    const trail = page.getByRole("navigation", { name: "How you came here" });
    await found.waitFor();
    for (const step of [2, 4, 3]) {
      await found.locator(`[data-index="${step}"]`).dblclick();
      await page.waitForFunction((steps) => document.querySelectorAll("nav ol li").length === steps, [2, 4, 3].indexOf(step) + 2);
    }
    await painted(page, 10);
    await screenshot(page, "more-dark");
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.match(new URL(page.url()).hash, /^#more\/\d+-\d+-\d+-\d+$/);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelectorAll("nav ol li").length === 3);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll("nav ol li").length === 4);
    await trail.getByRole("button").first().click();
    await page.waitForFunction(() => document.querySelectorAll("nav ol li").length === 1);
    await page.keyboard.press("b");
    await page.waitForFunction(() => (document.querySelector('input[value="copy"]') as HTMLInputElement).checked);
    await page.getByText("Chosen:").waitFor();
    await page.keyboard.press("Escape");
    await page.locator('.tile[data-index="0"]').waitFor();
    await page.context().close();
  });

  test("folders that show such things lead into the library; in Chinese too", async () => {
    const page = await driven.open({ locale: "zh-CN", colorScheme: "light" });
    await page.locator('.tile[data-index="3"]').click();
    await page.keyboard.press("t");
    await page.getByRole("heading", { name: "内容相似的文件夹" }).waitFor();
    await painted(page, 10);
    await screenshot(page, "more-light-zh");
    await page.locator("section.photo li button").first().click();
    await page.locator(".tile").first().waitFor();
    await page.getByRole("combobox", { name: "文件夹" }).waitFor();
    await arrange(page, "时间线", "浏览方式");
    await page.getByRole("listbox", { name: "按日期排列的照片" }).waitFor();
    await painted(page, 6);
    await screenshot(page, "timeline-light-zh");
    await page.context().close();
  });
});

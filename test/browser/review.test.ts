/** Review, compare, plan, act, undo and journal in Chromium, by keyboard and by mouse, over a library made up in memory. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, type DrivenWindow, driveWindow, go, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();
const wide = { viewport: { width: 1440, height: 900 } };

describe("deciding and cleaning up", { skip }, () => {
  let driven: DrivenWindow;
  before(async () => {
    driven = await driveWindow({ photos: 600, groups: 60, movePhotoMs: 20 });
    await paintThumbnails(driven.engine, 90);
  });
  after(() => driven.close());

  async function openGroups(options = {}): Promise<Page> {
    const page = await driven.open({ ...wide, ...options });
    await page.locator(".tile").first().waitFor();
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    return page;
  }
  const position = (page: Page) => page.locator("section > header span").first().textContent();
  const marksOf = async (): Promise<string[]> => (await driven.engine.marks({})).map(({ photo, mark }) => `${photo} ${mark}`);
  const total = (page: Page) => page.locator("footer .total");
  async function clearMarks(): Promise<void> {
    await driven.engine.mark({ marks: (await driven.engine.marks({})).map(({ photo }) => ({ photo, mark: null })) });
  }

  test("accept, keep all, later, remove, keep, and every one of them taken back and done again", async () => {
    await clearMarks();
    const page = await openGroups();
    await page.getByText("suggested: remove").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("section > header span")?.textContent?.startsWith("2 of"));
    await total(page)
      .getByText(/^2 photos to remove/)
      .waitFor();
    assert.equal((await marksOf()).filter((line) => line.endsWith("remove")).length, 2);
    await page.keyboard.press("Shift+P");
    await page.keyboard.press("l");
    assert.match((await position(page)) ?? "", /^4 of/);
    await page.keyboard.press("x");
    await total(page)
      .getByText(/^3 photos to remove/)
      .waitFor();
    await page.locator(".member.remove").getByText("to remove").waitFor();
    // The next photo is chosen by itself.
    assert.equal(await page.locator(".member.active").getAttribute("data-index"), "2");
    await page.keyboard.press("p");
    await page.locator(".member.keep").getByText("kept", { exact: true }).waitFor();
    await page.getByText("Done: kept", { exact: true }).waitFor();
    const all = await marksOf();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press("u");
    await total(page).getByText("Nothing is marked to be removed.").waitFor();
    await page.waitForFunction(() => document.querySelector("section > header span")?.textContent?.startsWith("1 of"));
    await page.getByText("Taken back: accepted the suggestion").waitFor();
    assert.deepEqual(await marksOf(), []);
    for (let step = 0; step < 5; step += 1) await page.keyboard.press("Shift+U");
    await page.getByText("Done again: kept", { exact: true }).waitFor();
    assert.deepEqual((await marksOf()).sort(), all.sort());
    await page.context().close();
  });

  test("by mouse: keep only this, remove, undo; a second press takes a mark off", async () => {
    await clearMarks();
    const page = await openGroups();
    await page.locator(".member").first().click();
    await page.getByRole("button", { name: "Only this" }).click();
    await page.getByRole("button", { name: "Previous group" }).click();
    await page.locator(".keeper").getByText("to remove").waitFor();
    await page.getByRole("button", { name: "Take back the last decision" }).click();
    await page.locator(".keeper").getByText("Keep", { exact: true }).waitFor();
    await page.locator(".member").first().click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.locator(".member.remove").first().click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await total(page).getByText("Nothing is marked to be removed.").waitFor();
    await page.context().close();
  });

  test("another keeper and the answer 'different' change the group at once, and come back", async () => {
    await clearMarks();
    const page = await openGroups();
    const keeperName = () => page.locator(".keeper .caption .path").textContent();
    const members = () => page.locator(".member").count();
    const [before, count] = [await keeperName(), await members()];
    await page.keyboard.press("s");
    await page.waitForFunction((name) => document.querySelector(".keeper .caption .path")?.textContent !== name, before);
    await page.getByText("chosen by you").waitFor();
    await page.keyboard.press("u");
    await page.waitForFunction((name) => document.querySelector(".keeper .caption .path")?.textContent === name, before);
    await page.keyboard.press("n");
    await page.waitForFunction((left) => document.querySelectorAll(".member").length === left, count - 1);
    assert.equal((await driven.engine.answers({})).length, 1);
    await go(page, "j");
    await page.getByText("Answers", { exact: true }).click();
    await page.getByText("1 answer", { exact: true }).waitFor();
    await screenshot(page, "answers");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole("button", { name: /^Revoke/ }).click();
    await page.getByText(/^No answers yet/).waitFor();
    await go(page, "g");
    await page.waitForFunction((all) => document.querySelectorAll(".member").length === all, count);
    await page.context().close();
  });

  test("filters and orders: relation, folder, size, decisions; least sure first", async () => {
    await clearMarks();
    const page = await openGroups();
    await page.keyboard.press("Enter");
    await page.keyboard.press("/");
    const panel = page.getByRole("group", { name: "More filters" });
    await panel.waitFor();
    await page.getByRole("combobox", { name: "What they are to each other" }).selectOption("rotated");
    const rotated = Number.parseInt((await page.locator(".summary").textContent()) ?? "", 10);
    assert.ok(rotated > 5 && rotated < 60, `${rotated}`);
    await page.getByRole("combobox", { name: "What they are to each other" }).selectOption("all");
    await page.getByRole("combobox", { name: "Decisions" }).selectOption("with photos to remove");
    await page.getByText(/^[12] groups?,/).waitFor();
    await screenshot(page, "filters");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole("button", { name: "Clear these filters" }).click();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.getByRole("combobox", { name: "Order of the groups" }).selectOption("Least sure first");
    await page.keyboard.press("Home");
    await page.locator(".row").first().click();
    await page.getByText("unsure: please look").first().waitFor();
    await page.context().close();
  });

  test("compare: four photos, zoomed together by wheel and keys, wiped, differences marked, decided", async () => {
    await clearMarks();
    const page = await openGroups();
    await page.keyboard.press(" ");
    await page.keyboard.press("3");
    await page.keyboard.press("4");
    const panes = page.locator(".stages .pane");
    await page.waitForFunction(() => document.querySelectorAll(".stages .pane").length === 4);
    await page.locator("tr.differs").first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".stages img.loaded").length >= 4);
    await screenshot(page, "compare-four");
    assert.deepEqual(await accessibilityFaults(page), []);
    const frameWidths = () =>
      page.locator(".stages .frame").evaluateAll((frames) => frames.map((frame) => (frame as HTMLElement).offsetWidth));
    const before = await frameWidths();
    await panes.nth(1).hover();
    await page.mouse.wheel(0, -400);
    await page.waitForFunction(
      (width) => (document.querySelector(".stages .frame") as HTMLElement).offsetWidth > width * 1.5,
      before[0] ?? 0,
    );
    // Laid on the kept photo, every frame is as large as that one's.
    assert.equal(new Set(await frameWidths()).size, 1);
    const left = () =>
      page.locator(".stages .frame").evaluateAll((frames) => frames.map((frame) => new DOMMatrix(getComputedStyle(frame).transform).e));
    const start = await left();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (was) => new DOMMatrix(getComputedStyle(document.querySelector(".stages .frame") as Element).transform).e < was - 20,
      start[0] ?? 0,
    );
    assert.equal(new Set((await left()).map((x, place) => Math.round(x - (start[place] ?? 0)))).size, 1);
    await page.keyboard.press("+");
    await page.keyboard.press("z");
    await page.keyboard.press("z");
    assert.equal((await frameWidths())[0], 4_000);
    await page.keyboard.press("z");
    await page.keyboard.press("w");
    const slider = page.getByRole("slider", { name: "Where the line stands" });
    await slider.fill("0.25");
    const clip = await page
      .locator(".stages .laid")
      .locator("..")
      .evaluate((layer) => getComputedStyle(layer).clipPath);
    assert.match(clip, /25%/);
    await screenshot(page, "wipe");
    await page.keyboard.press("w");
    await page.keyboard.press("x");
    await page.locator(".caption").getByText("to remove").waitFor();
    await page.keyboard.press("Escape");
    await page.context().close();
  });

  test("plan, move, receipt, undo from the receipt", async () => {
    await clearMarks();
    const page = await openGroups();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+X");
    const sheet = page.getByRole("dialog", { name: "What would move" });
    await sheet.getByText("Photos that move").waitFor();
    await sheet.getByText(/^\d+ the kept photo is another version/).waitFor();
    await sheet.getByText("You can undo this any time before you empty it.").waitFor();
    await page.waitForTimeout(200);
    await screenshot(page, "plan");
    assert.deepEqual(await accessibilityFaults(page), []);
    await sheet.getByRole("checkbox", { name: /^Give the kept photos/ }).check();
    await sheet.getByText("keyword: Zürich").first().waitFor();
    await screenshot(page, "plan-merging");
    assert.deepEqual(await accessibilityFaults(page), []);
    await sheet.getByRole("checkbox", { name: /^In JPEG photos/ }).check();
    await sheet.getByText("into the photo itself", { exact: true }).first().waitFor();
    await screenshot(page, "plan-embedding");
    assert.deepEqual(await accessibilityFaults(page), []);
    const groupsBefore = await driven.engine.groups({ kind: "all", minProbability: 0 });
    await sheet.getByRole("button", { name: /^Move \d+ files \(.*\) to the holding folder$/ }).click();
    await page.getByText(/^moving · /).waitFor();
    await page.getByText(/\d+ files moved to the holding folder/).waitFor();
    await screenshot(page, "receipt");
    assert.notDeepEqual(await driven.engine.groups({ kind: "all", minProbability: 0 }), groupsBefore);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText(/\d+ files put back/).waitFor();
    assert.equal((await driven.engine.journal({}))[0]?.heldFiles, 0);
    await page.getByRole("button", { name: "Close" }).last().click();
    await page.context().close();
  });

  test("many at once: every identical copy has a plan; what is chosen is shown before it moves", async () => {
    await clearMarks();
    const page = await openGroups();
    await page.keyboard.press("r");
    const sheet = page.getByRole("dialog", { name: "Many groups at once" });
    await sheet.getByText("As I choose").click();
    await sheet.getByRole("combobox", { name: "How sure" }).selectOption("0.9");
    await screenshot(page, "rule");
    assert.deepEqual(await accessibilityFaults(page), []);
    await sheet.getByRole("button", { name: "Show the plan" }).click();
    const move = page.getByRole("button", { name: /^Move 4\d files/ });
    await move.waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.context().close();
  });

  test("the journal: a file, a group and a session put back; emptying asks and says that undo ends; exports are saved", async () => {
    await clearMarks();
    const page = await openGroups();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+X");
    await page.getByRole("button", { name: /^Move \d+ files/ }).click();
    await page.getByRole("button", { name: "Open the journal" }).click();
    const held = async () => (await driven.engine.journal({})).reduce((sum, { heldFiles }) => sum + heldFiles, 0);
    const all = await held();
    await page
      .getByRole("button", { name: /^Put back: / })
      .first()
      .waitFor();
    await screenshot(page, "journal");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page
      .getByRole("button", { name: /^Put back: / })
      .first()
      .click();
    await page.getByText("1 file put back").waitFor();
    assert.equal(await held(), all - 1);
    await page
      .getByRole("button", { name: /^Put back this group: / })
      .last()
      .click();
    // How many files the last group holds depends on where the decisions fell.
    const deadline = Date.now() + 15_000;
    while ((await held()) >= all - 1 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    assert.ok((await held()) < all - 1);
    await page.getByRole("button", { name: "Export" }).click();
    for (const [name, file] of [
      ["Groups: CSV", "likeness-groups.csv"],
      ["Journal: JSON", "likeness-journal.json"],
      ["Journal: For printing", "likeness-journal.html"],
    ] as const) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      assert.equal(download.suggestedFilename(), file);
      assert.ok((await readFile(await download.path(), "utf8")).length > 5);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Empty the holding folder …" }).click();
    await page.getByText("Undo ends there: Likeness cannot put these files back afterwards.").waitFor();
    await screenshot(page, "empty");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole("button", { name: "Keep them" }).click();
    const left = await held();
    assert.ok(left > 0);
    await page.getByRole("button", { name: /^Put back all/ }).click();
    await page.getByText("put back", { exact: true }).first().waitFor();
    await page.waitForFunction(() => !document.querySelector("section .primary"));
    assert.equal(await held(), 0);
    await page.context().close();
  });

  test("keeper rules: moved and switched by keyboard, tried out, then kept", async () => {
    const page = await openGroups();
    await go(page, "s");
    const box = page.getByRole("checkbox", { name: "More pixels" });
    await box.focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page.getByText("More pixels is now number 2 of 11.").waitFor();
    await page.keyboard.press("Alt+ArrowUp");
    await page.getByText("3 groups would keep another photo").waitFor();
    await page.getByRole("checkbox", { name: "A tidier name and folder" }).uncheck();
    await page.locator("#keeper-rules").scrollIntoViewIfNeeded();
    await screenshot(page, "keeper-rules");
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.equal((await driven.engine.settings({})).keeperCriteria[0]?.criterion, "format");
    await page.getByRole("button", { name: "Use this order" }).click();
    await page.waitForFunction(() => document.querySelector("#keeper-rules")?.parentElement?.querySelector(".preview") === null);
    const kept = (await driven.engine.settings({})).keeperCriteria;
    assert.equal(kept[0]?.criterion, "pixels");
    assert.equal(kept.find(({ criterion }) => criterion === "tidiness")?.enabled, false);
    await page.context().close();
  });
});

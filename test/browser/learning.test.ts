/** The learning view in Chromium: what it learns from, a run with live curves, figures, going back; by mouse and keyboard, without faults. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults, type DrivenWindow, driveWindow, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();
let driven: DrivenWindow;
before(async () => {
  if (skip) return;
  driven = await driveWindow({ photos: 60, groups: 4, trainStepMs: 30 });
  await paintThumbnails(driven.engine, 10);
});
after(() => driven?.close());

test("a run begins, draws its curves, ends better and can be taken out of use", { skip }, async () => {
  const page = await driven.open();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.getByRole("heading", { name: "What it would learn from" }).waitFor();
  await page.getByText("Photos taken seconds apart").waitFor();
  assert.match((await page.getByText("This computer has too little memory").textContent()) ?? "", /last blocks/);
  await page.getByRole("radio", { name: /Everything/ }).check();
  assert.ok(await page.getByRole("button", { name: "Learn", exact: true }).isDisabled());
  await page.getByRole("radio", { name: /The head/ }).check();
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await page.getByText(/^loss: [\d.]+ at step [1-9]/).waitFor();
  await page.getByLabel("What it would learn from").getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.locator("article").getByText("in use", { exact: true }).waitFor();
  const precision = page.getByRole("row", { name: /Average precision/ });
  assert.match((await precision.textContent()) ?? "", /0\.912\s*0\.957\s*better/);
  assert.match((await page.getByRole("row", { name: /grey/ }).textContent()) ?? "", /worse/);
  await page.getByRole("button", { name: "Go back to the one as shipped" }).click();
  await page.getByText(/described anew/).waitFor();
  await screenshot(page, "learning-dark");
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.context().close();
});

test("runs stand side by side, in light as well, and in Chinese", { skip }, async () => {
  const page = await driven.open({ colorScheme: "light", locale: "zh-CN" });
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  const boxes = page.getByRole("checkbox", { name: /并列比较/ });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole("heading", { name: "并列比较" }).waitFor();
  await page.keyboard.press("j");
  await screenshot(page, "learning-light-zh");
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.context().close();
});

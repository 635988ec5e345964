/** People in Chromium: named, merged, split, asked about, ignored and erased, by keys alone where it can be; faces on photos; without faults. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { accessibilityFaults, type DrivenWindow, driveWindow, missing, paintThumbnails, screenshot } from "./browser-window.ts";

const skip = missing();
let driven: DrivenWindow;
before(async () => {
  if (skip) return;
  driven = await driveWindow({ photos: 90, groups: 6 });
  await paintThumbnails(driven.engine, 60);
});
after(() => driven?.close());

async function toPeople(page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByRole("listbox", { name: "People" }).getByRole("option").first().waitFor();
}
const facesOf = async (name: string): Promise<number> => (await driven.engine.people({})).find((one) => one.name === name)?.faces ?? 0;
const undoEverything = async (): Promise<void> => {
  while ((await driven.engine.undoPeople({})) !== null);
};

test("people by size; one without a name is named by keys, with completion, and taken back", { skip }, async () => {
  const page = await driven.open();
  await toPeople(page);
  await screenshot(page, "people-dark");
  assert.deepEqual(await accessibilityFaults(page), []);
  const sizes = (await page.getByRole("option").locator(".detail").allTextContents()).map((text) => Number.parseInt(text, 10));
  assert.deepEqual(
    sizes,
    [...sizes].sort((a, b) => b - a),
  );
  assert.equal(sizes.length, 4);

  await page.getByText("Without a name", { exact: true }).click();
  await page.getByRole("listbox", { name: "Without a name" }).getByRole("option").first().focus();
  const before = await facesOf("Anna");
  await page.keyboard.press("r");
  await page.keyboard.type("an");
  await page.getByRole("option", { name: /Anna/ }).waitFor();
  await screenshot(page, "people-naming-dark");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText(/^Named \d+ faces Anna/).waitFor();
  assert.ok((await facesOf("Anna")) > before);
  // The next one is in focus, so that one goes through them by R, a name and Enter.
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("role")), "option");
  await page.keyboard.press("u");
  await page.getByText(/^Taken back/).waitFor();
  assert.equal(await facesOf("Anna"), before);
  await page.context().close();
});

test("two marked people are made one, somebody is hidden, all by keys", { skip }, async () => {
  const page = await driven.open();
  await toPeople(page);
  await page.getByRole("option").first().focus();
  const [first, second] = await driven.engine.people({}).then((all) => all.filter(({ name }) => name !== null));
  await page.keyboard.press(" ");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("v");
  await page.getByText("2 marked").waitFor();
  await page.keyboard.press("Shift+M");
  await page.getByText("Made 2 people one.").waitFor();
  assert.equal(await facesOf(first!.name!), first!.faces + second!.faces);
  await page.keyboard.press("u");
  await page.getByText(/^Taken back/).waitFor();
  await page.getByRole("option").first().focus();
  await page.keyboard.press("h");
  await page.getByText("Hid a person.").waitFor();
  await page.getByLabel("Hidden too").check();
  await page
    .getByText(/hidden/)
    .first()
    .waitFor();
  await undoEverything();
  await page.context().close();
});

test("a person's faces by time: marked ones become somebody else, move, are confirmed, rejected, ignored; one becomes the picture", {
  skip,
}, async () => {
  const page = await driven.open();
  await toPeople(page);
  await page.getByRole("option").first().focus();
  await page.keyboard.press("Enter");
  const faces = page.getByRole("listbox", { name: /^Faces of/ });
  await faces.getByRole("option").first().waitFor();
  await screenshot(page, "person-dark");
  assert.deepEqual(await accessibilityFaults(page), []);
  const years = (await faces.locator(".title").allTextContents()).filter((text) => /^\d+$/.test(text));
  assert.ok(years.length > 1);
  assert.deepEqual(years, [...years].sort());
  const count = await faces.getByRole("option").count();
  await faces.getByRole("option").nth(1).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").locator("button.box").first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("Photos", { exact: true }).click();
  await page.getByRole("listbox", { name: "Photos" }).getByRole("option").first().waitFor();
  await page.getByText("Faces", { exact: true }).click();

  await faces.getByRole("option").first().focus();
  await page.keyboard.press(" ");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press(" ");
  await page.keyboard.press("s");
  await page.getByText("Made 2 faces somebody else.").waitFor();
  await page.getByRole("listbox", { name: "Faces of Unnamed" }).waitFor();
  await page.keyboard.press("u");
  await page.goBack();
  await toPeople(page);
  await page.getByRole("option").first().focus();
  await page.keyboard.press("Enter");
  await faces
    .getByRole("option")
    .nth(count - 1)
    .waitFor();

  await faces.getByRole("option").first().focus();
  await page.keyboard.press("m");
  await page.keyboard.type("Dora");
  await page.keyboard.press("Enter");
  await page.getByText(/Moved 1 faces to Dora/).waitFor();
  assert.equal(await facesOf("Dora"), 1);
  for (const [key, said] of [
    ["y", "Confirmed 1 faces."],
    ["n", "Took 1 faces from this person."],
    ["q", "Ignored 1 faces."],
    ["c", "Chose a picture."],
  ] as const) {
    await faces.getByRole("option").first().focus();
    await page.keyboard.press(key);
    await page.getByText(said).waitFor();
  }
  await undoEverything();
  await page.context().close();
});

test("questions: the face large, its photo beside; one key says yes, no, later; what is taken back is asked again", { skip }, async () => {
  const page = await driven.open({ colorScheme: "light" });
  await toPeople(page);
  await page.getByText("Unsure", { exact: true }).click();
  await page.getByRole("heading", { name: "Are these the same person?" }).waitFor();
  await page.waitForTimeout(400);
  await screenshot(page, "questions-light");
  assert.deepEqual(await accessibilityFaults(page), []);
  const left = async (): Promise<number> => Number.parseInt((await page.getByText(/to ask$/).textContent()) ?? "", 10);
  const before = await left();
  await page.keyboard.press("y");
  await page.getByText("Made 2 people one.").waitFor();
  await page.keyboard.press("n");
  await page.getByText("Kept two people apart.").waitFor();
  const named = page.getByRole("heading", { name: /^Is this/ });
  for (let later = 0; later < before && !(await named.isVisible()); later += 1) await page.keyboard.press("j");
  await named.waitFor();
  await page.keyboard.press("y");
  await page.getByText("Confirmed 1 faces.").waitFor();
  await page.waitForFunction((wanted) => document.body.textContent?.includes(`${wanted} to ask`), before - 3);
  await page.keyboard.press("u");
  await page.waitForFunction((wanted) => document.body.textContent?.includes(`${wanted} to ask`), before - 2);
  await page.keyboard.press("Shift+Q");
  await page.getByText("Ignored 1 faces.").waitFor();
  await page.getByText("Ignored", { exact: true }).click();
  await page.getByRole("listbox", { name: "Ignored" }).getByRole("option").first().focus();
  await page.keyboard.press("n");
  await page.getByText("Nothing was ignored.").waitFor();
  await undoEverything();
  await page.context().close();
});

test("a photo shows every face of a group with names; one is chosen and named there", { skip }, async () => {
  const [photo] = (await driven.engine.photos({ offset: 0, limit: 100, order: "path" })).items.filter(
    ({ id }) => (id - 1) % 7 === 0 && (id - 1) % 3 !== 2 && id > 24,
  );
  const page = await driven.open();
  await page.goto(`${driven.host.address}#library/${photo!.id}`);
  await page.reload();
  const viewer = page.getByRole("dialog");
  await viewer.locator("button.box").nth(3).waitFor();
  await page.waitForTimeout(400);
  await screenshot(page, "photo-faces-dark");
  assert.deepEqual(await accessibilityFaults(page), []);
  const [named] = (await driven.engine.facesOf({ photo: photo!.id })).faces.filter(
    ({ name, state }) => name === null && state === "placed",
  );
  await viewer.locator(".chip", { hasText: "somebody" }).first().click();
  await viewer.getByRole("combobox").fill("Erik");
  await page.keyboard.press("Enter");
  await viewer.locator(".name", { hasText: "Erik" }).waitFor();
  assert.ok(named);
  await page.getByRole("button", { name: "Show the faces" }).click();
  assert.equal(await viewer.locator(".box").count(), 0);
  await undoEverything();
  await page.context().close();
});

test("groups are narrowed to those that show somebody", { skip }, async () => {
  const page = await driven.open();
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await page
    .getByText(/^1 of 6/)
    .first()
    .waitFor();
  const all = await driven.engine.groups({ kind: "all", minProbability: 0 });
  const person = (await driven.engine.people({})).find(({ name }) => name !== null)!;
  const photos = new Set(await driven.engine.photosOfPerson({ id: person.id }));
  const expected = all.filter(({ members }) => members.some(({ id }) => photos.has(id))).length;
  assert.ok(expected > 0 && expected < all.length, `${expected} of ${all.length}`);
  await page.keyboard.press("/");
  await page.getByLabel("Person").selectOption(person.name);
  await page.keyboard.press("Escape");
  await page
    .getByText(new RegExp(`of ${expected}$`))
    .first()
    .waitFor();
  await page.context().close();
});

test("faces are switched off, erased, and the proof stands there; in Chinese too", { skip }, async () => {
  const page = await driven.open({ colorScheme: "light", locale: "zh-CN" });
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByRole("listbox", { name: "人物" }).waitFor();
  await screenshot(page, "people-light-zh");
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByLabel("在此照片库中查找并归类人脸").click();
  await page.getByRole("button", { name: "保留" }).click();
  assert.equal((await driven.engine.faceSettings({})).enabled, true);
  await page.getByLabel("在此照片库中查找并归类人脸").click();
  await page.getByRole("button", { name: "关闭并清除" }).click();
  await page.getByText("数据库中与人脸有关的行").waitFor();
  await page.getByText("数据库中与人脸有关的行").scrollIntoViewIfNeeded();
  await screenshot(page, "faces-erased-light-zh");
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.equal((await driven.engine.faceSettings({})).enabled, false);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByText("此照片库已关闭人脸功能").waitFor();
  await page.context().close();
});

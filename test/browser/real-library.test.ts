/** The whole way in Chromium over the real engine and real files: review, mark, plan, move, look at the disk, undo, look again. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createEngine } from "../../electron/engine/engine.ts";
import { makeSmallLibrary, type SmallLibrary } from "../fixtures/small-library.ts";
import { accessibilityFaults, type DrivenWindow, driveEngine, go, missing, screenshot } from "./browser-window.ts";

const skip = missing();

describe("the window over a library on the disk", { skip }, () => {
  let driven: DrivenWindow;
  let sample: SmallLibrary;
  const trashed: string[] = [];
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "likeness-real-"));
    sample = await makeSmallLibrary(join(folder, "photos"));
    const trashCan = {
      async trash(paths: readonly string[]) {
        for (const path of paths) {
          trashed.push(path);
          await rm(path, { recursive: true });
        }
      },
    };
    const engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 1, trashCan });
    await engine.scan({ folders: [sample.folder] });
    driven = await driveEngine(engine, () => rm(folder, { recursive: true, force: true }));
  });
  after(() => driven.close());

  const there = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    );
  const hashes = async (paths: readonly string[]): Promise<string[]> =>
    Promise.all(
      paths.map(async (path) =>
        createHash("sha256")
          .update(await readFile(path))
          .digest("hex"),
      ),
    );

  test("review, mark, plan, move, undo: every file is back, the same to the byte", async () => {
    const all = [...sample.originals, ...sample.copies.map(({ copy }) => copy)];
    const contents = await hashes(all);
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".keeper img.loaded, .member img.loaded").length >= 2);
    await screenshot(page, "real-review");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.keyboard.press(" ");
    await page.getByText(/^Aligned on|do not lie on each other/).waitFor();
    await page.locator("tr.differs").first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".stages img.loaded").length >= 2);
    await screenshot(page, "real-compare");
    await page.keyboard.press("Escape");

    for (let step = 0; step < sample.copies.length; step += 1) {
      const before = await page.locator("section > header span").first().textContent();
      await page.keyboard.press("o");
      if (step < sample.copies.length - 1) {
        await page.waitForFunction((was) => document.querySelector("section > header span")?.textContent !== was, before);
        await page.keyboard.press("ArrowLeft");
      }
    }
    await page.getByText(`${sample.copies.length} photos to remove`).waitFor();
    // Marks are seen before the engine has them.
    while ((await driven.engine.marks({})).length < 2 * sample.copies.length) await page.waitForTimeout(20);
    const marked = await driven.engine.marks({});
    const removing = await Promise.all(
      marked.filter(({ mark }) => mark === "remove").map(async ({ photo }) => (await driven.engine.photo({ id: photo })).path),
    );
    assert.equal(removing.length, sample.copies.length);

    await page.keyboard.press("Shift+X");
    await page.getByText("Photos that move").waitFor();
    await screenshot(page, "real-plan");
    await page.getByRole("button", { name: `Move ${removing.length} files` }).click();
    await page.getByText(`${removing.length} files moved to the holding folder`).waitFor();
    for (const path of all) assert.equal(await there(path), !removing.includes(path), path);
    const [session] = await driven.engine.journal({});
    assert.ok(session);
    const held = await driven.engine.journalEntries({ session: session.session });
    const heldContents = await hashes(held.map(({ heldPath }) => heldPath ?? ""));
    assert.deepEqual(heldContents.toSorted(), removing.map((path) => contents[all.indexOf(path)] ?? "").sort());

    await page.getByRole("button", { name: "Open the journal" }).click();
    await page.getByRole("button", { name: `Put back: ${basename(removing[0] ?? "")}` }).click();
    await page.getByText(/^1 file put back, /).waitFor();
    assert.ok(await there(removing[0] ?? ""));
    await page.getByRole("button", { name: /^Put back all/ }).click();
    await page.waitForFunction(() => !document.querySelector("section .primary"));
    await screenshot(page, "real-journal");
    assert.deepEqual(await hashes(all), contents);
    await go(page, "g");
    await page.getByText(`1 of ${sample.copies.length}`, { exact: true }).waitFor();
    await page.context().close();
  });

  test("one folder merged into another until nothing is left of it: the receipt stays to be read, and undo brings all back", async () => {
    const all = [...sample.originals, ...sample.copies.map(({ copy }) => copy)];
    const contents = await hashes(all);
    const [a, b] = ["originals", "copies"].map((name) => join(sample.folder, name)) as [string, string];
    const names = async (): Promise<string[]> =>
      [...(await readdir(a)), ...(await readdir(b))].filter((name) => !name.startsWith(".")).sort();
    const had = await names();
    const page = await driven.open();
    await page.goto(`${driven.host.address}#folders/${encodeURIComponent(JSON.stringify([a, b]))}`);
    await page.locator(".row.pair").first().waitFor();
    await screenshot(page, "real-folders");
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole("button", { name: "Merge into A" }).click();
    await page.locator("dialog .primary").click();
    await page.getByText(/^5 files moved to the holding folder/).waitFor();
    await page.getByText(/^The library has no photo below|^This could not be shown/).waitFor();
    assert.deepEqual(
      (await readdir(b)).filter((name) => !name.startsWith(".")),
      [],
    );
    for (const path of sample.originals) assert.ok(await there(path));
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText(/^5 files put back/).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".row.pair").first().waitFor();
    assert.deepEqual(await hashes(all), contents);
    assert.deepEqual(await names(), had);
    await page.context().close();
  });

  test("identical copies by rule, then emptied into the trash; a report of it is saved", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await driven.engine.mark({ marks: (await driven.engine.marks({})).map(({ photo }) => ({ photo, mark: null })) });
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Show the plan" }).last().click();
    await page.getByRole("button", { name: /^Move 1 file / }).click();
    await page.getByText("1 file moved to the holding folder").waitFor();
    const identical = sample.copies.find(({ relation }) => relation === "identical");
    assert.ok(identical);
    assert.deepEqual([await there(identical.original), await there(identical.copy)].toSorted(), [false, true]);
    await page.getByRole("button", { name: "Open the journal" }).click();
    await page.getByRole("button", { name: "Empty the holding folder …" }).click();
    await page.getByRole("button", { name: /^Hand 1 file / }).click();
    await page.getByText(/^1 file handed to the system's trash/).waitFor();
    assert.equal(trashed.length, 1);
    await page.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Journal: CSV" }).click()]);
    assert.ok((await readFile(await download.path(), "utf8")).includes(basename(identical.copy)));
    await page.context().close();
  });

  test("an answer parts a group at once, and another keeper is taken back", async () => {
    const page = await driven.open();
    await page.locator(".tile").first().waitFor();
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    const count = (await driven.engine.groups({ kind: "all", minProbability: 0 })).length;
    const keeper = await page.locator(".keeper .caption .path").textContent();
    await page.keyboard.press("s");
    await page.waitForFunction((name) => document.querySelector(".keeper .caption .path")?.textContent !== name, keeper);
    await page.keyboard.press("u");
    await page.waitForFunction((name) => document.querySelector(".keeper .caption .path")?.textContent === name, keeper);
    await page.keyboard.press("n");
    await page.getByText("Done: these are different").waitFor();
    assert.equal((await driven.engine.groups({ kind: "all", minProbability: 0 })).length, count - 1);
    await page.keyboard.press("u");
    await page.getByText("Taken back: these are different").waitFor();
    assert.equal((await driven.engine.groups({ kind: "all", minProbability: 0 })).length, count);
    await page.context().close();
  });
});

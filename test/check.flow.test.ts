/** A card held against the library: what is safe, what is new, what comes in, and a card that goes away in the middle. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, lstatSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { type CheckVerdict, checkVerdicts } from "../electron/contract/folders.ts";
import type { LikenessError } from "../electron/contract.ts";
import { stateOf } from "./fixtures/library-state.ts";
import { beginTwoFolders as begin, below, jpeg, save } from "./fixtures/two-folders.ts";

/** A card: 1 as it is, 2 smaller, 3 better than the library's, 4 cropped, 8 new and twice, and something that is no photo. */
async function makeCard(folder: string, a: string): Promise<string> {
  const card = join(folder, "card/DCIM");
  await mkdir(card, { recursive: true });
  copyFileSync(join(a, "Summer/one.jpg"), join(card, "A1.jpg"));
  await save(join(card, "A2.jpg"), jpeg(2, 60).resize(400));
  await save(join(card, "A3.jpg"), jpeg(3));
  await save(join(card, "A4.jpg"), jpeg(4).extract({ left: 120, top: 90, width: 400, height: 300 }));
  await save(join(card, "sub/A8.jpg"), jpeg(8));
  copyFileSync(join(card, "sub/A8.jpg"), join(card, "sub/B8.jpg"));
  writeFileSync(join(card, "text.jpg"), "This is no photo.");
  return dirname(card);
}

test("a card is held against the library, nothing is written on it, and what is new comes in", async (context) => {
  const { folder, a, b, engine } = await begin(context);
  rmSync(b, { recursive: true });
  await engine.scan({ folders: [] });
  const card = await makeCard(folder, a);
  const was = stateOf(card);
  const changed = (): string[] =>
    readdirSync(card, { recursive: true, encoding: "utf8" }).map(
      (name) => `${name} ${lstatSync(join(card, name), { bigint: true }).ctimeNs}`,
    );
  const times = changed();
  const told: number[] = [];
  engine.on("check", (counts) => told.push(counts.unchecked));
  const check = await engine.checkFolder({ folder: card });
  const { photos, safe, identical, betterHere, betterThere, otherVersions, new: fresh, unreadable, unchecked, ending } = check;
  assert.deepEqual(
    { photos, safe, identical, betterHere, betterThere, otherVersions, fresh, unreadable, unchecked, ending },
    {
      photos: 7,
      safe: 2,
      identical: 1,
      betterHere: 1,
      betterThere: 1,
      otherVersions: 1,
      fresh: 2,
      unreadable: 1,
      unchecked: 0,
      ending: "complete",
    },
  );
  const verdicts = Object.fromEntries(check.items.map(({ path, verdict }) => [basename(path), verdict]));
  const expected: Record<string, CheckVerdict> = {
    ...{
      "A1.jpg": "identical",
      "A2.jpg": "better-here",
      "A3.jpg": "better-there",
      "A4.jpg": "other-version",
      "A8.jpg": "new",
      "B8.jpg": "new",
    },
  };
  assert.deepEqual(verdicts, expected);
  assert.deepEqual([...new Set(Object.values(verdicts))].sort(), [...checkVerdicts].sort());
  assert.equal(check.items.find(({ path }) => path.endsWith("A1.jpg"))?.match?.photo.path, join(a, "Summer/one.jpg"));
  assert.equal(check.items.find(({ path }) => path.endsWith("B8.jpg"))?.sameAs, join(card, "DCIM/sub/A8.jpg"));
  assert.ok(told.length > 0);

  await assert.rejects(engine.planCopies({ check: check.id, to: join(card, "in") }), { code: "usage" });
  const to = join(folder, "photos/Imported");
  const onlyNew = await engine.planCopies({ check: check.id, to, withVersions: false });
  assert.deepEqual(
    onlyNew.copies.map((copy) => copy.to),
    [join(to, "DCIM/sub/A8.jpg")],
  );
  const plan = await engine.planCopies({ check: check.id, to });
  assert.deepEqual(
    below(
      to,
      plan.copies.map((copy) => copy.to),
    ),
    ["DCIM/A3.jpg", "DCIM/A4.jpg", "DCIM/sub/A8.jpg"],
  );
  assert.ok(!existsSync(to));
  const receipt = await engine.act({ plan: plan.id });
  assert.deepEqual([receipt.copied.length, receipt.failed], [3, []]);
  assert.deepEqual([stateOf(card), changed()], [was, times], "the card is as it was");
  const again = await engine.checkFolder({ folder: card });
  assert.deepEqual([again.safe, again.new, again.identical], [6, 0, 5]);
  await engine.undo({ session: receipt.session! });
  assert.deepEqual([(await engine.checkFolder({ folder: card })).safe, stateOf(card)], [2, was]);
});

test("what the library only remembers is not safe: its file must be there, and lie outside the folder asked about", async (context) => {
  const { a, b, engine } = await begin(context);
  const inside = await engine.checkFolder({ folder: join(a, "Summer") });
  assert.deepEqual([inside.identical, inside.betterThere], [1, 1]);
  rmSync(join(b, "Sommer/uno.jpg"));
  const after = await engine.checkFolder({ folder: join(a, "Summer") });
  assert.deepEqual([after.identical, after.new], [0, 1]);
  await assert.rejects(engine.checkFolder({ folder: "/nowhere/at/all" }), { code: "not-found" });
});

test("a card that is taken out in the middle gives what was known by then, and says that it is not all", async (context) => {
  const { folder, a, b, engine } = await begin(context);
  rmSync(b, { recursive: true });
  const card = await makeCard(folder, a);
  for (let at = 0; at < 30; at++) await save(join(card, `DCIM/more/${at}.jpg`), jpeg(20 + (at % 4), 50 + at));
  let isOut = false;
  engine.on("check", ({ unchecked }) => {
    if (isOut || unchecked > 34) return;
    isOut = true;
    renameSync(card, `${card} is out`);
  });
  const check = await engine.checkFolder({ folder: card });
  assert.ok(isOut);
  assert.equal(check.ending, "removed");
  assert.ok(check.unchecked > 10 && check.items.length > 0, `${check.unchecked} of ${check.photos}`);
  assert.equal(check.items.length + check.unreadable + check.unchecked, check.photos);
  const plan = await engine.planCopies({ check: check.id, to: join(folder, "to") });
  assert.ok(plan.copies.length === 0 && plan.refused.every(({ code }) => code === "vanished"));
  assert.deepEqual(
    await engine.act({ plan: plan.id }).then(
      ({ copied }) => copied,
      ({ code }: LikenessError) => code,
    ),
    [],
  );
});

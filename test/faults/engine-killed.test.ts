/** The whole engine process is killed (SIGKILL) in the midst of cleaning up and of undoing, again and again: each start settles, and undo brings all back. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { Engine, JournalFile } from "../../electron/contract.ts";
import { spawnEngine } from "../../electron/main/engine-child.ts";
import type { EngineChild } from "../../electron/main/supervisor.ts";
import { connect } from "../../electron/wire.ts";
import { stateOf } from "../fixtures/library-state.ts";
import { paintPicture } from "../fixtures/pictures.ts";
import { createRandom } from "../fixtures/random.ts";

const copies = 160;
const paths = { node: process.execPath, file: fileURLToPath(new URL("../../electron/hosts/engine-process.ts", import.meta.url)) };

/** Four pictures, copies of each byte for byte, and side files beside every fifth copy. */
async function makePhotos(photos: string): Promise<void> {
  mkdirSync(join(photos, "kept"), { recursive: true });
  mkdirSync(join(photos, "copies"));
  for (let one = 0; one < 4; one += 1) {
    const { data, width, height } = paintPicture(40 + one, 640, 480);
    const path = join(photos, "kept", `${one}.jpg`);
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toFile(path);
    utimesSync(path, 1_400_000_000, 1_400_000_000);
  }
  for (let copy = 0; copy < copies; copy += 1) {
    const path = join(photos, "copies", `${copy}.jpg`);
    copyFileSync(join(photos, "kept", `${copy % 4}.jpg`), path);
    utimesSync(path, 1_500_000_000 + copy, 1_500_000_000 + copy);
    if (copy % 5 === 0) writeFileSync(`${path}.xmp`, `side file ${copy}`);
  }
}

/** How often each content lies anywhere below the folder, holding folders included. */
function contents(folder: string): Map<string, number> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hashes = files.map(({ parentPath, name }) =>
    createHash("sha256")
      .update(readFileSync(join(parentPath, name)))
      .digest("hex"),
  );
  return new Map([...Map.groupBy(hashes, (hash) => hash)].map(([hash, those]) => [hash, those.length]));
}

async function start(context: TestContext): Promise<{ child: EngineChild; engine: Engine }> {
  const child = spawnEngine(paths);
  context.after(() => child.kill());
  await child.ready;
  return { child, engine: connect(child.pipe) };
}

/** As soon as so many files lie in the folder, or no more than so many. false where the work was done before. */
async function killAt(child: EngineChild, work: Promise<unknown>, folder: string, isTime: (files: number) => boolean): Promise<boolean> {
  let isDone = false;
  const ended = work.then(
    () => {
      isDone = true;
    },
    () => undefined,
  );
  while (!isDone && !isTime((await readdir(folder)).length)) await sleep(1);
  const killed = !isDone;
  child.kill();
  assert.equal(await child.ended, "SIGKILL");
  await ended;
  return killed;
}

test("an engine killed in the midst of cleaning up or undoing settles at its next start, and undo goes on", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "likeness killed é "));
  const photos = join(folder, "photos");
  const copied = join(photos, "copies");
  process.env.LIKENESS_LIBRARY = join(folder, "library");
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  await makePhotos(photos);
  const was = stateOf(photos);
  const had = contents(photos);
  const random = createRandom(11);
  let half = 0;
  let kills = 0;

  async function settled(engine: Engine, session: string, label: string): Promise<readonly JournalFile[]> {
    const files = await engine.journalEntries({ session });
    const states = new Set(files.map(({ state }) => state));
    for (const state of states) assert.ok(["moved", "undone", "failed"].includes(state), `${label}: ${state}`);
    assert.deepEqual(contents(photos), had, `${label}: every file is there once`);
    const here = new Set(readdirSync(copied));
    for (const { path, state } of files) assert.equal(here.has(basename(path)), state !== "moved", `${label}: ${path} is ${state}`);
    if (states.has("moved") && states.size > 1) half += 1;
    return files;
  }

  let { child, engine } = await start(context);
  await engine.scan({ folders: [photos] });
  const rule = { kinds: ["copies"], relations: ["identical"], minProbability: 0.5, folder: copied } as const;
  const plan = await engine.planCleanup({ rule });
  assert.equal(plan.items.length, copies);
  const files = Object.keys(was).filter((path) => path.startsWith(copied)).length;
  const target = Math.floor(random.between(files / 4, files - 40));
  kills += Number(await killAt(child, engine.act({ plan: plan.id }), copied, (there) => there <= target));
  for (const [hash, count] of had) assert.ok((contents(photos).get(hash) ?? 0) >= count, "as the kill left it");

  ({ child, engine } = await start(context));
  const session = (await engine.journal({}))[0]?.session ?? "";
  await settled(engine, session, "acting");
  for (let round = 1; round <= 6; round += 1) {
    const there = readdirSync(copied).length;
    if (there >= files - 1) break;
    const next = there + 1 + random.below((files - there) >> 1);
    kills += Number(await killAt(child, engine.undo({ session }), copied, (now) => now >= next));
    for (const [hash, count] of had) assert.ok((contents(photos).get(hash) ?? 0) >= count, `round ${round}, as the kill left it`);
    ({ child, engine } = await start(context));
    await settled(engine, session, `round ${round}`);
  }
  context.diagnostic(`${kills} kills amid the work, ${half} of them with some files here and some held`);
  assert.ok(kills >= 4 && half >= 3, `${kills} kills, ${half} half done`);

  const { failed } = await engine.undo({ session });
  assert.deepEqual(
    failed.filter(({ reason }) => reason !== "It is back already."),
    [],
  );
  assert.deepEqual(stateOf(photos), was);
  const report = await engine.scan({ folders: [] });
  assert.deepEqual([report.new, report.changed, report.gone, report.unreadable], [0, 0, 0, []]);
  child.pipe.close();
  await child.ended;
});

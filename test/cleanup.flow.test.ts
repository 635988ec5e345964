/** Cleaning up a folder of photos: plan, act, undo, empty, report. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { certainRule, type Engine, type PhotoId } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { createStore } from "../electron/engine/store/store.ts";
import { age, stateOf } from "./fixtures/library-state.ts";
import { makeSmallLibrary, type SmallLibrary } from "./fixtures/small-library.ts";

const everyCopy = {
  ...certainRule,
  relations: ["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"],
  minProbability: 0.5,
} as const;

suite("cleaning up", () => {
  let folder: string;
  let engine: Engine;
  let sample: SmallLibrary;
  const thrown: string[] = [];
  const trashCan = {
    async trash(paths: readonly string[]) {
      const bin = join(folder, "trash");
      await mkdir(bin, { recursive: true });
      for (const path of paths) {
        thrown.push(path);
        await rename(path, join(bin, `${thrown.length}-${basename(path)}`));
      }
    },
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "likeness cleanup é "));
    sample = await makeSmallLibrary(join(folder, "photos"));
    age(sample);
    engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 2, trashCan });
    await engine.scan({ folders: [sample.folder] });
  });
  after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const groups = () => engine.groups({ kind: "copies", minProbability: 0.5 });
  async function idOf(path: string): Promise<PhotoId> {
    const { items } = await engine.photos({ offset: 0, limit: 100, order: "path" });
    return items.find((photo) => photo.path === path)!.id;
  }

  test("what nobody would miss goes by itself, and what somebody could stays with its reason", async () => {
    const plan = await engine.planCleanup({ rule: certainRule });
    const going = plan.items.map(({ path, relation }) => [basename(path), relation]);
    assert(going.some(([name]) => name === "one (1).jpg"));
    for (const [name, relation] of going) assert(relation === "identical" || relation === "re-encoded", name);
    for (const item of plan.items) assert(sample.originals.includes(item.kept));
    const wide = await engine.planCleanup({ rule: everyCopy });
    const left = wide.refused.filter(({ code }) => code === "not-certain").map(({ path }) => basename(path));
    assert(left.includes("four cropped.webp"), `${left}`);
    const protectedPlan = await withProtected(engine, join(sample.folder, "copies"), () => engine.planCleanup({ rule: certainRule }));
    assert.deepEqual(
      protectedPlan.items.filter(({ path }) => path.includes("/copies/")),
      [],
    );
  });

  test("plan, act, undo: files move and come back byte for byte, and groups follow without a scan", async () => {
    const was = stateOf(sample.folder);
    const wasGroups = await groups();
    const rule = { kinds: ["copies"], relations: everyCopy.relations, minProbability: 0.5 } as const;
    const others = wasGroups.flatMap(({ members }) => members.slice(1).map(({ path }) => path)).sort();
    assert.equal(others.length, sample.copies.length);
    const plan = await engine.planCleanup({ rule });
    assert.deepEqual(plan.items.map(({ path }) => path).sort(), others);
    assert.deepEqual(stateOf(sample.folder), was, "a plan touches nothing");
    assert.equal(
      plan.totalBytes,
      plan.items.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    assert.equal(
      plan.folders.reduce((sum, { bytes }) => sum + bytes, 0),
      plan.totalBytes,
    );
    assert(plan.folders.every(({ folder: below }) => below.startsWith(sample.folder)));

    const phases = new Set<string>();
    const stop = engine.on("job", ({ kind, phase }) => phases.add(`${kind} ${phase}`));
    const receipt = await engine.act({ plan: plan.id });
    stop();
    assert(phases.has("clean moving"));
    assert.deepEqual([receipt.failed, receipt.done.length, receipt.undoable], [[], sample.copies.length, true]);
    for (const path of others) assert(!existsSync(path));
    for (const { keeper } of wasGroups) assert(existsSync(keeper));
    for (const { heldPath } of receipt.done) assert(heldPath?.startsWith(join(sample.folder, ".likeness-removed")) && existsSync(heldPath));
    assert.deepEqual(await groups(), []);
    assert.equal((await engine.status({})).photos, sample.originals.length);
    await assert.rejects(engine.act({ plan: plan.id }), { code: "not-found" });

    const report = await engine.scan({ folders: [] });
    assert.deepEqual(
      [report.gone, report.new, report.found],
      [0, 0, sample.originals.length + sample.unreadable.length],
      "held files are not scanned",
    );

    const [summary] = await engine.journal({});
    assert.deepEqual(
      [summary?.session, summary?.heldFiles, summary?.counts],
      [receipt.session, sample.copies.length, { moved: sample.copies.length }],
    );
    const entries = await engine.journalEntries({ session: receipt.session! });
    assert.deepEqual(
      entries.map(({ state }) => state),
      sample.copies.map(() => "moved"),
    );

    const one = await engine.undo({ entries: [entries[0]!.id] });
    assert.deepEqual(
      one.done.map(({ path }) => path),
      [entries[0]!.path],
    );
    assert.equal((await groups()).length, 1, "the first is back in its group");
    const group = await engine.undo({ session: receipt.session!, group: entries[1]!.group });
    assert.deepEqual(
      group.done.map(({ path }) => path),
      [entries[1]!.path],
    );
    const rest = await engine.undo({ session: receipt.session! });
    assert.equal(rest.done.length, sample.copies.length - 2);
    assert.deepEqual(stateOf(sample.folder), was, "bytes, times and rights");
    assert.deepEqual(await groups(), wasGroups);
    assert(!existsSync(join(sample.folder, ".likeness-removed")), "the empty holding folder goes too");
    const again = await engine.scan({ folders: [] });
    assert.deepEqual([again.new, again.changed, again.moved, again.gone], [0, 0, 0, 0]);
  });

  test("marked photos go for the best that stays, and never all of a group", async () => {
    const { original, copy } = sample.copies[1]!;
    const twin = sample.copies[0]!;
    const marks = await Promise.all(
      [original, twin.original, twin.copy].map(async (path) => ({ photo: await idOf(path), mark: "remove" as const })),
    );
    const { before: was } = await engine.mark({ marks });
    const plan = await engine.planCleanup({ marked: true });
    assert.deepEqual(
      plan.items.map((item) => [item.path, item.kept]),
      [[original, copy]],
    );
    assert.deepEqual(
      new Set(plan.refused.map(({ path, code }) => `${code} ${path}`)),
      new Set([`all-removed ${twin.original}`, `all-removed ${twin.copy}`]),
    );
    const { session } = await engine.act({ plan: plan.id });
    assert(!existsSync(original) && existsSync(copy));
    await engine.undo({ session: session! });
    assert.deepEqual(
      (await engine.marks({})).map(({ photo }) => photo).sort(),
      [marks[1]!.photo, marks[2]!.photo].sort(),
      "what came back is to be decided anew",
    );
    await engine.mark({ marks: was });
  });

  test("what a crash left is put right at the start: the library follows the journal", async () => {
    const before = (await engine.status({})).photos;
    const plan = await engine.planCleanup({ rule: certainRule });
    const { session, done } = await engine.act({ plan: plan.id });
    await engine.close();
    // As if the process had ended after the last move, before the library noted it.
    const store = createStore({ folder: join(folder, "library") });
    const [first] = store.journal.ofSession(session!);
    const { path, hash, identity } = first!.removal;
    store.files.put({ path, ...identity }, store.contents.find(hash)!);
    assert.equal(store.photos.count(), before - done.length + 1);
    store.dispose();

    engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 2, trashCan });
    assert.equal((await engine.status({})).photos, before - done.length);
    await engine.undo({ session: session! });
    assert.equal((await engine.status({})).photos, before);
  });

  test("a side file goes with its photo and comes back with it, but not where only what is certain goes", async () => {
    const { copy } = sample.copies[1]!;
    const sideFile = `${copy}.xmp`;
    writeFileSync(sideFile, "<x:xmpmeta/>");
    const was = stateOf(sample.folder);
    const certain = await engine.planCleanup({ rule: certainRule });
    assert.equal(certain.refused.find(({ path }) => path === copy)?.code, "not-certain");
    assert(!certain.items.some(({ path }) => path === copy));
    const plan = await engine.planCleanup({ rule: { ...everyCopy, onlyCertain: false } });
    assert.deepEqual(plan.items.find(({ path }) => path === copy)?.sideFiles, [sideFile]);
    assert(plan.warnings.some(({ path, code }) => path === sideFile && code === "side-file-without-copy"));
    const { session } = await engine.act({ plan: plan.id });
    assert(!existsSync(copy) && !existsSync(sideFile));
    const entry = (await engine.journalEntries({ session: session! })).find(({ path }) => path === copy);
    const { done } = await engine.undo({ entries: [entry!.id] });
    assert.deepEqual(done.map(({ path }) => path).sort(), [copy, sideFile], "a photo brings its side files");
    await engine.undo({ session: session! });
    assert.deepEqual(stateOf(sample.folder), was);
    await rm(sideFile);
  });

  test("a place that was taken meanwhile is left alone: the photo comes back beside it, and the library has it there", async () => {
    const { copy } = sample.copies[0]!;
    const [photo, was] = [await idOf(copy), readFileSync(copy)];
    const plan = await engine.planCleanup({ rule: certainRule });
    const { session } = await engine.act({ plan: plan.id });
    writeFileSync(copy, "somebody else's");
    const { done } = await engine.undo({ session: session! });
    const beside = done.find(({ path }) => path === copy)?.restoredPath;
    assert(beside && beside !== copy);
    assert.equal(readFileSync(copy, "utf8"), "somebody else's");
    assert.deepEqual(readFileSync(beside), was);
    assert.equal(await idOf(beside), photo);
    assert((await groups()).some(({ members }) => members.some(({ path }) => path === beside)));
    await rename(beside, copy);
    await engine.scan({ folders: [] });
    assert.equal(await idOf(copy), photo);
  });

  test("a photo is not removed for one that it does not match", async () => {
    const [photo, kept] = [await idOf(sample.originals[5]!), await idOf(sample.originals[6]!)];
    const plan = await engine.planCleanup({ removals: [{ photo, kept }] });
    assert.deepEqual([plan.items, plan.refused.map(({ code }) => code)], [[], ["no-match"]]);
    await assert.rejects(engine.planCleanup({ removals: [{ photo: 999999 as PhotoId, kept }] }), { code: "not-found" });
  });

  test("a file that changed after the plan stays, and the receipt says so", async () => {
    const { copy } = sample.copies[4]!;
    const plan = await engine.planCleanup({ rule: { ...everyCopy, onlyCertain: false } });
    const bytes = readFileSync(copy);
    writeFileSync(copy, Buffer.concat([bytes, Buffer.from("more")]));
    const receipt = await engine.act({ plan: plan.id });
    assert.deepEqual(
      receipt.failed.map(({ path }) => path),
      [copy],
    );
    assert(existsSync(copy));
    await engine.undo({ session: receipt.session! });
    writeFileSync(copy, bytes);
    await engine.scan({ folders: [] });
  });

  test("a cancelled cleanup leaves what was moved in the journal and the rest in its place", async () => {
    const plan = await engine.planCleanup({ rule: { ...everyCopy, onlyCertain: false } });
    const stop = engine.on("job", ({ id, phase }) => {
      if (phase === "moving") void engine.cancelJob({ id });
    });
    await assert.rejects(engine.act({ plan: plan.id }), { code: "cancelled" });
    stop();
    const [summary] = await engine.journal({});
    const present = plan.items.filter(({ path }) => existsSync(path)).length;
    assert.equal(present + (summary?.heldFiles ?? 0), sample.copies.length);
    assert.equal((await engine.status({})).photos, sample.originals.length + present, "the library follows a cancel too");
    if (summary?.heldFiles) await engine.undo({ session: summary.session });
  });

  test("emptying goes to the trash, and undo says that it ends there", async () => {
    const plan = await engine.planCleanup({ rule: certainRule });
    const { session, done } = await engine.act({ plan: plan.id });
    const emptied = await engine.emptyHolding({ session: session! });
    assert.deepEqual([emptied.done.length, emptied.failed, emptied.undoable], [done.length, [], false]);
    assert.match(emptied.text, /Undo ends here/);
    assert.equal(thrown.length, done.length);
    const undone = await engine.undo({ session: session! });
    assert.equal(undone.done.length, 0);
    assert.match(undone.failed[0]!.reason, /trash/);
  });

  test("reports: each photo a row, and a page that carries its pictures with it", async () => {
    const csv = await engine.report({ what: "groups", format: "csv" });
    const members = (await engine.groups({ kind: "all", minProbability: 0.5 })).flatMap((group) => group.members);
    assert.equal(csv.text.trimEnd().split("\r\n").length, members.length + 1);
    const json = JSON.parse((await engine.report({ what: "journal", format: "json" })).text) as { entries: unknown[] }[];
    assert(json.length > 0 && json.every(({ entries }) => entries.length > 0));
    const { text, fileName, mediaType } = await engine.report({ what: "groups", format: "html" });
    assert.match(fileName, /\.html$/);
    assert.match(mediaType, /^text\/html/);
    assert.equal(text.match(/<img src="data:image\/webp;base64,/g)?.length, members.length);
    assert.doesNotMatch(text, /(?:src|href)="(?!data:)/, "nothing outside the page");
    assert.match((await engine.report({ what: "journal", format: "html" })).text, /in the system&#39;s trash/);
  });
});

async function withProtected<T>(engine: Engine, protectedFolder: string, work: () => Promise<T>): Promise<T> {
  await engine.changeSettings({ protectedFolders: [protectedFolder] });
  try {
    return await work();
  } finally {
    await engine.changeSettings({ protectedFolders: [] });
  }
}

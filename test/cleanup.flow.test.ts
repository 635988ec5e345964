/** Deciding and cleaning up on a folder of photos, in process and through the terminal: answer, plan, act, undo, empty. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import {
  type Answer,
  type CleanupPlan,
  certainRule,
  type Engine,
  type Group,
  type JournalSummary,
  keeperCriteria,
  type PhotoId,
  type Receipt,
} from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { makeSmallLibrary, type SmallLibrary } from "./fixtures/small-library.ts";

const cli = new URL("../electron/hosts/cli.ts", import.meta.url).pathname;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "likeness cleanup é "));
});
after(() => rm(folder, { recursive: true, force: true }));

/** Every file below a folder with its bytes' hash and its time of change, without the holding folder. */
function stateOf(top: string): Record<string, string> {
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.includes(".likeness-removed"));
  return Object.fromEntries(
    paths.sort().map((path) => {
      const { mtimeNs, mode } = lstatSync(path, { bigint: true });
      return [path, `${createHash("sha256").update(readFileSync(path)).digest("hex")} ${mtimeNs} ${mode}`];
    }),
  );
}

/** Old times, so that a restored file cannot have the right one by chance. */
function age(library: SmallLibrary): void {
  for (const [index, path] of [...library.originals, ...library.copies.map(({ copy }) => copy)].entries())
    utimesSync(path, 1_500_000_000 + index * 100_000.125, 1_500_000_000 + index * 100_000.125);
}

const everyCopy = {
  ...certainRule,
  relations: ["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"],
  minProbability: 0.5,
} as const;

suite("in process", () => {
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
    sample = await makeSmallLibrary(join(folder, "photos-process"));
    age(sample);
    engine = await createEngine({ libraryFolder: join(folder, "library-process"), threads: 2, trashCan });
    await engine.scan({ folders: [sample.folder] });
  });
  after(() => engine.close());

  const groups = () => engine.groups({ kind: "copies", minProbability: 0.5 });
  const groupOf = async (path: string): Promise<Group | undefined> =>
    (await groups()).find(({ members }) => members.some((member) => member.path === path));
  async function idOf(path: string): Promise<PhotoId> {
    const { items } = await engine.photos({ offset: 0, limit: 100, order: "path" });
    return items.find((photo) => photo.path === path)!.id;
  }

  test("a pair called different leaves groups and pairs at once, survives a rename, and comes back when revoked", async () => {
    const { original, copy } = sample.copies[1]!;
    assert(await groupOf(copy));
    const revisions: number[] = [];
    const stop = engine.on("library", ({ revision }) => revisions.push(revision));
    const answer = await engine.answer({ a: await idOf(original), b: await idOf(copy), verdict: "different" });
    stop();
    assert.equal(revisions.length, 1, "views hear of it");
    assert.equal(await groupOf(copy), undefined);
    assert(!(await engine.pairs({ minProbability: 0 })).some(({ a, b }) => [a, b].includes(copy) && [a, b].includes(original)));

    const renamed = join(sample.folder, "two elsewhere.jpg");
    await rename(copy, renamed);
    await engine.scan({ folders: [] });
    assert.equal(await groupOf(renamed), undefined);
    const [listed] = await engine.answers({});
    assert.deepEqual(new Set([listed?.a.path, listed?.b.path]), new Set([original, renamed]));
    await rename(renamed, copy);
    await engine.scan({ folders: [] });

    assert.equal((await engine.revokeAnswer({ id: answer.id })).verdict, "different");
    assert((await groupOf(copy))?.members.some(({ path }) => path === original));
    await assert.rejects(engine.revokeAnswer({ id: answer.id }), { code: "not-found" });
    assert.deepEqual(await engine.answers({}), []);
  });

  test("a pair called the same is a group where the engine saw nothing", async () => {
    const [a, b] = [sample.originals[5]!, sample.originals[6]!];
    assert.equal(await groupOf(a), undefined);
    const { id } = await engine.answer({ a, b, verdict: "same" });
    const group = await groupOf(a);
    assert.deepEqual(
      group?.members.slice(1).map(({ probability, reasons }) => [probability, reasons[0]?.code]),
      [[1, "confirmed"]],
    );
    await engine.revokeAnswer({ id });
    assert.equal(await groupOf(a), undefined);
    await assert.rejects(engine.answer({ a, b: join(folder, "none.jpg"), verdict: "same" }), { code: "not-found" });
    const twin = sample.copies[0]!;
    await assert.rejects(engine.answer({ a: twin.original, b: twin.copy, verdict: "different" }), { code: "usage" });
  });

  test("marks are kept with the file through a rename and taken back by what they gave", async () => {
    const { copy } = sample.copies[1]!;
    const photo = await idOf(copy);
    const heard: unknown[] = [];
    const stop = engine.on("marks", (value) => heard.push(value));
    const { before: was } = await engine.mark({ marks: [{ photo, mark: "later" }] });
    stop();
    assert.deepEqual([was, heard], [[{ photo, mark: null }], [{ marks: [{ photo, mark: "later" }] }]]);
    const renamed = join(sample.folder, "two elsewhere.jpg");
    await rename(copy, renamed);
    await engine.scan({ folders: [] });
    assert.equal((await groupOf(renamed))?.members.find(({ path }) => path === renamed)?.mark, "later");
    await rename(renamed, copy);
    await engine.scan({ folders: [] });
    await engine.mark({ marks: was });
    assert.deepEqual(await engine.marks({}), []);
    await assert.rejects(engine.mark({ marks: [{ photo: 999999 as PhotoId, mark: "keep" }] }), { code: "not-found" });
  });

  test("the photo that the person chooses is kept, and says why", async () => {
    const { original, copy } = sample.copies[1]!;
    const photo = await idOf(copy);
    assert.deepEqual(await engine.chooseKeeper({ photo, chosen: true }), { before: false });
    const group = await groupOf(copy);
    assert.deepEqual([group?.keeper, group?.keeperReasons[0]?.code], [copy, "chosen"]);
    assert.deepEqual(await engine.chooseKeeper({ photo, chosen: false }), { before: true });
    assert.equal((await groupOf(copy))?.keeper, original);
  });

  test("other rules are tried before they hold", async () => {
    const copies = join(sample.folder, "copies");
    const keeperCriteriaTried = [
      { criterion: "preferred", enabled: true },
      ...keeperCriteria.filter((criterion) => criterion !== "preferred").map((criterion) => ({ criterion, enabled: true })),
    ] as const;
    const { copy, original } = sample.copies[1]!;
    const rules = { keeperCriteria: keeperCriteriaTried, preferredFolders: [copies], protectedFolders: [] };
    const changes = await engine.previewKeepers(rules);
    const change = changes.find(({ to }) => to === copy);
    assert.deepEqual([change?.from, change?.reasons[0]?.code], [original, "preferred"]);
    assert.equal((await groupOf(copy))?.keeper, original, "nothing holds yet");
    await engine.changeSettings({ keeperCriteria: keeperCriteriaTried, preferredFolders: [copies] });
    assert.equal((await groupOf(copy))?.keeper, copy);
    assert.deepEqual(await engine.previewKeepers(rules), []);
    await engine.changeSettings({
      keeperCriteria: keeperCriteria.map((criterion) => ({ criterion, enabled: true })),
      preferredFolders: [],
    });
    assert.equal((await groupOf(copy))?.keeper, original);
  });

  test("what nobody would miss goes by itself, and what somebody could stays with its reason", async () => {
    const plan = await engine.planCleanup({ rule: certainRule });
    const going = plan.items.map(({ path, relation }) => [basename(path), relation]);
    assert(going.some(([name]) => name === "one again.jpg"));
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

suite("terminal", () => {
  let sample: SmallLibrary;
  before(async () => {
    sample = await makeSmallLibrary(join(folder, "photos-terminal"));
    age(sample);
  });
  async function likeness(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const options = { maxBuffer: 1 << 26, env: { ...process.env, XDG_DATA_HOME: join(folder, "data") } };
    const run = promisify(execFile)(process.execPath, [cli, ...words, "--library", join(folder, "library-terminal")], options);
    return run
      .then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }))
      .catch((error) => error as { code: number; stdout: string; stderr: string });
  }
  const groups = async (): Promise<Group[]> => JSON.parse((await likeness("groups", "--kind", "copies", "--json")).stdout);

  test("scan, answer, plan, clean, journal, undo, empty", async () => {
    assert.equal((await likeness("scan", sample.folder)).code, 0);
    const { original, copy } = sample.copies[1]!;
    const answer = JSON.parse((await likeness("answers", "different", original, copy, "--json")).stdout) as Answer;
    assert(!(await groups()).some(({ members }) => members.some(({ path }) => path === copy)));
    assert.match((await likeness("answers")).stdout, /different/);
    assert.equal((await likeness("answers", "revoke", String(answer.id))).code, 0);
    assert((await groups()).some(({ members }) => members.some(({ path }) => path === copy)));

    const was = stateOf(sample.folder);
    const plan = JSON.parse((await likeness("plan", "--json")).stdout) as CleanupPlan;
    assert(plan.items.some(({ path }) => path === sample.copies[0]!.copy));
    const dry = await likeness("clean");
    assert.equal(dry.code, 0);
    assert.match(dry.stderr, /Nothing was moved\. With --apply/);
    assert.deepEqual(stateOf(sample.folder), was);

    const cleaned = await likeness("clean", "--apply", "--json");
    const receipt = JSON.parse(cleaned.stdout) as Receipt;
    assert.deepEqual([cleaned.code, receipt.done.map(({ path }) => path).sort()], [0, plan.items.map(({ path }) => path).sort()]);
    const [session] = JSON.parse((await likeness("journal", "--json")).stdout) as JournalSummary[];
    assert.equal(session?.session, receipt.session);
    assert.match((await likeness("journal", receipt.session!)).stdout, /moved/);

    assert.equal((await likeness("undo", "--json")).code, 0);
    assert.deepEqual(stateOf(sample.folder), was, "bytes, times and rights, in another process");
    const nothing = await likeness("undo");
    assert.deepEqual([nothing.code, nothing.stdout], [0, ""]);

    await likeness("clean", "--apply", "--kind", "copies", "--min-probability", "0.5");
    assert(sample.copies.every((one) => existsSync(one.copy) !== existsSync(one.original)));
    const refused = await likeness("empty");
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /undo ends there/);
    assert.match(refused.stderr, /--yes/);
    const emptied = await likeness("empty", "--yes", "--json");
    assert.equal(emptied.code, 0, emptied.stderr);
    assert.equal((JSON.parse(emptied.stdout) as Receipt).done.length, sample.copies.length);
  });

  test("export writes a new file, and never over another", async () => {
    const out = join(folder, "groups.html");
    assert.equal((await likeness("export", "groups", "--format", "html", "--out", out)).code, 0);
    assert.match(readFileSync(out, "utf8"), /^<!doctype html>/);
    assert.equal((await likeness("export", "groups", "--out", out)).code, 2);
    assert.match((await likeness("export", "journal")).stdout, /emptied/);
  });
});

/** Deciding on a folder of photos: answers, marks, chosen keepers and rules take effect at once and survive renames. */
import assert from "node:assert/strict";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { type Engine, type Group, keeperCriteria, type PhotoId } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { age } from "./fixtures/library-state.ts";
import { makeSmallLibrary, type SmallLibrary } from "./fixtures/small-library.ts";

suite("deciding", () => {
  let folder: string;
  let engine: Engine;
  let sample: SmallLibrary;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "likeness decisions é "));
    sample = await makeSmallLibrary(join(folder, "photos"));
    age(sample);
    engine = await createEngine({ libraryFolder: join(folder, "library"), threads: 2 });
    await engine.scan({ folders: [sample.folder] });
  });
  after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

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
});

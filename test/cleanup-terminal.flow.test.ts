/** Deciding and cleaning up through the terminal, a process for each step: answer, plan, clean, journal, undo, empty, export. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import type { Answer, CleanupPlan, Group, JournalSummary, Receipt } from "../electron/contract.ts";
import { age, stateOf } from "./fixtures/library-state.ts";
import { makeSmallLibrary, type SmallLibrary } from "./fixtures/small-library.ts";

const cli = new URL("../electron/hosts/cli.ts", import.meta.url).pathname;

suite("terminal", () => {
  let folder: string;
  let sample: SmallLibrary;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "likeness terminal é "));
    sample = await makeSmallLibrary(join(folder, "photos"));
    age(sample);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  async function likeness(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const options = { maxBuffer: 1 << 26, env: { ...process.env, XDG_DATA_HOME: join(folder, "data") } };
    const run = promisify(execFile)(process.execPath, [cli, ...words, "--library", join(folder, "library")], options);
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

/** The terminal's commands for deciding and cleaning up: what they ask of the engine, and what they make of its answers. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type CleanupPlan, certainRule, type JournalSummary, type PlanId, type Receipt } from "../../electron/contract.ts";
import { run } from "./run-program.ts";

const plan: CleanupPlan = {
  id: "p1" as PlanId,
  items: [
    {
      ...{ photo: 2 as never, path: "/a/b\n.jpg", kept: "/a/k.jpg", keptPhoto: 1 as never, relation: "re-encoded", probability: 0.9999 },
      ...{ group: "g", sideFiles: ["/a/b.xmp"], bytes: 1500 },
    },
  ],
  refused: [{ path: "/a/c.jpg", code: "protected", text: "It lies in a protected folder." }],
  merges: [
    {
      ...{ kept: "/a/k.jpg", target: "/a/k.jpg.xmp", replaces: true, obstacle: null },
      fields: [{ field: "keyword", value: "Zo\u001bë", from: "/a/b\n.jpg" }],
    },
  ],
  warnings: [{ path: "/a/b\n.jpg", code: "last-copy", text: "No other." }],
  folders: [{ folder: "/a", files: 2, bytes: 1500 }],
  ...{ files: 2, totalBytes: 1500, freedBytes: 1000, copies: [], copiedBytes: 0 },
};
const receipt: Receipt = { session: "s1", done: [], written: [], copied: [], failed: [], bytes: 0, undoable: true, text: "They wait." };
const session = (name: string, heldFiles: number): JournalSummary => {
  return { session: name, beganAtMs: 0, files: 3, counts: { moved: heldFiles }, heldFiles, heldBytes: heldFiles * 1000 };
};
const copies = ["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"];

suite("plan and clean", () => {
  const asked = async (...words: string[]) => (await run(words, { planCleanup: () => plan })).calls;

  test("without options only what is certain, else what the person says", async () => {
    assert.deepEqual(await asked("plan"), [["planCleanup", { rule: certainRule }]]);
    assert.deepEqual(await asked("plan", "--kind", "copies", "--folder", "/a/"), [
      ["planCleanup", { rule: { ...certainRule, folder: "/a" } }],
    ]);
    const rule = { kinds: ["copies"], relations: copies, minProbability: 0.8 };
    assert.deepEqual(await asked("clean", "--min-probability", "0.8"), [["planCleanup", { rule }]]);
    const moments = { kinds: ["moments"], relations: ["same-moment"], minProbability: 0.99 };
    assert.deepEqual(await asked("plan", "--kind", "moments"), [["planCleanup", { rule: moments }]]);
    assert.deepEqual(await asked("plan", "--marked"), [["planCleanup", { marked: true }]]);
    const merging = { rule: certainRule, mergeMetadata: "sidecar" };
    assert.deepEqual(await asked("clean", "--merge-metadata", "sidecar"), [["planCleanup", merging]]);
    const embedding = { ...merging, mergeMetadata: "embedded" };
    assert.deepEqual(await asked("clean", "--merge-metadata", "embedded"), [["planCleanup", embedding]]);
  });

  test("the plan says what goes, for what, from where, what stays, and what to mind; clean alone moves nothing", async () => {
    const { status, out, messages, calls } = await run(["clean"], { planCleanup: () => plan });
    assert.equal(status, 0);
    assert.deepEqual(
      calls.map(([name]) => name),
      ["planCleanup"],
    );
    for (const part of [
      /99\.9 % +re-encoded +1\.5 kB +\/a\/b\\n\.jpg/,
      /side file +\/a\/b\.xmp/,
      /kept +\/a\/k\.jpg/,
      /2 files +1\.5 kB +\/a$/m,
    ])
      assert.match(out, part);
    assert.match(out, /new version +\/a\/k\.jpg\.xmp/);
    assert.match(out, /keyword +Zo\\u\{1b\}ë +from \/a\/b\\n\.jpg/);
    assert.match(out, /last-copy/);
    assert.match(out, /protected +\/a\/c\.jpg/);
    assert.match(out, /1 photo, 2 files, 1\.5 kB; 1\.0 kB come free/);
    assert.match(messages, /Nothing was moved\. With --apply/);
  });

  test("--apply acts on that plan; a file left as it was is an error", async () => {
    const done = await run(["clean", "--apply", "--json"], { planCleanup: () => plan, act: () => receipt });
    assert.deepEqual([done.status, JSON.parse(done.out), done.calls.at(-1)], [0, receipt, ["act", { plan: "p1" }]]);
    assert.match(done.messages, /stays: \/a\/c\.jpg: It lies in a protected folder/);
    const failed = { ...receipt, failed: [{ path: "/a/x\n.jpg", reason: "The disk is full." }] };
    const half = await run(["clean", "--apply"], { planCleanup: () => plan, act: () => failed });
    assert.equal(half.status, 1);
    assert.match(half.out, /\/a\/x\\n\.jpg +The disk is full\./);
    assert.match(half.messages, /1 file could not be moved/);
  });

  test("an empty plan is not acted on", async () => {
    const { status, calls } = await run(["clean", "--apply"], { planCleanup: () => ({ ...plan, items: [] }) });
    assert.deepEqual([status, calls.length], [0, 1]);
  });

  test("a stop says where what was moved is to be found", async () => {
    const stop = new AbortController();
    const act = (): Promise<never> => {
      setImmediate(() => stop.abort());
      return new Promise(() => {});
    };
    const { status, messages } = await run(["clean", "--apply"], { planCleanup: () => plan, act }, { stop });
    assert.equal(status, 1);
    assert.match(messages, /`likeness undo` brings it back/);
  });
});

suite("undo, journal, empty", () => {
  const sessions = [session("s3", 0), session("s2", 2), session("s1", 3)];

  test("undo takes the last session that still holds something, or what is named", async () => {
    const asked = async (...words: string[]) =>
      (await run(["undo", ...words], { journal: () => sessions, undo: () => receipt })).calls.at(-1);
    assert.deepEqual(await asked(), ["undo", { session: "s2" }]);
    assert.deepEqual(await asked("s1"), ["undo", { session: "s1" }]);
    assert.deepEqual(await asked("s1", "--group", "g"), ["undo", { session: "s1", group: "g" }]);
    assert.deepEqual(await asked("--entry", "4", "7"), ["undo", { entries: [4, 7] }]);
    const nothing = await run(["undo"], { journal: () => [session("s3", 0)] });
    assert.deepEqual([nothing.status, nothing.out], [0, ""]);
    assert.match(nothing.messages, /nothing to bring back/);
  });

  test("journal lists sessions and what they hold", async () => {
    const { out } = await run(["journal"], { journal: () => sessions });
    assert.match(out, /^s2 +1970-01-01 00:00:00 UTC +3 files +2 moved +2\.0 kB held$/m);
    assert.equal((await run(["journal"], { journal: () => [] })).out, "");
  });

  test("empty asks for --yes and says what would go", async () => {
    const asked = await run(["empty"], { journal: () => sessions });
    assert.deepEqual([asked.status, asked.calls.length], [2, 1]);
    assert.match(asked.messages, /5 files, 5\.0 kB, would go .* undo ends there\. Say --yes/);
    const one = await run(["empty", "s1", "--yes"], { journal: () => sessions, emptyHolding: () => receipt });
    assert.deepEqual([one.status, one.calls.at(-1)], [0, ["emptyHolding", { session: "s1" }]]);
    const all = await run(["empty", "--yes"], { journal: () => sessions, emptyHolding: () => receipt });
    assert.deepEqual(all.calls.at(-1), ["emptyHolding", {}]);
  });
});

suite("answers", () => {
  const answer = {
    id: 3,
    verdict: "same",
    answeredAtMs: 0,
    a: { contentHash: "ab".repeat(32), path: null, photo: null },
    b: { contentHash: "cd", path: "/b.jpg", photo: 2 },
  };

  test("are listed, given by whole paths, and taken back by number", async () => {
    const listed = await run(["answers"], { answers: () => [answer] });
    assert.match(listed.out, /^3 +same +1970-01-01 00:00:00 UTC +\(gone: abababababab\) +\/b\.jpg$/m);
    const given = await run(["answers", "different", "/x/../a.jpg", "/b.jpg", "--json"], { answer: () => answer });
    assert.deepEqual([given.calls, JSON.parse(given.out)], [[["answer", { a: "/a.jpg", b: "/b.jpg", verdict: "different" }]], answer]);
    const revoked = await run(["answers", "revoke", "3"], { revokeAnswer: () => answer });
    assert.deepEqual(revoked.calls, [["revokeAnswer", { id: 3 }]]);
  });
});

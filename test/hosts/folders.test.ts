/** The terminal's commands on folders: what they ask of the engine, and what they make of its answers. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { FolderComparison, FolderOverlap, ImportCheck } from "../../electron/contract/folders.ts";
import type { CleanupPlan, PlanId } from "../../electron/contract.ts";
import { run } from "./run-program.ts";

const kinds = { identical: 3, "re-encoded": 2, edited: 1, "same-moment": 4 };
const overlap: FolderOverlap = {
  ...{ a: "/a", b: "/b\n", photosInA: 8, photosInB: 6, bytesInA: 80, bytesInB: 60, shared: 6, sharedInA: 6, sharedInB: 6 },
  ...{ sharedBytesInA: 60, sharedBytesInB: 60, aInB: 0.75, bInA: 1, aInBByBytes: 0.75, bInAByBytes: 1, jaccard: 0.75 },
  ...{ kindsInA: kinds, kindsInB: { ...kinds, "same-moment": 0 } },
};
const photo = (path: string) => ({ id: 1 as never, path, sizeBytes: 1, width: 2, height: 2, takenAtMs: null, meanColour: "#000000" });
const comparison: FolderComparison = {
  ...{ a: "/a", b: "/b", aInB: 0.75, bInA: 1, overlap, onlyInA: [photo("/a/1.jpg")], onlyInB: [] },
  matched: [
    {
      ...{
        a: photo("/a/s/2.jpg"),
        b: photo("/b/t/2.jpg"),
        relation: "re-encoded",
        probability: 0.99,
        better: "b",
        onlyMetadataDiffers: false,
      },
      betterReasons: [{ code: "pixels", values: {}, text: "more pixels" }],
    },
    {
      ...{ a: photo("/a/3.jpg"), b: photo("/b/3.jpg"), relation: "same-pixels", probability: 1, better: null, onlyMetadataDiffers: true },
      betterReasons: [],
    },
  ],
  moments: [],
  folders: [{ a: "/a/s", b: "/b/t", photosInA: 1, photosInB: 1, shared: 1, renamed: true }],
};
const plan: CleanupPlan = {
  ...{
    id: "p" as PlanId,
    items: [],
    refused: [{ path: "/b/x.jpg", code: "better-version", text: "It is better." }],
    warnings: [],
    merges: [],
  },
  copies: [
    {
      ...{
        from: "/b/1.jpg",
        to: "/a/1 (2).jpg",
        bytes: 1500,
        photo: 1 as never,
        renamed: true,
        sideFile: false,
        originalGoes: true,
        group: "g",
      },
    },
  ],
  ...{ copiedBytes: 1500, folders: [], files: 1, totalBytes: 1500, freedBytes: 1500 },
};
const receipt = { session: "s", done: [], written: [], copied: [], failed: [], bytes: 0, undoable: true, text: "Done." };
const check: ImportCheck = {
  ...{ id: "c" as never, folder: "/card", ending: "removed", photos: 421, safe: 412, identical: 398, betterHere: 14, betterThere: 2 },
  ...{ otherVersions: 1, new: 3, unreadable: 0, unchecked: 3, problems: [], seconds: 3, secondsToIdentical: 1 },
  items: [
    { path: "/card/1.jpg", sizeBytes: 1, verdict: "identical", match: null, reasons: [], sameAs: null },
    { path: "/card/2.jpg", sizeBytes: 1, verdict: "new", match: null, reasons: [], sameAs: null },
    { path: "/card/3.jpg", sizeBytes: 1, verdict: "new", match: null, reasons: [], sameAs: "/card/2.jpg" },
  ],
};

suite("folders", () => {
  test("the table has every kind, on one line a pair; as JSON every field; as CSV the engine's own", async () => {
    const { out } = await run(["folders"], { folderOverlaps: () => [overlap] });
    assert.match(
      out,
      /in common +A in B +B in A +identical +re-encoded +edited +same-moment +A +B\n6 +75\.0 % +100 % +3 +2 +1 +0 +\/a +\/b\\n\n$/,
    );
    const json = await run(["folders", "--json"], { folderOverlaps: () => [overlap] });
    assert.deepEqual(JSON.parse(json.out), [overlap]);
    const csv = await run(["folders", "--csv"], { report: () => ({ text: "a,b\r\n" }) });
    assert.deepEqual([csv.out, csv.calls], ["a,b\n", [["report", { what: "folders", format: "csv" }]]]);
    assert.equal((await run(["folders", "/a", "/b", "--csv"])).status, 2);
  });

  test("two folders: which version is better and why, what only metadata tells apart, other names", async () => {
    const { out } = await run(["folders", "/a", "/b"], { compareFolders: () => comparison });
    assert.match(out, /re-encoded +better in B: more pixels/);
    assert.match(out, /only metadata differs/);
    assert.match(out, /under other names:\n +\/a\/s +\/b\/t +1 pair/);
    assert.match(out, /1 photo only in A\n {2}\/a\/1\.jpg\n0 photos only in B/);
    const json = JSON.parse((await run(["folders", "/a", "/b", "--json"], { compareFolders: () => comparison })).out);
    assert.deepEqual([json.matched[0].a, json.matched[0].better, json.overlap.jaccard], ["/a/s/2.jpg", "b", 0.75]);
  });

  test("an act is a plan, and only with --apply more than that", async () => {
    const words = ["folders", "/a", "/b", "--act", "merge", "--layout", "date"];
    const shown = await run(words, { planFolders: () => plan });
    assert.deepEqual(shown.calls, [["planFolders", { act: "merge", a: "/a", b: "/b", layout: "date" }]]);
    assert.match(shown.out, /1\.5 kB +under another name +\/b\/1\.jpg +-> \/a\/1 \(2\)\.jpg +its original goes/);
    assert.match(shown.out, /better-version +\/b\/x\.jpg/);
    const applied = await run([...words, "--apply"], { planFolders: () => plan, act: () => receipt });
    assert.deepEqual(applied.calls.at(-1), ["act", { plan: "p" }]);
    const nothing = await run([...words, "--apply"], { planFolders: () => ({ ...plan, copies: [] }) });
    assert.deepEqual([nothing.calls.length, nothing.status], [1, 0]);
    assert.equal((await run(["folders", "--act", "merge"])).status, 2);
    assert.equal((await run(["folders", "/a", "/b", "--act", "burn"])).status, 2);
  });
});

suite("check", () => {
  test("says how many are safe, what is not, and that a card which went away was not checked to its end", async () => {
    const { out, calls, status } = await run(["check", "/card"], { checkFolder: () => check });
    assert.deepEqual([calls, status], [[["checkFolder", { folder: "/card" }]], 0]);
    assert.match(out, /^412 of 421 photos are already safe in the library \(398 identical, 14 at least as good here\); 3 are new\./);
    assert.match(out, /Of 2 the library has only a poorer version\./);
    assert.match(out, /went away: 3 photos were NOT checked/);
    assert.match(out, /new +\/card\/3\.jpg +the same bytes as \/card\/2\.jpg/);
    assert.doesNotMatch(out, /card\/1\.jpg/);
    assert.match((await run(["check", "/card", "--list"], { checkFolder: () => check })).out, /safe +\/card\/1\.jpg/);
    assert.deepEqual(JSON.parse((await run(["check", "/card", "--json"], { checkFolder: () => check })).out), check);
  });

  test("copies are planned into the folder named, and made with --apply", async () => {
    const answers = { checkFolder: () => check, planCopies: () => plan, act: () => receipt };
    const planned = await run(["check", "/card", "--copy-to", "/new", "--json"], answers);
    assert.deepEqual(planned.calls.at(-1), ["planCopies", { check: "c", to: "/new" }]);
    assert.deepEqual(JSON.parse(planned.out), plan);
    const made = await run(["check", "/card", "--copy-to", "/new", "--layout", "date", "--apply"], answers);
    assert.deepEqual(made.calls.slice(1), [
      ["planCopies", { check: "c", to: "/new", layout: "date" }],
      ["act", { plan: "p" }],
    ]);
    assert.equal((await run(["check", "/card", "--apply"])).status, 2);
  });
});

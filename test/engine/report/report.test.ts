/** Reports: what is in a row or on a page, and that no name of a file can break out of either. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Group, JournalFile, JournalId } from "../../../electron/contract.ts";
import { csvOf } from "../../../electron/engine/report/csv.ts";
import { groupsPage } from "../../../electron/engine/report/groups-page.ts";
import { journalPage } from "../../../electron/engine/report/journal-page.ts";
import { createPageWords } from "../../../electron/engine/report/page-words.ts";
import { groupTable, journalTable } from "../../../electron/engine/report/rows.ts";
import { group, photo } from "../review/photos.ts";

const wild = '/a/"quoted", <b>&\n\udcff.jpg';
const groups: readonly Group[] = [
  {
    ...group("g1", photo(1, "/k.jpg"), [
      [photo(2, wild), { probability: 0.99996, mark: "remove", reasons: [{ code: "c", values: {}, text: "half; the size" }] }],
    ]),
    keeperReasons: [{ code: "pixels", values: {}, text: "most pixels" }],
  },
];
const file: JournalFile = {
  ...{
    id: 7 as JournalId,
    session: "s",
    group: "g1",
    kind: "remove",
    state: "moved",
    path: wild,
    kept: "/k.jpg",
    companionOf: null,
    sizeBytes: 1200,
  },
  ...{ contentHash: "ab", heldPath: "/.held/x.jpg", restoredPath: null, reason: null, changedAtMs: 1_700_000_000_000 },
};

const english = createPageWords("en");

/** Reads CSV as RFC 4180 has it. */
function fields(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

test("CSV keeps every field as it is, and shows what is no text", () => {
  const csv = csvOf(groupTable(groups));
  assert.equal(csv.codePointAt(0), 0xfeff);
  assert.ok(csv.isWellFormed());
  const [columns, ...rows] = fields(csv.slice(1));
  const asObjects = rows.map((row) => Object.fromEntries(row.map((cell, at) => [columns![at], cell])));
  assert.deepEqual(
    asObjects.map(({ role, path, relation, probability, mark, reasons }) => ({ role, path, relation, probability, mark, reasons })),
    [
      { role: "keeper", path: "/k.jpg", relation: "", probability: "1", mark: "", reasons: "most pixels" },
      {
        role: "member",
        path: wild.replace("\udcff", "\\xff"),
        relation: "re-encoded",
        probability: "0.99996",
        mark: "remove",
        reasons: "half; the size",
      },
    ],
  );
  const [, row] = fields(csvOf(journalTable([file])).slice(1));
  assert.deepEqual(row?.slice(0, 6), ["s", "7", "moved", wild.replace("\udcff", "\\xff"), "/k.jpg", "1200"]);
  assert.equal(row?.[10], "2023-11-14T22:13:20.000Z");
});

test("a spreadsheet runs no cell", () => {
  const [, ...rows] = fields(csvOf({ columns: ["c"], rows: [["=1+1"], ["@x"], ["+1"], ["-1"], ["\tx"], ["a=1"]] }).slice(1));
  assert.deepEqual(rows, [["'=1+1"], ["'@x"], ["'+1"], ["'-1"], ["'\tx"], ["a=1"]]);
});

test("pages hold names as text, small pictures where there are some, and never call certain what is not", () => {
  const page = groupsPage(groups, 0, (id) => (id === 1 ? "data:image/webp;base64,AAAA" : null), english);
  assert.ok(page.isWellFormed() && !page.includes("<b>"));
  assert.match(page, /&quot;quoted&quot;, &lt;b&gt;&amp;\n\\xff\.jpg/);
  assert.equal(page.match(/<img /g)?.length, 1);
  assert.match(page, /1 group, 1 photo besides those to keep/);
  assert.match(page, /99\.9 %/);
  assert.match(page, /marked: remove/);
  const journal = journalPage(
    [{ session: "s", beganAtMs: 0, files: 1, counts: {}, heldFiles: 1, heldBytes: 1200, entries: [file] }],
    0,
    english,
  );
  assert.ok(!journal.includes("<b>"));
  assert.match(journal, /in the holding folder<br>\/\.held\/x\.jpg/);
  assert.match(journal, /1 session, 1 file; 1 file \(1\.2 kB\) can be brought back/);
});

test("pages in Chinese say everything in Chinese: labels, reasons, why a file stayed", () => {
  const chinese = createPageWords("zh");
  const [first] = groups;
  assert.ok(first);
  const reasons = [{ code: "sharpness", values: {}, text: "sharper" }];
  const page = groupsPage([{ ...first, keeperReasons: reasons }], 0, () => null, chinese);
  assert.match(page, /<html lang="zh-Hans">/);
  assert.match(page, /1 个分组，除保留的照片外还有 1 张照片/);
  assert.match(page, /更清晰/);
  assert.match(page, /标记：移除/);
  const failed: JournalFile = { ...file, path: "/a.jpg", state: "failed", reason: "The disk is full. (ENOSPC)" };
  const journal = journalPage(
    [{ session: "s", beganAtMs: 0, files: 1, counts: {}, heldFiles: 0, heldBytes: 0, entries: [failed] }],
    0,
    chinese,
  );
  assert.match(journal, /磁盘已满。（ENOSPC）/);
  const words = (html: string): string => html.replace(/<style>.*<\/style>|<[^>]*>|\/\w+\.jpg|UTC|kB|ENOSPC/gs, " ");
  assert.doesNotMatch(words(journal), /[A-Za-z]{2,}/);
});

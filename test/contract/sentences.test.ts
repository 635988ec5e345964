/** Everything that the engine says in sentences about a person's files has its Chinese, alone, in a row, and with what varies in it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { saidIn, sentences } from "../../electron/contract/sentences.ts";

const engine = new URL("../../electron/engine/", import.meta.url);
/** Where notices, refusals and receipts are worded. */
const folders = ["actions/", "review/"];
const files = [
  ...[
    "journal-view.ts",
    "merge-metadata.ts",
    "embed-metadata.ts",
    "media/xmp-packet.ts",
    "cleanup.ts",
    "metadata/xmp-write.ts",
    "store/answers.ts",
  ],
  ...[
    "folder-acts.ts",
    "folder-wishes.ts",
    "prove-kept.ts",
    "import-check.ts",
    "take-copies-in.ts",
    "remove-originals.ts",
    "folder-queries.ts",
  ],
];
/** Faults of the program, which no person is to read. */
const faults: ReadonlySet<string> = new Set([
  ...["The journal began nothing.", "An element without a document.", "The answer was not kept."],
  ...["An act is one of: {}.", "A layout is one of: {}."],
  "A photo is written anew only in the place of itself.",
]);

function sentencesIn(source: string): string[] {
  const code = source.replace(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, "");
  const found = [...code.matchAll(/"([A-Z][^"\n]* [^"\n]*[.])"|`([A-Z][^`\n]* [^`\n]*)`/g)];
  const said = found.map(([, plain, template]) => plain ?? (template ?? "").replace(/\$\{[^}]*\}/g, "{}"));
  return said.filter((one) => !/^(?:SELECT|INSERT|UPDATE|DELETE) /.test(one));
}

test("no sentence about a file is left in English", () => {
  const paths = [...files, ...folders.flatMap((folder) => readdirSync(new URL(folder, engine)).map((name) => folder + name))];
  const found = paths.flatMap((path) => sentencesIn(readFileSync(new URL(path, engine), "utf8")).map((sentence) => ({ path, sentence })));
  assert.ok(found.length > 70, `only ${found.length} sentences found`);
  const missing = found.filter(({ sentence }) => !(sentence in sentences) && !faults.has(sentence));
  assert.deepEqual(missing, []);
});

test("what varies is the same on both sides, and nothing is left in Latin letters", () => {
  for (const [english, chinese] of Object.entries(sentences)) {
    assert.equal(chinese.split("{}").length, english.split("{}").length, english);
    assert.doesNotMatch(chinese.replaceAll(/Unicode|XMP|RAW|JPEG/g, ""), /[A-Za-z!！]/, english);
  }
});

test("sentences in a row, with the system's code, and with values that are sentences", () => {
  assert.equal(saidIn("en", "The disk is full. (ENOSPC)"), "The disk is full. (ENOSPC)");
  assert.equal(saidIn("zh", "The disk is full. (ENOSPC)"), "磁盘已满。（ENOSPC）");
  assert.equal(
    saidIn("zh", "It stays. The disk is full. (ENOSPC) It was changed while it was held."),
    "它将保留。磁盘已满。（ENOSPC）暂存期间它被更改过。",
  );
  assert.equal(saidIn("zh", "It has changed since it was read. Scan again."), "读取后它已更改。请重新扫描。");
  assert.equal(saidIn("zh", "The kept photo is in another format (heic)."), "保留的照片是另一种格式（heic）。");
  assert.equal(
    saidIn("zh", "The side file that is there could not be moved: The disk failed. (EIO)"),
    "现有的附属文件无法移动：磁盘出错。（EIO）",
  );
  assert.equal(saidIn("zh", "Something of tomorrow. It stays."), "Something of tomorrow.它将保留。");
  assert.equal(saidIn("zh", "$& {} something else"), "$& {} something else");
});

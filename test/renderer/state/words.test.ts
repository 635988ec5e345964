/** Both languages say the same things with the same values, and numbers, sizes and likelihoods read as they should. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reasonWords } from "../../../electron/contract/reasons.ts";
import { certaintyOf, createSpeech, folderOf, nameOf } from "../../../renderer/state/speech.ts";
import { catalogue, say } from "../../../renderer/state/words.ts";

// A word that follows a number is a matter of English alone.
const valuesIn = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
const english = createSpeech(() => "en");
const chinese = createSpeech(() => "zh");

describe("the catalogue", () => {
  test("every line uses the same values in both languages, and none is empty", () => {
    for (const [key, [en, zh]] of Object.entries(catalogue)) {
      assert.ok(en.trim() && zh.trim(), key);
      assert.deepEqual(valuesIn(zh), valuesIn(en), key);
    }
  });

  test("no exclamation marks", () => {
    for (const [key, lines] of Object.entries(catalogue)) assert.doesNotMatch(lines.join(), /[!！]/, key);
  });

  test("words follow their number", () => {
    assert.equal(say("en", "library.count", { count: 1 }), "1 photo");
    assert.equal(say("en", "library.count", { count: 12_304 }), "12,304 photos");
    assert.equal(say("zh", "library.count", { count: 12_304 }), "12,304 张照片");
  });
});

describe("speech", () => {
  test("sizes", () => {
    const said = [0, 999, 1_000, 12_345, 999_999_999, 1.5e12].map(english.bytes);
    assert.deepEqual(said, ["0 B", "999 B", "1.0 kB", "12.3 kB", "1,000 MB", "1.5 TB"]);
  });

  test("a likelihood's number never belongs to a stronger word than its own", () => {
    for (let thousandth = 0; thousandth <= 1_000; thousandth += 1) {
      const probability = thousandth / 1_000;
      if (probability > 0 && probability < 0.01) continue;
      const shown = Number.parseFloat(english.percent(probability)) / 100;
      assert.ok(shown <= probability + 1e-9, `${probability} reads ${english.percent(probability)}`);
      assert.ok(probability - shown < 0.0101);
    }
    assert.deepEqual([1, 0.99, 0.9899, 0.9, 0.7, 0.69].map(certaintyOf), [
      "certain",
      "certain",
      "veryLikely",
      "veryLikely",
      "likely",
      "unsure",
    ]);
    assert.equal(english.percent(1), "100%");
    assert.equal(english.percent(0), "0%");
    assert.equal(english.percent(0.004), "< 1%");
    assert.equal(english.percent(0.9996), "99.9%");
  });

  test("a photo's time stands as its camera wrote it, whatever zone this computer is in", () => {
    assert.match(english.date(Date.UTC(2021, 5, 3, 23, 59)), /Jun 3, 2021.*11:59/);
  });

  test("durations", () => {
    assert.deepEqual([0.2, 59, 61, 5_399, 7_200].map(english.duration), ["1 s", "59 s", "1 min", "90 min", "2 h"]);
  });

  test("a reason is said in Chinese by its code, else in the engine's words", () => {
    const reason = { code: "shows-part", values: { percent: 62 }, text: "one shows 62 % of the other" };
    assert.equal(english.reason(reason), reason.text);
    assert.equal(chinese.reason(reason), "一张显示另一张的 62%");
    assert.equal(chinese.reason({ ...reason, code: "of tomorrow" }), reason.text);
    assert.ok(Object.values(reasonWords).every((words) => words.length > 0));
  });

  test("names and folders, with either separator", () => {
    assert.deepEqual([nameOf("/a/b c.jpg"), folderOf("/a/b c.jpg")], ["b c.jpg", "/a"]);
    assert.deepEqual([nameOf("C:\\a\\b.jpg"), folderOf("C:\\a\\b.jpg")], ["b.jpg", "C:\\a"]);
    assert.deepEqual([nameOf("/b.jpg"), folderOf("/b.jpg")], ["b.jpg", "/"]);
  });
});

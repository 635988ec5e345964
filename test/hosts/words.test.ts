/** What a terminal shows of numbers, paths and the library's place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultLibraryFolder } from "../../electron/hosts/library-folder.ts";
import { shownDuration, shownPath, shownShare, shownSize, table } from "../../electron/hosts/words.ts";

test("a path stays on its line, whatever its name holds", () => {
  assert.equal(shownPath("/a/naïve 📷.jpg"), "/a/naïve 📷.jpg");
  assert.equal(shownPath("/a/new\nline.jpg"), "/a/new\\nline.jpg");
  assert.equal(shownPath("/a/\u001b[2Jwipe"), "/a/\\u{1b}[2Jwipe");
  assert.equal(shownPath("/a/\u202egpj.exe"), "/a/\\u{202e}gpj.exe");
  assert.equal(shownPath("/a/\udcff\udc80"), "/a/\\xff\\x80");
});

test("sizes, durations and shares read well and never promise too much", () => {
  assert.deepEqual([0, 999, 1000, 123_456, 1.3e9].map(shownSize), ["0 bytes", "999 bytes", "1.0 kB", "123 kB", "1.3 GB"]);
  assert.deepEqual([0.04, 42, 1980, 7200].map(shownDuration), ["0.0 s", "42 s", "33 min", "2 h 0 min"]);
  assert.deepEqual([0, 0.5, 0.99999, 1].map(shownShare), ["0.0 %", "50.0 %", "99.9 %", "100 %"]);
});

test("columns line up", () => {
  assert.equal(
    table(
      [
        ["a", "bb"],
        ["ccc", "d"],
      ],
      " ",
    ),
    " a    bb\n ccc  d",
  );
});

test("the library lies where each system keeps application data", () => {
  const place = (platform: NodeJS.Platform, environment: Record<string, string> = {}): string =>
    defaultLibraryFolder({ platform, home: "/home/ann", environment });
  assert.equal(place("linux"), "/home/ann/.local/share/likeness");
  assert.equal(place("linux", { XDG_DATA_HOME: "/data" }), "/data/likeness");
  assert.equal(place("linux", { XDG_DATA_HOME: "relative" }), "/home/ann/.local/share/likeness");
  assert.equal(place("darwin"), "/home/ann/Library/Application Support/Likeness");
  assert.equal(place("win32", { LOCALAPPDATA: "/local" }), "/local/Likeness");
  assert.equal(place("darwin", { LIKENESS_LIBRARY: "/mine" }), "/mine");
});

/** The terminal's commands on an engine that answers from a list: what goes to which stream, and which status comes back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LikenessError } from "../../electron/contract.ts";
import { run } from "./run-program.ts";

const finding = ["scan", "groups", "pairs", "similar", "folders", "check"];
const deciding = ["answers", "plan", "clean", "undo", "journal", "empty", "export"];
const commands = [...finding, ...deciding, "embed", "serve", "doctor"];
const report = {
  found: 3,
  new: 2,
  changed: 0,
  moved: 0,
  gone: 0,
  unchanged: 1,
  unreadable: [{ path: "/a/b\nc.jpg", code: "damaged", message: "It ends too early." }],
  seconds: 1.5,
  photosPerSecond: 2,
  stageSeconds: { walk: 0.1, read: 1.4 },
};

test("every command prints its usage, with the options that all have, and opens no engine", async () => {
  for (const command of commands) {
    const { status, out, messages, opened } = await run([command, "--help"]);
    assert.equal(status, 0, command);
    assert.match(out, new RegExp(`^Usage: likeness ${command} [\\s\\S]*--library[\\s\\S]*--json`));
    assert.equal(messages, "");
    assert.deepEqual(opened, []);
  }
  const { out } = await run(["--help"]);
  for (const command of commands) assert.match(out, new RegExp(`^ {2}${command}`, "m"));
  assert.equal((await run(["--version"])).out, "1.2.3\n");
});

test("wrong usage ends with 2 and says why on the messages' stream only", async () => {
  const wrong: [string[], RegExp][] = [
    [[], /Usage: likeness/],
    [["scam"], /unknown command[\s\S]*scan/],
    [["groups", "--min"], /unknown option/],
    [["groups", "--min-probability", "1.5"], /number from 0 to 1/],
    [["groups", "--min-probability", ""], /number from 0 to 1/],
    [["groups", "--kind", "all-of-them"], /Allowed choices/],
    [["groups", "extra"], /too many arguments/],
    [["similar"], /missing required argument/],
    [["similar", "a.jpg", "--count", "0"], /whole number/],
    [["embed", "a.jpg"], /required option/],
    [["serve", "--port", "70000"], /whole number/],
    [["folders", "a"], /two folders, or none/],
    [["pairs", "--library"], /argument missing/],
    [["clean", "--kind", "all"], /Allowed choices/],
    [["plan", "--marked", "--kind", "copies"], /cannot be used with/],
    [["answers", "perhaps", "a", "b"], /Allowed choices/],
    [["answers", "same", "a"], /Name two photos/],
    [["answers", "revoke", "last"], /no answer's number/],
    [["undo", "s", "--entry", "1"], /not both/],
    [["undo", "--entry", "x"], /whole number/],
    [["export"], /Say what to write/],
    [["export", "groups", "--format", "pdf"], /Allowed choices/],
  ];
  for (const [words, complaint] of wrong) {
    const { status, out, messages } = await run(words);
    assert.equal(status, 2, words.join(" "));
    assert.equal(out, "", words.join(" "));
    assert.match(messages, complaint, words.join(" "));
  }
});

test("scan hands on whole paths, reports as JSON, and closes the engine", async () => {
  const { status, out, calls, opened, closed } = await run(["scan", "/a", "/b/../c", "--json", "--library", "/lib"], {
    scan: () => report,
    faceSettings: () => ({ enabled: false, unavailable: null }),
  });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(out), { ...report, faces: null });
  assert.deepEqual(calls, [
    ["scan", { folders: ["/a", "/c"] }],
    ["faceSettings", {}],
  ]);
  assert.deepEqual([opened, closed], [["/lib"], 1]);
});

test("scan reports in words too, one line a problem", async () => {
  const { out } = await run(["scan", "/a", "--no-faces"], { scan: () => report });
  assert.match(out, /^found +3$/m);
  assert.match(out, /^ {2}\/a\/b\\nc\.jpg {2}damaged {2}It ends too early\.$/m);
});

test("scan without a folder goes over the known ones, and needs at least one", async () => {
  const known = await run(["scan", "--no-faces"], { status: () => ({ roots: ["/a"] }), scan: () => report });
  assert.equal(known.status, 0);
  const none = await run(["scan"], { status: () => ({ roots: [] }) });
  assert.equal(none.status, 2);
  assert.match(none.messages, /name at least one/);
});

test("a stop closes the engine and ends with 1 and a word on how it goes on", async () => {
  const stop = new AbortController();
  const scan = (): Promise<never> => {
    setImmediate(() => stop.abort());
    return new Promise(() => {});
  };
  const { status, messages, closed } = await run(["scan", "/a"], { scan }, { stop });
  assert.deepEqual([status, closed], [1, 1]);
  assert.match(messages, /the next scan goes on from there/);
});

test("pairs are one JSON object a line", async () => {
  const pairs = Array.from({ length: 2500 }, (_, index) => ({
    a: `/${index}\udcff`,
    b: "/b",
    relation: "edited",
    probability: 0.9,
    more: 1,
  }));
  const { out, calls } = await run(["pairs", "--min-probability", "0.5"], { pairs: () => pairs });
  const lines = out.trimEnd().split("\n");
  assert.deepEqual(calls, [["pairs", { minProbability: 0.5 }]]);
  assert.equal(lines.length, pairs.length);
  assert.deepEqual(JSON.parse(lines[2400] ?? ""), { a: "/2400\udcff", b: "/b", relation: "edited", probability: 0.9 });
  assert.equal((await run(["pairs"], { pairs: () => [] })).out, "");
});

test("a reader that has seen enough is no failure", async () => {
  const { status, messages, closed } = await run(["doctor", "--json"], { doctor: () => ({}) }, { readerGone: true });
  assert.deepEqual([status, messages, closed], [0, "", 1]);
});

test("folders gives paths to scripts", async () => {
  const photo = (path: string) => ({ path, id: 1, width: 2 });
  const comparison = {
    a: "/a",
    b: "/b",
    aInB: 0.5,
    bInA: 1,
    onlyInA: [photo("/a/1")],
    onlyInB: [],
    matched: [{ a: photo("/a/2"), b: photo("/b/2"), relation: "identical", probability: 1, better: null }],
    moments: [],
  };
  const { out, calls } = await run(["folders", "/a", "/b", "--json"], { compareFolders: () => comparison });
  assert.deepEqual(calls, [["compareFolders", { a: "/a", b: "/b" }]]);
  assert.deepEqual(JSON.parse(out), {
    ...comparison,
    onlyInA: ["/a/1"],
    matched: [{ a: "/a/2", b: "/b/2", relation: "identical", probability: 1, better: null }],
  });
});

test("embed fails aloud when a file has no row", async () => {
  const embed = (unreadable: unknown[]) => () => ({ rows: 1, dimensions: 256, out: "/x", unreadable });
  assert.equal((await run(["embed", "/a.jpg", "--out", "/x"], { embed: embed([]) })).status, 0);
  const bad = await run(["embed", "/a.jpg", "/b.jpg", "--out", "/x", "--json"], {
    embed: embed([{ path: "/b.jpg", message: "It is empty." }]),
  });
  assert.equal(bad.status, 1);
  assert.equal(JSON.parse(bad.out).rows, 1);
  assert.match(bad.messages, /\/b\.jpg: It is empty\./);
});

test("an engine's error is said and gives 1, or 2 where the caller asked wrongly", async () => {
  for (const [code, expected] of [
    ["not-found", 1],
    ["library-locked", 1],
    ["usage", 2],
  ] as const) {
    const { status, messages, out, closed } = await run(["doctor"], {
      doctor() {
        throw new LikenessError(code, "Because.");
      },
    });
    assert.deepEqual([status, messages, out, closed], [expected, "error: Because.\n", "", 1]);
  }
});

/** The terminal's commands on learning: what they ask the engine for, what they print, and what they refuse. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { run } from "./run-program.ts";

const before = { averagePrecision: 0.9819, recallAt1: 0.9929, recallAtPrecision99: 0.9096, calibrationError: 0.0502 };
const after = { ...before, averagePrecision: 0.9902 };
const edits = [{ edit: "crop", queries: 208, recallAt1Before: 0.97, recallAt1After: 1 }];
const summary = {
  ...{ id: 3, kind: "library", mode: "head", outcome: "better", beganAtMs: 0, seconds: 324, photos: 324, heldOutPhotos: 164 },
  ...{ device: "TensorFlow 2.18.1 on the CPU", before, after, usable: true, inUse: true, text: "Held-out copies are found better." },
};
const detail = { ...summary, parameters: {}, curves: [], edits, changed: [], trials: [], logFolder: "/l/training/3/log" };

test("train library: modes and numbers go to the engine, figures before and after come out", async () => {
  const { status, out, calls } = await run(["train", "library", "--epochs", "20", "--strength", "0.5", "--seed", "7"], {
    startTraining: () => detail,
  });
  assert.equal(status, 0);
  assert.deepEqual(calls, [["startTraining", { mode: "head", epochs: 20, strength: 0.5, seed: 7 }]]);
  assert.match(out, /Training 3 \(library, head\): 324 photos learned from, 164 held out, 5 min on TensorFlow/);
  assert.match(out, /^before +98\.19 % +90\.96 % +99\.29 % +5\.02 %$/m);
  assert.match(out, /^after +99\.02 %/m);
  assert.match(out, /^crop +208 +97\.00 % +100\.00 %$/m);
  assert.match(out, /found better/);
  const json = await run(["train", "library", "--mode", "last-blocks", "--json"], { startTraining: () => detail });
  assert.deepEqual(json.calls, [["startTraining", { mode: "last-blocks" }]]);
  assert.deepEqual(JSON.parse(json.out), detail);
  const resumed = await run(["train", "library", "--resume"], { startTraining: () => detail });
  assert.deepEqual(resumed.calls, [["startTraining", { resume: true }]]);
});

test("train search shows what was tried, the best first", async () => {
  const trials = [
    { trial: 4, rounds: 2, steps: 180, averagePrecision: 0.987, parameters: { loss: "NT-Xent", temperature: 0.06123, headWidth: 256 } },
  ];
  const { out, calls } = await run(["train", "search", "--trials", "9", "--photos", "200"], {
    searchTraining: () => ({ ...detail, kind: "search", trials }),
  });
  assert.deepEqual(calls, [["searchTraining", { mode: "head", photos: 200, trials: 9 }]]);
  assert.match(out, /^4 +180 +98\.70 +loss NT-Xent, temperature 0\.0612, headWidth 256$/m);
});

test("train base takes folders, pairs and rules", async () => {
  const report = { out: "/o", photos: 1300, heldOutPhotos: 150, steps: 650, seconds: 2000, before, after, edits, unreadable: [] };
  const words = ["train", "base", "a", "b", "--out", "o", "--alike", "p.csv", "--hold-out", "even", "--steps", "650", "--minutes", "30"];
  const { status, out, calls } = await run(words, { trainBase: () => report });
  assert.equal(status, 0);
  assert.deepEqual(calls, [
    [
      "trainBase",
      {
        folders: [resolve("a"), resolve("b")],
        out: resolve("o"),
        alike: resolve("p.csv"),
        mode: "last-blocks",
        holdOut: "even",
        steps: 650,
        minutes: 30,
      },
    ],
  ]);
  assert.match(out, /1,300 photos learned from, 150 held out, 650 steps, 33 min/);
});

test("train runs marks the one in use; show, use and forget name runs by number", async () => {
  const { out } = await run(["train", "runs"], {
    trainingRuns: () => [summary, { ...summary, id: 2, inUse: false, before: null, after: null }],
  });
  assert.match(out, /^3 \* +1970-01-01 00:00:00 +library +head +better +324 +5 min +98\.19 +99\.02$/m);
  assert.match(out, /^2 +1970/m);
  assert.match((await run(["train", "runs"], { trainingRuns: () => [] })).messages, /Nothing was trained/);
  assert.deepEqual((await run(["train", "show", "3"], { trainingRun: () => detail })).calls, [["trainingRun", { id: 3 }]]);
  const used = await run(["train", "use", "3"], { useRun: () => ({ inUse: 3, photos: 500, decoded: 0, seconds: 4 }) });
  assert.deepEqual(used.calls, [["useRun", { run: 3 }]]);
  assert.match(used.out, /The embedder of training 3 is in use: 500 photos described anew, 0 photos of them decoded again, 4\.0 s/);
  const back = await run(["train", "use", "shipped"], { useRun: () => ({ inUse: null, photos: 0, decoded: 0, seconds: 0.1 }) });
  assert.deepEqual(back.calls, [["useRun", { run: null }]]);
  assert.match(back.out, /The shipped embedder is in use/);
  assert.deepEqual((await run(["train", "forget", "2"], { forgetRun: () => ({}) })).calls, [["forgetRun", { id: 2 }]]);
});

test("evaluate and classify print tables, unreadable files go to the messages", async () => {
  const unreadable = [{ path: "/p/b\n.jpg", code: "damaged", message: "It ends too early." }];
  const evaluated = await run(["evaluate", "photos"], {
    evaluateFolder: () => ({ photos: 40, queries: 600, figures: after, shipped: before, edits, unreadable }),
  });
  assert.deepEqual(evaluated.calls, [["evaluateFolder", { folder: resolve("photos") }]]);
  assert.match(evaluated.out, /^shipped +98\.19 %/m);
  assert.match(evaluated.out, /^in use +99\.02 %/m);
  assert.match(evaluated.messages, /\/p\/b\\n\.jpg: It ends too early/);
  const photos = [
    { path: "/p/1.jpg", photo: 1, class: "cats", likeliest: "cats", probability: 0.93 },
    { path: "/p/2.jpg", photo: null, class: null, likeliest: "dogs", probability: 0.31 },
  ];
  const report = {
    classes: [
      { name: "cats", examples: 2 },
      { name: "dogs", examples: 3 },
    ],
    accuracy: 0.8,
    photos,
    unreadable: [],
  };
  const classified = await run(["classify", "examples", "x.jpg"], { classify: () => report });
  assert.deepEqual(classified.calls, [["classify", { examples: resolve("examples"), files: [resolve("x.jpg")] }]]);
  assert.match(classified.out, /2 classes: cats \(2\), dogs \(3\); each example judged by the others: 80\.0 % right/);
  assert.match(classified.out, /^cats +93\.0 % +\/p\/1\.jpg$/m);
  assert.match(classified.out, /^unsure +31\.0 % +dogs\? +\/p\/2\.jpg$/m);
  assert.deepEqual((await run(["classify", "examples"], { classify: () => report })).calls, [
    ["classify", { examples: resolve("examples") }],
  ]);
});

test("wrong usage ends with 2 and says why", async () => {
  const wrong: [string[], RegExp][] = [
    [["train", "library", "--mode", "all"], /Allowed choices are head/],
    [["train", "library", "--strength", "3"], /number from 0 to 2/],
    [["train", "library", "--epochs", "0"], /number from 0\.1/],
    [["train", "search", "--trials", "2"], /whole number from 3 to 200/],
    [["train", "base", "a"], /required option/],
    [["train", "base", "--out", "o"], /missing required argument/],
    [["train", "base", "a", "--out", "o", "--hold-out", "0.9"], /number from 0\.05 to 0\.5/],
    [["train", "use", "last"], /whole number/],
    [["train", "example", "mnist", "f"], /there is no example "mnist"/],
    [["evaluate"], /missing required argument/],
    [["classify"], /missing required argument/],
  ];
  for (const [words, message] of wrong) {
    const { status, out, messages, calls } = await run(words);
    assert.equal(status, 2, words.join(" "));
    assert.match(messages, message, words.join(" "));
    assert.equal(out, "");
    assert.deepEqual(calls, []);
  }
});

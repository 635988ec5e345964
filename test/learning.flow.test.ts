/** Learning through the whole engine: a library of painted photos, a training that ends, one that is stopped, one that a crash interrupts; use and going back. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import sharp from "sharp";
import type { CurvePoint, RunDetail, RunId } from "../electron/contract/learning.ts";
import type { Engine, JobState } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { paintPicture } from "./fixtures/pictures.ts";

const root = mkdtempSync(join(tmpdir(), "likeness-learning-"));
const photos = join(root, "photos");
const library = join(root, "library");
let engine: Engine;
const open = (): Promise<Engine> => createEngine({ libraryFolder: library, trainingBackend: "wasm" });

async function paint(from: number, to: number): Promise<void> {
  mkdirSync(photos, { recursive: true });
  for (let seed = from; seed < to; seed += 1) {
    const { data, width, height } = paintPicture(seed, 176, 132);
    const exif = {
      IFD0: { Make: "Painter", Model: "One" },
      IFD2: { DateTimeOriginal: `2020:01:01 10:00:${String(seed % 60).padStart(2, "0")}` },
    };
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    // A few of one camera, a second apart: bursts, as far as the clock knows.
    await (seed < 4 ? picture.withExif(exif) : picture).jpeg({ quality: 90 }).toFile(join(photos, `${seed}.jpg`));
  }
}

before(async () => {
  await paint(0, 30);
  engine = await open();
  await engine.scan({ folders: [photos] });
});
after(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

let ended: RunDetail;
const short = { mode: "head", epochs: 12, seed: 2 } as const;

test("too few photos are said before and when it is tried", async () => {
  const overview = await engine.learningOverview({});
  assert.equal(overview.photos, 30);
  assert.match(overview.estimates[0]?.obstacle ?? "", /30 photos; 60 are the least/);
  await assert.rejects(engine.startTraining(short), { code: "usage", message: /30 photos to learn from/ });
  assert.equal((await engine.trainingRuns({}))[0]?.outcome, "failed");
});

test("the overview says what would be learned from, on what, and what cannot be done here", async () => {
  await paint(30, 90);
  await engine.scan({ folders: [photos] });
  const [a, b] = (await engine.photos({ offset: 0, limit: 2, order: "path" })).items;
  await engine.answer({ a: a!.id, b: b!.id, verdict: "different" });
  const overview = await engine.learningOverview({});
  assert.equal(overview.photos, 90);
  assert.equal(overview.newPhotos, 90);
  assert.ok(overview.heldOutPhotos > 12 && overview.heldOutPhotos < 50);
  // Of three pairs in the burst the person parted one.
  assert.deepEqual({ ...overview.counts, copies: 0 }, { copies: 0, bursts: 2, same: 0, different: 1, people: 0 });
  assert.ok(overview.examples.some(({ source }) => source === "bursts") && overview.examples.some(({ source }) => source === "different"));
  assert.deepEqual(
    overview.estimates.map(({ mode, obstacle, seconds }) => [mode, obstacle === null, seconds !== null]),
    [
      ["head", true, true],
      ["adapters", false, false],
      ["last-blocks", false, false],
      ["everything", false, false],
    ],
  );
  await assert.rejects(engine.startTraining({ mode: "last-blocks" }), { code: "unsupported" });
  for (const wrong of [{ strength: 3 }, { epochs: 0 }, { learningRate: 2 }, { distillation: -1 }])
    await assert.rejects(engine.startTraining({ ...short, ...wrong }), { code: "usage" });
});

test("a training goes through its phases, tells its curves, and is judged on held-out photos", async () => {
  const phases = new Set<string>();
  const points: CurvePoint[] = [];
  const told: (RunId | null)[] = [];
  const stops = [
    engine.on("job", ({ phase }) => void phases.add(phase)),
    engine.on("training", ({ points: more }) => void points.push(...more)),
    engine.on("runs", ({ running }) => void told.push(running)),
  ];
  ended = await engine.startTraining(short);
  for (const stop of stops) stop();
  for (const phase of ["preparing", "training", "evaluating"]) assert.ok(phases.has(phase), phase);
  assert.ok(ended.outcome === "better" || ended.outcome === "not-better", ended.text);
  assert.deepEqual(told, [ended.id, null]);
  assert.ok(ended.before && ended.after && ended.seconds > 0);
  for (const figures of [ended.before, ended.after])
    for (const value of Object.values(figures)) assert.ok(value >= 0 && value <= 1, JSON.stringify(figures));
  assert.ok(ended.before.recallAt1 > 0.5, "the shipped embedder finds most");
  assert.equal(ended.inUse, ended.outcome === "better");
  assert.ok(ended.usable);
  assert.equal(ended.photos + ended.heldOutPhotos, 90);
  assert.ok(points.some(({ curve }) => curve === "train/loss"));
  assert.deepEqual(
    ended.curves.filter(({ curve }) => curve === "train/loss").map(({ step }) => step),
    Array.from({ length: 12 }, (_, at) => at + 1),
  );
  assert.equal(ended.parameters["loss.loss"], "NT-Xent");
  assert.ok(ended.edits.length > 10 && ended.edits.every(({ queries }) => queries > 0));
  assert.ok(readdirSync(ended.logFolder).some((name) => name.startsWith("events.out.tfevents")));
  assert.deepEqual(readdirSync(join(library, "training", String(ended.id))).sort(), ["log", "weights"]);
  assert.deepEqual(await engine.trainingRun({ id: ended.id }), ended);
});

test("its embedder is used and left again without decoding a photo; what it finds stays right", async () => {
  await engine.useRun({ run: null });
  const shipped = (await engine.doctor({})).recipe;
  const [photo] = (await engine.photos({ offset: 0, limit: 1, order: "path" })).items;
  const nearest = async (): Promise<readonly string[]> => (await engine.similar({ photo: photo!.id, count: 3 })).map(({ path }) => path);
  const before = await nearest();
  const report = await engine.useRun({ run: ended.id });
  assert.equal(report.decoded, 0);
  assert.equal(report.inUse, ended.id);
  assert.notEqual((await engine.doctor({})).recipe, shipped);
  assert.equal((await engine.learningOverview({})).newPhotos, 0);
  assert.ok((await nearest()).some((path) => before.includes(path)));
  for (const path of readdirSync(photos).slice(0, 3)) {
    const copy = join(root, `copy of ${path}`);
    writeFileSync(copy, await sharp(join(photos, path)).resize(120).jpeg({ quality: 60 }).toBuffer());
    const [found] = await engine.similar({ photo: copy, count: 1 });
    assert.equal(found?.path, join(photos, path));
    assert.ok((found?.probability ?? 0) > 0.5, `${found?.probability}`);
  }
  const back = await engine.useRun({ run: null });
  assert.deepEqual([back.inUse, back.photos], [null, 0]);
  assert.deepEqual(await nearest(), before);
  assert.equal((await engine.doctor({})).recipe, shipped);
  // A scan under a learned embedder keeps what the next one needs.
  await engine.useRun({ run: ended.id });
  assert.equal((await engine.scan({ folders: [] })).unchanged, 90);
});

test("the run in use stays; a run is forgotten with its files", async () => {
  await assert.rejects(engine.forgetRun({ id: ended.id }), { code: "usage" });
  await engine.useRun({ run: null });
  await engine.forgetRun({ id: ended.id });
  assert.ok(!existsSync(join(library, "training", String(ended.id))));
  await assert.rejects(engine.trainingRun({ id: ended.id }), { code: "not-found" });
  await assert.rejects(engine.useRun({ run: ended.id }), { code: "not-found" });
});

/** Resolves with the job as it first comes into the phase, with some of it done. */
function inPhase(phase: JobState["phase"], done: number): Promise<JobState> {
  return new Promise((resolve) => {
    const stop = engine.on("job", (state) => {
      if (state.kind !== "train" || state.phase !== phase || state.done < done) return;
      stop();
      resolve(state);
    });
  });
}

test("stopped by the person, it leaves a run that says so, and nothing else", async () => {
  const training = engine.startTraining(short);
  const failed = assert.rejects(training, { code: "cancelled" });
  const { id } = await inPhase("preparing", 1);
  await engine.cancelJob({ id });
  await failed;
  const [run] = await engine.trainingRuns({});
  assert.equal(run?.outcome, "cancelled");
  assert.ok(!existsSync(join(library, "training", String(run?.id))));
  await assert.rejects(engine.startTraining({ resume: true }), { code: "not-found" });
});

test("the program ends in the middle: the run is gone on with at the next start, from its last checkpoint", async () => {
  const training = engine.startTraining({ ...short, epochs: 150 });
  const failed = assert.rejects(training, { code: "cancelled" });
  await inPhase("training", 101);
  await engine.close();
  await failed;
  engine = await open();
  const [interrupted] = await engine.trainingRuns({});
  assert.equal(interrupted?.outcome, "interrupted");
  const steps: number[] = [];
  const stop = engine.on(
    "training",
    ({ points }) => void steps.push(...points.filter(({ curve }) => curve === "train/loss").map(({ step }) => step)),
  );
  const resumed = await engine.startTraining({ resume: true });
  stop();
  assert.equal(resumed.id, interrupted?.id);
  assert.ok(resumed.outcome === "better" || resumed.outcome === "not-better");
  assert.ok((steps[0] ?? 0) > 100, `went on at step ${steps[0]}`);
  assert.ok(resumed.seconds > (interrupted?.seconds ?? 0));
});

test("weights that were damaged are not used: the library goes on with the shipped ones", async () => {
  const [run] = await engine.trainingRuns({});
  await engine.useRun({ run: run!.id });
  await engine.close();
  writeFileSync(join(library, "training", String(run?.id), "weights", "heads.safetensors"), "no weights");
  engine = await open();
  assert.equal((await engine.learningOverview({})).inUse, null);
  assert.equal((await engine.trainingRuns({}))[0]?.usable, false);
  await assert.rejects(engine.useRun({ run: run!.id }), { code: "usage" });
  assert.equal((await engine.scan({ folders: [] })).unchanged, 90);
});

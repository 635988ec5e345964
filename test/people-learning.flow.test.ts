/** Learning from what was said of people, over the whole engine with a made-up finder: kept where held-out faces prove it, else not; taken back; erased. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { begin, faceIn, partition } from "./fixtures/people-library.ts";

const people = 6;
/** Light and pose change a face nearly as much as another person does, in a few directions that are the same for everybody. */
const lit = Array.from({ length: 42 }, (_, at) => ({
  faces: [{ person: at % people, likeness: 0.985, nuisance: { seed: at, amount: 0.6 } }],
}));
const plain = Array.from({ length: 24 }, (_, at) => ({ faces: [{ person: at % people }] }));

async function nameAll({ engine, photos }: Awaited<ReturnType<typeof begin>>, upTo: number): Promise<void> {
  for (let at = 0; at < upTo; at++) {
    await engine.moveFaces({ faces: [await faceIn(engine, photos[at]!.path)], to: { name: `Person ${at % people}` } });
  }
}

test("with too little said nothing is learnt", async (context) => {
  const begun = await begin(context, plain);
  await nameAll(begun, 6);
  await assert.rejects(begun.engine.learnPeople({}), { code: "usage" });
});

test("where the shipped metric tells everybody apart already, it stays", async (context) => {
  const begun = await begin(context, plain);
  await nameAll(begun, 24);
  const lesson = await begun.engine.learnPeople({});
  assert.deepEqual([lesson.people, lesson.faces, lesson.kept, lesson.before.trueAcceptAt001], [6, 24, false, 1]);
  assert.equal((await begun.engine.faceSettings({})).metric.kind, "base");
});

test("what is better on faces not seen is used, outlives a restart, and goes again", async (context) => {
  const begun = await begin(context, lit);
  const { engine, folder, reopen } = begun;
  await nameAll(begun, 30);
  const lesson = await engine.learnPeople({});
  assert.ok(lesson.heldOutFaces >= lesson.faces);
  assert.ok(
    lesson.after.trueAcceptAt001 > lesson.before.trueAcceptAt001 && lesson.after.precision > 0.99 && lesson.kept,
    JSON.stringify(lesson),
  );
  assert.equal((await engine.faceSettings({})).metric.kind, "learnt");
  const learnt = await partition(engine);

  const later = await reopen();
  assert.equal((await later.faceSettings({})).metric.kind, "learnt");
  assert.deepEqual(await partition(later), learnt);
  await later.findFaces({});
  assert.deepEqual(await partition(later), learnt, "the same metric, the same people");

  const settings = await later.forgetPeopleMetric({});
  assert.equal(settings.metric.kind, "base");
  await later.learnPeople({});
  await later.switchFaces({ enabled: false });
  assert.equal((await later.faceSettings({})).metric.kind, "base");
  assert.ok(!readFileSync(join(folder, "library", "library.sqlite")).includes("learnt-"));
});

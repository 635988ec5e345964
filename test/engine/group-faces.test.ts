/** Grouping on a thread gives what grouping at once gives, tells how far it is, and stops when told to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobPhase } from "../../electron/contract.ts";
import { cluster, type GroupingInput } from "../../electron/engine/group-faces.ts";
import type { JobControl } from "../../electron/engine/jobs.ts";
import { clusterFaces } from "../../electron/engine/people/cluster.ts";
import type { Recipe } from "../../electron/engine/photo.ts";
import { vectorOf } from "../fixtures/fake-faces.ts";

function input(count: number, people: number): GroupingInput {
  const faces = Array.from({ length: count }, (_, at) => {
    return { key: `face ${at}`, photo: `photo ${at}`, vector: vectorOf(at % people, at, 0.99), quality: 0.5 + (at % 5) / 10 };
  });
  const known = { person: 7, confirmed: ["face 0", "face 1"], rejected: [`face ${people}`] };
  return {
    recipe: "r" as Recipe,
    faces,
    constraints: { people: [known], together: [], apart: [] },
    metric: null,
    madeOf: "[]",
    ids: new Map(),
  };
}

function control(abort = new AbortController()) {
  const phases: JobPhase[] = [];
  let [done, total]: [number, number | null] = [0, null];
  const job: JobControl = {
    signal: abort.signal,
    checkpoint: async () => undefined,
    phase: (phase) => void phases.push(phase),
    advance: (units = 1) => {
      done += units;
    },
    setTotal: (value) => {
      total = value;
    },
  };
  return { job, phases, progress: () => [done, total] as const };
}

test("on a thread as at once", async () => {
  const given = input(1200, 60);
  const { job, phases, progress } = control();
  const found = await cluster(given, job);
  assert.deepEqual(found, clusterFaces(given.faces, given.constraints));
  assert.equal(found.clusters.find(({ person }) => person === 7)?.faces.includes("face 0"), true);
  assert.deepEqual([phases, progress()[1]], [["clustering"], 1200]);
  assert.ok(progress()[0] <= 1200);
});

test("few faces need no thread", async () => {
  const given = input(40, 4);
  assert.deepEqual(await cluster(given, null), clusterFaces(given.faces, given.constraints));
});

test("a stop ends it as cancelled", async () => {
  const abort = new AbortController();
  const { job } = control(abort);
  const running = cluster(input(6000, 2000), job);
  setTimeout(() => abort.abort(), 100);
  await assert.rejects(running, { code: "cancelled" });
});

test("two keys that are one are refused, also from the thread", async () => {
  const given = input(1200, 60);
  const [first] = given.faces;
  await assert.rejects(cluster({ ...given, faces: [...given.faces, first!] }, null), /comes twice/);
});

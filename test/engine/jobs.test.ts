/** Jobs: one queue, honest progress, pause that holds, cancel that ends. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type JobState, LikenessError } from "../../electron/contract.ts";
import { createJobs, type JobControl } from "../../electron/engine/jobs.ts";

function createFixture() {
  let nowMs = 0;
  const states: JobState[] = [];
  const jobs = createJobs({ clock: { now: () => nowMs }, onChange: (state) => states.push(state) });
  return { jobs, states, pass: (milliseconds: number) => (nowMs += milliseconds) };
}
const turn = () => new Promise((done) => setTimeout(done, 2));

test("work runs one after another in the order it was asked for", async () => {
  const { jobs } = createFixture();
  const order: string[] = [];
  const work = (name: string) => async (control: JobControl) => {
    order.push(`${name} begins`);
    await turn();
    await control.checkpoint();
    order.push(`${name} ends`);
    return name;
  };
  assert.deepEqual(await Promise.all([jobs.run("scan", work("a")), jobs.run("scan", work("b"))]), ["a", "b"]);
  assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends"]);
  assert.deepEqual(jobs.states(), []);
});

test("a failed job does not hold up the next, and says why", async () => {
  const { jobs, states } = createFixture();
  await assert.rejects(jobs.run("scan", () => Promise.reject(new LikenessError("unreadable", "the disk is gone"))));
  assert.equal(await jobs.run("scan", async () => 7), 7);
  const failed = states.find((state) => state.outcome === "failed");
  assert.equal(failed?.message, "the disk is gone");
  assert.equal(states.at(-1)?.outcome, "done");
});

test("pause holds at the next checkpoint until resumed", async () => {
  const { jobs, states } = createFixture();
  let steps = 0;
  const result = jobs.run("scan", async (control) => {
    for (; steps < 3; steps += 1) {
      await turn();
      await control.checkpoint();
    }
  });
  await turn();
  const id = jobs.states()[0]!.id;
  assert.equal(jobs.pause(id).outcome, "paused");
  await turn();
  const held = steps;
  await turn();
  await turn();
  assert.equal(steps, held);
  assert.equal(jobs.resume(id).outcome, "running");
  await result;
  assert.equal(steps, 3);
  assert.deepEqual([...new Set(states.map((state) => state.outcome))], ["running", "paused", "done"]);
});

test("cancel ends running, paused and waiting work with the code cancelled", async () => {
  for (const first of ["running", "paused"] as const) {
    const { jobs, states } = createFixture();
    const endless = async (control: JobControl) => {
      for (;;) {
        await turn();
        await control.checkpoint();
      }
    };
    const running = jobs.run("scan", endless);
    const waiting = jobs.run("scan", async () => assert.fail("must not begin"));
    await turn();
    const [a, b] = jobs.states().map((state) => state.id);
    if (first === "paused") jobs.pause(a!);
    jobs.cancel(b!);
    jobs.cancel(a!);
    await assert.rejects(running, { code: "cancelled" });
    await assert.rejects(waiting, { code: "cancelled" });
    assert.deepEqual(
      states.filter((state) => state.phase === "ended").map((state) => state.outcome),
      ["cancelled", "cancelled"],
    );
  }
});

test("notices are at most ten a second, and the last one always comes", async () => {
  const { jobs, states, pass } = createFixture();
  await jobs.run("scan", async (control) => {
    control.phase("reading", 1000);
    for (let unit = 0; unit < 1000; unit += 1) {
      pass(1);
      control.advance();
    }
  });
  assert(states.length <= 14, `${states.length} notices in one second`);
  assert.equal(states.at(-1)?.done, 1000);
  assert.equal(states.at(-1)?.outcome, "done");
});

test("speed and time left follow the clock", async () => {
  const { jobs, states, pass } = createFixture();
  await jobs.run("scan", async (control) => {
    control.phase("reading", 200);
    for (let unit = 0; unit < 100; unit += 1) {
      pass(100);
      control.advance();
    }
  });
  const late = states.filter((state) => state.phase === "reading").at(-1)!;
  assert(Math.abs(late.perSecond - 10) < 0.5, `${late.perSecond} a second`);
  assert(Math.abs(late.secondsLeft! - (200 - late.done) / 10) < 1);
});

test("a job that has ended is not found", () => {
  const { jobs } = createFixture();
  assert.throws(() => jobs.cancel(99 as never), { code: "not-found" });
});

test("dispose cancels and waits", async () => {
  const { jobs } = createFixture();
  let ended = false;
  const running = jobs.run("scan", async (control) => {
    try {
      for (;;) {
        await turn();
        await control.checkpoint();
      }
    } finally {
      ended = true;
    }
  });
  running.catch(() => undefined);
  await turn();
  await jobs.dispose();
  assert(ended);
});

/** Threads answer their own callers, share the work, and say why they cannot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createThreads } from "../../electron/engine/threads.ts";
import type { EchoRequest } from "../fixtures/echo-thread.ts";

interface Echo {
  readonly say: string;
  readonly setup: unknown;
  readonly thread: number;
}
const file = new URL("../fixtures/echo-thread.ts", import.meta.url);
const start = (count: number) => createThreads<EchoRequest, Echo>({ file, count, setup: { seed: 7 }, name: "The echo" });

test("every request has its own answer, and work goes to the idlest thread", async () => {
  const threads = await start(2);
  const words = Array.from({ length: 20 }, (_, index) => `word ${index}`);
  const answers = await Promise.all(words.map((say, index) => threads.ask({ say, waitMs: index % 3 })));
  assert.deepEqual(
    answers.map(({ say }) => say),
    words,
  );
  assert.equal(new Set(answers.map(({ thread }) => thread)).size, 2);
  assert.deepEqual(answers[0]?.setup, { seed: 7 });
  await threads.dispose();
});

test("work that throws fails its own request only", async () => {
  const threads = await start(1);
  const [failed, fine] = await Promise.allSettled([threads.ask({ fail: "too dark" }), threads.ask({ say: "fine" })]);
  assert(failed.status === "rejected");
  assert.deepEqual([failed.reason.code, failed.reason.message], ["internal", "The echo: too dark"]);
  assert(fine.status === "fulfilled" && fine.value.say === "fine");
  await threads.dispose();
});

test("a thread that ends rejects what it was asked", async () => {
  const threads = await start(1);
  const waiting = Promise.allSettled([threads.ask({ exit: true }), threads.ask({ say: "never" })]);
  for (const result of await waiting) assert(result.status === "rejected" && result.reason.code === "cancelled");
  await assert.rejects(threads.ask({ say: "later" }), { code: "cancelled" });
  await threads.dispose();
});

test("disposing rejects what is under way", async () => {
  const threads = await start(2);
  const waiting = threads.ask({ say: "slow", waitMs: 200 });
  const rejected = assert.rejects(waiting, { code: "cancelled" });
  await threads.dispose();
  await rejected;
});

test("a thread that cannot start says so", async () => {
  const missing = new URL("../fixtures/no-such-thread.ts", import.meta.url);
  await assert.rejects(createThreads({ file: missing, count: 2, name: "The echo" }), { code: "internal" });
});

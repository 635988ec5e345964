/** Progress: a bar where it can be redrawn, lines elsewhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobState } from "../../electron/contract.ts";
import { createProgress } from "../../electron/hosts/progress.ts";

const reading: JobState = {
  id: 1 as JobState["id"],
  kind: "scan",
  phase: "reading",
  outcome: "running",
  done: 12_304,
  total: 80_211,
  perSecond: 34,
  secondsLeft: 1980,
  message: null,
};

function record(isTTY: boolean, columns = 100) {
  const written: string[] = [];
  let now = 0;
  const progress = createProgress({ isTTY, columns, write: (text) => written.push(text) }, () => now);
  return { written, progress, wait: (ms: number) => (now += ms) };
}

test("a terminal gets one bar that is drawn over and taken off", () => {
  const { written, progress } = record(true);
  progress.show(reading);
  progress.show({ ...reading, done: 12_310 });
  progress.show({ ...reading, outcome: "done", phase: "ended" });
  assert.equal(written.length, 3);
  assert.equal(written[0], `\r\u001b[2K[####${".".repeat(20)}] reading 12,304 of 80,211, 34 a second, 33 min left`);
  assert.equal(written[2], "\r\u001b[2K");
});

test("a narrow terminal's bar never wraps", () => {
  const { written, progress } = record(true, 30);
  progress.show(reading);
  assert.equal(written[0]?.length, "\r\u001b[2K".length + 29);
});

test("elsewhere a line comes with each phase and every five seconds, without any escape", () => {
  const { written, progress, wait } = record(false);
  progress.show({ ...reading, phase: "walking", total: null, done: 3, perSecond: 0, secondsLeft: null });
  progress.show(reading);
  wait(4999);
  progress.show(reading);
  wait(1);
  progress.show(reading);
  progress.clear();
  const line = "reading 12,304 of 80,211, 34 a second, 33 min left\n";
  assert.deepEqual(written, ["walking 3\n", line, line]);
});

/** Ctrl-C: once to stop, twice to stop at once, and one press counts once however often it arrives. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { createInterrupt } from "../../electron/hosts/interrupt.ts";

test("the first press asks, its echo is nothing, the second one ends", () => {
  let now = 1000;
  const exits: number[] = [];
  const source = Object.assign(new EventEmitter(), { exit: (status: number) => exits.push(status) });
  const signal = createInterrupt(source, () => now);
  assert(!signal.aborted);
  source.emit("SIGINT");
  assert(signal.aborted);
  assert.match(String(signal.reason), /Stopped/);
  now += 300;
  source.emit("SIGINT");
  assert.deepEqual(exits, []);
  now += 300;
  source.emit("SIGINT");
  assert.deepEqual(exits, [1]);
});

test("being told to end by the system asks too", () => {
  for (const name of ["SIGTERM", "SIGHUP"]) {
    const source = Object.assign(new EventEmitter(), { exit() {} });
    const signal = createInterrupt(source);
    source.emit(name);
    assert(signal.aborted, name);
  }
});

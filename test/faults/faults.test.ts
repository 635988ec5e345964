/** Thousands of seeded lives with full disks, refusals, other volumes, files changed or replaced, taken places and sudden ends: nothing is lost. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createStore } from "../../electron/engine/store/store.ts";
import { randomRun } from "./random-run.ts";
import { volumes } from "./world.ts";

const runs = Number(process.env.LIKENESS_FAULT_RUNS ?? 1500);
const firstSeed = Number(process.env.LIKENESS_FAULT_SEED ?? 1);

function temporaryJournal(context: TestContext) {
  const folder = mkdtempSync(join(volumes[0]!, "likeness-faults-library-"));
  const store = createStore({ folder });
  context.after(() => {
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  return store.journal;
}

test("nothing is lost, whatever goes wrong", { timeout: 600_000 }, async (context) => {
  const journal = temporaryJournal(context);
  const began = performance.now();
  const kinds = new Set<string>();
  let struck = 0;
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const outcome = await randomRun(seed, journal);
    assert.deepEqual(outcome.problems, [], `seed ${seed}: ${outcome.kind}`);
    kinds.add(outcome.kind);
    if (outcome.struck) struck += 1;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  context.diagnostic(`${runs} of ${runs} seeded runs survived, the fault came to pass in ${struck}, ${kinds.size} kinds; ${seconds} s`);
  assert.ok(struck > runs / 3, `only ${struck} faults came to pass`);
});

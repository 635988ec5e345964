/** What a run writes is read back by TensorBoard itself, where Python has it; with CI set it is installed. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createEventFile } from "../../../native-models/tracking/event-file.ts";

const reader = fileURLToPath(new URL("./read-with-tensorboard.py", import.meta.url));
const environment = join(tmpdir(), "likeness-tensorboard");
const installTimeoutMs = 300_000;

function hasTensorBoard(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import tensorboard.backend.event_processing.event_accumulator"], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

/** A Python that has TensorBoard, or null. Only CI downloads anything. */
function findPython(): string | null {
  const own = join(environment, "bin/python");
  const found = [own, "python3"].find((python) => (python === "python3" || existsSync(python)) && hasTensorBoard(python));
  if (found || !process.env.CI) return found ?? null;
  execFileSync("python3", ["-m", "venv", environment], { stdio: "inherit", timeout: 60_000 });
  execFileSync(own, ["-m", "pip", "install", "--quiet", "tensorboard==2.21.0"], { stdio: "inherit", timeout: installTimeoutMs });
  return own;
}

const python = findPython();
const folder = mkdtempSync(join(tmpdir(), "likeness-events-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const lacking = python ? false : "Python has no TensorBoard here: pip install tensorboard";

test("TensorBoard reads the curves, texts and hyperparameters", { skip: lacking }, () => {
  const now = (): number => 1_700_000_000_500;
  const tracker = createEventFile(folder, now);
  tracker.parameters({ loss: "triplet", margin: 0.25, frozen: true, headWidth: 256 });
  for (let step = 0; step < 5; step += 1) tracker.scalars(step, { "loss/triplet": 1 / 2 ** step, "learning rate": step / 4 });
  tracker.text(2, "note", "| a | b |\n|---|---|");
  tracker.close("finished");
  const output = execFileSync(python!, [reader, folder], { encoding: "utf8", timeout: 60_000, stdio: ["ignore", "pipe", "inherit"] });
  assert.deepEqual(JSON.parse(output.trim().split("\n").at(-1)!), {
    scalars: {
      "loss/triplet": [0, 1, 2, 3, 4].map((step) => [step, 1 / 2 ** step]),
      "learning rate": [0, 1, 2, 3, 4].map((step) => [step, step / 4]),
    },
    texts: { note: [[2, "| a | b |\n|---|---|"]] },
    parameters: { loss: "triplet", margin: 0.25, frozen: true, headWidth: 256 },
    status: 1,
    startSeconds: 1_700_000_000.5,
  });
});

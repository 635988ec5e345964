/** The folder of a run comes in, a tracker goes out that writes what TensorBoard reads: curves, texts and hyperparameters. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { openToAppend } from "./append.ts";
import { endEvent, parametersEvent, scalarsEvent, textEvent, versionEvent } from "./event.ts";
import { toRecord } from "./record.ts";
import type { Tracker } from "./tracker.ts";

/**
 * A run that goes on after a crash begins another file in the same folder, which TensorBoard reads as one run.
 * `tensorboard --logdir` takes the folder above, where each run has a folder of its own.
 * @param now milliseconds since 1970.
 */
export function createEventFile(folder: string, now: () => number = Date.now): Tracker {
  const moment = (step = 0): { seconds: number; step: number } => ({ seconds: now() / 1000, step });
  // TensorBoard reads the files of a folder in the order of their names.
  const begun = Math.floor(now() / 1000);
  const file = openToAppend(join(folder, `events.out.tfevents.${begun}.${hostname()}.${randomUUID()}`));
  const write = (event: Uint8Array): void => file.add(toRecord(event));
  write(versionEvent(moment()));
  return {
    parameters: (values) => write(parametersEvent(moment(), values)),
    scalars: (step, values) => write(scalarsEvent(moment(step), values)),
    text: (step, name, text) => write(textEvent(moment(step), name, text)),
    close(status) {
      write(endEvent(moment(), status));
      file.close();
    },
  };
}

/** Long work of learning comes in as a call; its progress is shown, with the latest held-out figure, and its result goes out. */
import type { LearningEventTypes } from "../../contract/learning.ts";
import type { Engine, JobState } from "../../contract.ts";
import type { Terminal } from "../terminal.ts";

export async function followTraining<Result>(engine: Engine, terminal: Terminal, work: () => Promise<Result>): Promise<Result> {
  const show = (state: JobState): void => terminal.progress.show(state);
  const tell = ({ points }: LearningEventTypes["training"]): void => {
    for (const { curve, step, value } of points) {
      if (!curve.endsWith("/average-precision")) continue;
      terminal.progress.clear();
      terminal.say(`step ${step}: held-out average precision ${(100 * value).toFixed(2)} %`);
    }
  };
  const stops = [engine.on("job", show), engine.on("training", tell)];
  try {
    return await work();
  } finally {
    terminal.progress.clear();
    for (const stop of stops) stop();
  }
}

/** likeness train example cifar10 FOLDER: the textbook example of metric learning, from nothing, with any of the losses. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import { pathValue, wholeNumberValue } from "./values.ts";

interface Options {
  readonly loss: string;
  readonly steps: number;
  readonly seed: number;
  readonly log?: string;
}

/** Takes no library, so no engine is opened for it. */
export function addTrainExample(train: Command, terminal: Terminal, wantsJson: () => boolean): void {
  train
    .command("example")
    .description("Trains a small network from nothing on pictures by class, and says how well it tells pictures apart that it never saw.")
    .argument("<name>", 'the example: "cifar10", pictures of 32 x 32', (name) => name)
    .argument("<folder>", 'a folder, or a .tar, of pictures for each class; or "train" and "test" with such inside', pathValue)
    .option("--loss <name>", "what to learn by; an unknown name lists them", "normalised softmax")
    .option("--steps <n>", "batches to learn from, 120 pictures each", wholeNumberValue(1, 1_000_000), 2500)
    .option("--seed <n>", "the same seed gives the same run", wholeNumberValue(1, 1_000_000), 1)
    .option("--log <folder>", "curves for TensorBoard, and as JSON lines", pathValue)
    .action(async (name: string, folder: string, { loss, steps, seed, log }: Options, command: Command) => {
      if (name !== "cifar10") command.error(`error: there is no example "${name}"; there is "cifar10"`);
      // Here, so that no other command loads TensorFlow.js.
      const { exampleLosses, trainExample } = await import("../../engine/train-example.ts");
      const known = exampleLosses.find((one) => one === loss);
      if (!known) command.error(`error: there is no loss "${loss}"; there are: ${exampleLosses.join(", ")}`);
      const beganAtMs = Date.now();
      const report = await trainExample({
        folder,
        loss: known,
        steps,
        seed,
        ...(log !== undefined && { log }),
        signal: terminal.signal,
        onStep(done, total) {
          const seconds = (Date.now() - beganAtMs) / 1000;
          const perSecond = done / seconds;
          terminal.progress.show({
            phase: "training",
            outcome: "running",
            done,
            total,
            perSecond,
            secondsLeft: (total - done) / perSecond,
          });
        },
      });
      if (wantsJson()) return terminal.printJson(report);
      const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
      await terminal.print(
        [
          `${report.pictures} pictures of ${report.classes.length} classes learned in ${report.trainingSeconds.toFixed(0)} s, ${report.steps} steps of ${loss}`,
          `Of ${report.testPictures} others, ${share(report.neighbourAccuracy)} are named rightly by their 20 nearest, ${share(report.recallAt1)} have one of their own nearest.`,
        ].join("\n"),
      );
    });
}

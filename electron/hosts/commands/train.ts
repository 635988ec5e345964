/** likeness train base|library|search|runs|use|show|forget: the embedder learned anew, on folders or on this library; which runs there are, and which is in use. */
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type AdaptationMode,
  adaptationModes,
  type BaseTrainingRequest,
  type RunId,
  type TrainingOptions,
} from "../../contract/learning.ts";
import type { FilePath } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import type { Terminal } from "../terminal.ts";
import { counted, shownDuration } from "../words.ts";
import { followTraining } from "./follow-training.ts";
import { shownBase, shownRun, shownRuns } from "./shown-runs.ts";
import { addTrainExample } from "./train-example.ts";
import { pathValue, pathValues, wholeNumberValue } from "./values.ts";

const whenStopped = "The last checkpoint is kept; likeness train library --resume goes on from there.";

export function addTrain(program: Command, run: RunWork, terminal: Terminal): void {
  const train = program
    .command("train")
    .description(
      "Teaches the embedder on photos: finds edited copies better afterwards. Runs are held against held-out photos, and only better ones are used.",
    );

  learned(train.command("library"))
    .description(
      "Learns from the scanned library: copies that it makes itself, bursts, and your answers. Keeps the new embedder only if it is better.",
    )
    .option("--resume", "go on with the training that was interrupted last")
    .action((options: Learned & { resume?: boolean }) =>
      run(
        async ({ engine, terminal, json }) => {
          const { resume = false, ...chosen } = options;
          const request: TrainingOptions | { resume: true } = resume ? { resume: true } : trainingOptions(chosen);
          const ended = await followTraining(engine, terminal, () => engine.startTraining(request));
          await (json ? terminal.printJson(ended) : terminal.print(shownRun(ended)));
        },
        { whenStopped },
      ),
    );

  learned(train.command("search"))
    .description(
      "Tries many losses, learning rates, temperatures, margins, samplers and widths shortly, the better ones longer, and trains the best.",
    )
    .option("--trials <count>", "settings tried; 27 where none is given", wholeNumberValue(3, 200))
    .action((options: Learned & { trials?: number }) =>
      run(
        async ({ engine, terminal, json }) => {
          const { trials, ...chosen } = options;
          const request = { ...trainingOptions(chosen), ...(trials === undefined ? {} : { trials }) };
          const ended = await followTraining(engine, terminal, () => engine.searchTraining(request));
          await (json ? terminal.printJson(ended) : terminal.print(shownRun(ended)));
        },
        { whenStopped },
      ),
    );

  train
    .command("base")
    .description("Trains base weights on folders of photos, which need no library: writes weights, their card and a log into a folder.")
    .argument("<folder...>", "folders of photos", pathValues)
    .requiredOption("--out <folder>", "where the weights go; a training that was interrupted there is gone on with", pathValue)
    .addOption(modeOption("last-blocks"))
    .option("--alike <file>", "CSV with a header and two paths a line: pairs that are never used as strangers", pathValue)
    .option(
      "--hold-out <rule>",
      "even, odd (by the SHA-256 of the name), or a share from 0.05 to 0.5; 0.2 where none is given",
      heldOutValue,
    )
    .option("--steps <count>", "training steps", wholeNumberValue(1, 1_000_000))
    .option("--minutes <count>", "ends after so long at the latest", numberValue(0.1, 1e5))
    .option("--learning-rate <rate>", "of the optimizer", numberValue(1e-7, 1))
    .option("--strength <number>", "of the copies made, 0 to 2", numberValue(0, 2))
    .option("--distillation <number>", "how much old similarities are held to, 0 to 10", numberValue(0, 10))
    .option("--seed <number>", "", wholeNumberValue(0, 2 ** 31))
    .action((folders: readonly FilePath[], options: Omit<BaseTrainingRequest, "folders">) =>
      run(
        async ({ engine, terminal, json }) => {
          const report = await followTraining(engine, terminal, () => engine.trainBase({ folders, ...options }));
          await (json ? terminal.printJson(report) : terminal.print(shownBase(report)));
        },
        { whenStopped: "The last checkpoint is kept; the same command goes on from there." },
      ),
    );

  addTrainExample(train, terminal, () => program.opts<{ json?: boolean }>().json ?? false);

  train
    .command("runs")
    .description("Every training of this library, the newest first, with its figures.")
    .action(() =>
      run(async ({ engine, terminal, json }) => {
        const runs = await engine.trainingRuns({});
        if (json) return terminal.printJson(runs);
        if (runs.length === 0) return terminal.say("Nothing was trained on this library yet: likeness train library");
        return terminal.print(shownRuns(runs));
      }),
    );

  train
    .command("show")
    .description("One training: figures before and after, by edit, and what it was made with.")
    .argument("<run>", "its number in likeness train runs", wholeNumberValue(1, 2 ** 31))
    .action((id: number) =>
      run(async ({ engine, terminal, json }) => {
        const detail = await engine.trainingRun({ id: id as RunId });
        await (json ? terminal.printJson(detail) : terminal.print(shownRun(detail)));
      }),
    );

  train
    .command("use")
    .description("Puts the embedder of a training into use, or the one that came with the program.")
    .argument("<run>", "its number, or shipped", runValue)
    .action((wanted: RunId | null) =>
      run(async ({ engine, terminal, json }) => {
        const report = await followTraining(engine, terminal, () => engine.useRun({ run: wanted }));
        if (json) return terminal.printJson(report);
        const which = report.inUse === null ? "The shipped embedder" : `The embedder of training ${report.inUse}`;
        const made = `${counted(report.photos, "photo")} described anew, ${counted(report.decoded, "photo")} of them decoded again`;
        return terminal.print(`${which} is in use: ${made}, ${shownDuration(report.seconds)}.`);
      }),
    );

  train
    .command("forget")
    .description("Takes a training away: its weights, its curves, its log.")
    .argument("<run>", "its number", wholeNumberValue(1, 2 ** 31))
    .action((id: number) =>
      run(async ({ engine, terminal, json }) => {
        await engine.forgetRun({ id: id as RunId });
        await (json ? terminal.printJson({ forgotten: id }) : terminal.print(`Training ${id} is gone.`));
      }),
    );
}

type Learned = Omit<TrainingOptions, "mode"> & { readonly mode: AdaptationMode };

function learned(command: Command): Command {
  return command
    .addOption(modeOption("head"))
    .option("--epochs <count>", "passes over the photos", numberValue(0.1, 1000))
    .option("--strength <number>", "of the copies made, 0 to 2", numberValue(0, 2))
    .option("--learning-rate <rate>", "of the optimizer", numberValue(1e-7, 1))
    .option("--distillation <number>", "how much old similarities are held to, 0 to 10; 1 where none is given", numberValue(0, 10))
    .option("--photos <count>", "at most so many, drawn by the seed", wholeNumberValue(1, 1e9))
    .option("--seed <number>", "the same seed gives the same run", wholeNumberValue(0, 2 ** 31));
}

function modeOption(usual: AdaptationMode): Option {
  return new Option("--mode <mode>", "what of the embedder changes; after head alone no photo is decoded again")
    .choices([...adaptationModes])
    .default(usual);
}

const trainingOptions = (options: Learned): TrainingOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as TrainingOptions;

function numberValue(least: number, most: number): (word: string) => number {
  return (word) => {
    const value = Number(word);
    if (word.trim() === "" || !(value >= least && value <= most))
      throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
    return value;
  };
}

function heldOutValue(word: string): "even" | "odd" | number {
  if (word === "even" || word === "odd") return word;
  return numberValue(0.05, 0.5)(word);
}

function runValue(word: string): RunId | null {
  return word === "shipped" ? null : (wholeNumberValue(1, 2 ** 31)(word) as RunId);
}

/** Words from the command line come in; a command runs on an engine, and its exit status goes out: 0, 1 (error) or 2 (usage). */
import { resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { type Engine, type FilePath, LikenessError } from "../contract.ts";
import { addAnswers } from "./commands/answers.ts";
import { addOrder, addPlaces, addScenes, addTimeline } from "./commands/browsing.ts";
import { addCheck } from "./commands/check.ts";
import { addClassify } from "./commands/classify.ts";
import { addClean } from "./commands/clean.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEmbed } from "./commands/embed.ts";
import { addEmpty } from "./commands/empty.ts";
import { addEvaluate } from "./commands/evaluate.ts";
import { addExport } from "./commands/export.ts";
import { addFaces } from "./commands/faces.ts";
import { addFolders } from "./commands/folders.ts";
import { addGroups } from "./commands/groups.ts";
import { addJournal } from "./commands/journal.ts";
import { addAlike, addDates, addMore } from "./commands/more.ts";
import { addName } from "./commands/name.ts";
import { addPairs } from "./commands/pairs.ts";
import { addPeople } from "./commands/people.ts";
import { addPerson } from "./commands/person.ts";
import { addPlan } from "./commands/plan.ts";
import { addScan } from "./commands/scan.ts";
import { addServe } from "./commands/serve.ts";
import { addSimilar } from "./commands/similar.ts";
import { addTrain } from "./commands/train.ts";
import { addUndo } from "./commands/undo.ts";
import { defaultLibraryFolder } from "./library-folder.ts";
import { ReaderGone, type Terminal } from "./terminal.ts";
import { shownPath } from "./words.ts";

/** What a command does with an open engine. */
export type Work = (session: { readonly engine: Engine; readonly terminal: Terminal; readonly json: boolean }) => Promise<void>;
export interface RunOptions {
  /** Being stopped is how this work ends, not an interruption. */
  readonly endsWhenStopped?: boolean;
  /** What holds after an interruption. */
  readonly whenStopped?: string;
}
export type RunWork = (work: Work, options?: RunOptions) => Promise<void>;

export interface ProgramOptions {
  readonly version: string;
  readonly terminal: Terminal;
  readonly openEngine: (libraryFolder: FilePath) => Promise<Engine>;
}

export const exitStatus = { done: 0, error: 1, usage: 2 } as const;

/** `words` without the program's own name. */
export async function runProgram(words: readonly string[], { version, terminal, openEngine }: ProgramOptions): Promise<number> {
  const texts: Promise<void>[] = [];
  const program = new Command("likeness")
    .description(
      "Finds the photos in your folders that are the same or nearly the same, and moves out of the way what you say, undoably. Nothing leaves this computer.",
    )
    .version(version)
    .addOption(
      new Option("--library <dir>", "folder of the library").env("LIKENESS_LIBRARY").default(defaultLibraryFolder(), "the system's place"),
    )
    .option("--json", "results as JSON")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void texts.push(terminal.print(text.trimEnd())),
      writeErr: (text) => terminal.say(text.trimEnd()),
    })
    .exitOverride();

  const run: RunWork = async (work, { endsWhenStopped = false, whenStopped = scanGoesOn } = {}) => {
    const { library, json = false } = program.opts<{ library: FilePath; json?: boolean }>();
    const engine = await openEngine(resolve(library));
    try {
      terminal.signal.throwIfAborted();
      const working = work({ engine, terminal, json });
      await (endsWhenStopped ? working : Promise.race([working, interruption(terminal, whenStopped)]));
    } finally {
      await engine.close();
    }
  };
  const finding = [addScan, addGroups, addPairs, addSimilar, addFolders, addCheck];
  const browsing = [addMore, addAlike, addScenes, addOrder, addTimeline, addPlaces, addDates];
  const naming = [addPeople, addPerson, addFaces, addName];
  const deciding = [addAnswers, addPlan, addClean, addUndo, addJournal, addEmpty, addExport];
  const learning = [addTrain, addEvaluate, addClassify];
  for (const add of [...finding, ...browsing, ...naming, ...deciding, ...learning, addEmbed, addServe, addDoctor])
    add(program, run, terminal);
  for (const command of program.commands) command.copyInheritedSettings(program);

  try {
    await program.parseAsync(words, { from: "user" });
    return exitStatus.done;
  } catch (error) {
    await Promise.all(texts).catch(() => undefined);
    return explain(error, terminal);
  }
}

const scanGoesOn = "What was done so far is kept; the next scan goes on from there.";

/** Fails once the person asks to stop; closing the engine then ends its jobs after the photos in hand. */
function interruption({ signal, say }: Terminal, whenStopped: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      say("Stopping after what is in hand. Press Ctrl-C again to stop at once.");
      reject(new LikenessError("cancelled", `Stopped. ${whenStopped}`));
    });
  });
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof ReaderGone) return exitStatus.done;
  // commander has already said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  if (!(error instanceof LikenessError)) {
    terminal.say(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return exitStatus.error;
  }
  terminal.say(error.code === "cancelled" ? shownPath(error.message) : `error: ${shownPath(error.message)}`);
  return error.code === "usage" ? exitStatus.usage : exitStatus.error;
}

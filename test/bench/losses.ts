/**
 * Folders of pictures by class come in, a table goes out: every loss on the same small network, with the same steps, over several seeds.
 * node test/bench/losses.ts --data ../shared/data/cifar10 --steps 240 --seeds 3 [--losses "triplet,ArcFace"] [--references 6000] [--log FILE]
 * What a log already holds is not run again.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLabelledPictures } from "../../electron/engine/media/labelled-pictures.ts";
import { type ExampleFigures, learnPictures } from "../../native-models/examples/learn-pictures.ts";
import { type ExampleLoss, exampleLosses, isExampleLoss } from "../../native-models/examples/objectives.ts";
import { useBackend } from "../../native-models/tensorflow.ts";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/data/cifar10" },
    steps: { type: "string", default: "240" },
    seeds: { type: "string", default: "3" },
    losses: { type: "string", default: exampleLosses.join(";") },
    references: { type: "string", default: "6000" },
    log: { type: "string" },
  },
});

interface Run extends ExampleFigures {
  readonly loss: string;
  readonly seed: number;
  readonly planned: number;
  /** Of all threads, with the evaluation: other work on the machine does not change it much. */
  readonly processorSeconds: number;
}

const [steps, seeds, references] = [Number(options.steps), Number(options.seeds), Number(options.references)];
const losses = options.losses.split(";").filter(isExampleLoss);
const known: Run[] =
  options.log && existsSync(options.log)
    ? readFileSync(options.log, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];

await useBackend("tensorflow");
const [training, test] = [
  await readLabelledPictures(join(options.data, "train"), 32),
  await readLabelledPictures(join(options.data, "test"), 32),
];
console.log(
  `${training.labels.length} pictures to learn from, ${test.labels.length} to try on, ${steps} steps, ${availableParallelism()} cores`,
);

const runs: Run[] = [];
for (let seed = 1; seed <= seeds; seed += 1)
  for (const loss of losses) {
    const before = known.find((run) => run.loss === loss && run.seed === seed && run.planned === steps);
    const run = before ?? (await runOnce(loss, seed));
    runs.push(run);
    if (options.log && !before) appendFileSync(options.log, `${JSON.stringify(run)}\n`);
    if (!before)
      console.log(
        `${loss}, seed ${seed}: ${run.neighbourAccuracy.toFixed(3)} in ${run.trainingSeconds.toFixed(0)} s, ${run.processorSeconds.toFixed(0)} s of processors`,
      );
  }

console.log("\n| loss | recall@1 | 20 neighbours | processor s |\n|---|---|---|---|");
for (const loss of losses) {
  const own = runs.filter((run) => run.loss === loss);
  console.log(
    `| ${loss} | ${spread(own.map((run) => run.recallAt1))} | ${spread(own.map((run) => run.neighbourAccuracy))} | ${mean(own.map((run) => run.processorSeconds)).toFixed(0)} |`,
  );
}

async function runOnce(loss: ExampleLoss, seed: number): Promise<Run> {
  const from = process.cpuUsage();
  const figures = await learnPictures({ training, test, loss, steps, seed, references });
  const { user, system } = process.cpuUsage(from);
  return { loss, seed, planned: steps, ...figures, processorSeconds: (user + system) / 1e6 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean and the standard deviation of the seeds. */
function spread(values: readonly number[]): string {
  const middle = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) * (values.length / Math.max(1, values.length - 1)));
  return `${middle.toFixed(3)} ± ${deviation.toFixed(3)}`;
}

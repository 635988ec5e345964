/** likeness pairs: every matching pair that the engine knows, one JSON object a line, best first. */
import type { Command } from "commander";
import type { RunWork } from "../program.ts";
import { probabilityValue } from "./values.ts";

const pairsInOneWrite = 1000;

export function addPairs(program: Command, run: RunWork): void {
  program
    .command("pairs")
    .description("Prints every matching pair as one JSON object a line {a, b, relation, probability}, best first.")
    .option("--min-probability <p>", "leave out pairs less probable than this, 0 to 1", probabilityValue, 0)
    .action(({ minProbability }: { minProbability: number }) =>
      run(async ({ engine, terminal }) => {
        const pairs = await engine.pairs({ minProbability });
        for (let start = 0; start < pairs.length; start += pairsInOneWrite) {
          const lines = pairs
            .slice(start, start + pairsInOneWrite)
            .map(({ a, b, relation, probability }) => ({ a, b, relation, probability }));
          await terminal.print(lines.map((line) => JSON.stringify(line)).join("\n"));
        }
      }),
    );
}

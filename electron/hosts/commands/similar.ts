/** likeness similar PHOTO: the nearest photos of the library, whether the photo is in it or not. */
import type { Command } from "commander";
import type { FilePath } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { shownPath, shownShare, table } from "../words.ts";
import { pathValue, wholeNumberValue } from "./values.ts";

export function addSimilar(program: Command, run: RunWork): void {
  program
    .command("similar")
    .description("Shows the photos of the library that are nearest to a photo, which need not be in the library itself.")
    .argument("<photo>", "a photo's file", pathValue)
    .option("--count <k>", "how many", wholeNumberValue(1, 10_000), 10)
    .action((photo: FilePath, { count }: { count: number }) =>
      run(async ({ engine, terminal, json }) => {
        const photos = await engine.similar({ photo, count });
        if (json) return terminal.printJson(photos);
        const rows = photos.map(({ path, relation, probability, distance }) => [
          shownShare(probability),
          distance.toFixed(3),
          relation,
          shownPath(path),
        ]);
        if (rows.length === 0) return terminal.say("The library has no photo to compare with.");
        await terminal.print(table([["probability", "distance", "relation", "photo"], ...rows]));
      }),
    );
}

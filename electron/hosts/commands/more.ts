/** likeness more, alike, dates: from one photo or folder to others, and what copies tell of dates. */
import { type Command, Option } from "commander";
import { type Likeness, likenesses, type MorePhoto } from "../../contract/browsing.ts";
import type { FilePath } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownPath, shownShare, shownTime, table } from "../words.ts";
import { pathValue, wholeNumberValue } from "./values.ts";

export function addMore(program: Command, run: RunWork): void {
  program
    .command("more")
    .description("Shows more like a photo: its copies, what was taken around it, or what looks like it. It need not be in the library.")
    .argument("<photo>", "a photo's file", pathValue)
    .addOption(new Option("--by <likeness>", "copy, moment or scene").choices(likenesses).default("scene"))
    .option("--count <k>", "how many", wholeNumberValue(1, 10_000), 20)
    .action((photo: FilePath, { by, count }: { by: Likeness; count: number }) =>
      run(async ({ engine, terminal, json }) => {
        const photos = await engine.more({ photo, by, count });
        if (json) return terminal.printJson(photos);
        if (photos.length === 0) return terminal.say(noneOf[by]);
        await terminal.print(table([[by === "moment" ? "seconds" : "distance", "relation", "photo"], ...photos.map(shownMore)]));
      }),
    );
}

export function addAlike(program: Command, run: RunWork): void {
  program
    .command("alike")
    .description("Shows the folders whose photos show what those of a folder show, whether they have a photo in common or not.")
    .argument("<folder>", "a folder of the library", pathValue)
    .option("--count <k>", "how many", wholeNumberValue(1, 10_000), 10)
    .action((folder: FilePath, { count }: { count: number }) =>
      run(async ({ engine, terminal, json }) => {
        const folders = await engine.foldersAlike({ folder, count });
        if (json)
          return terminal.printJson(folders.map(({ examples, ...rest }) => ({ ...rest, examples: examples.map(({ path }) => path) })));
        if (folders.length === 0) return terminal.say("There is no other folder to compare with.");
        const rows = folders.map((other) => [
          other.distance.toFixed(3),
          shownCount(other.photos),
          shownCount(other.shared),
          shownPath(other.folder),
        ]);
        await terminal.print(table([["distance", "photos", "in common", "folder"], ...rows]));
      }),
    );
}

export function addDates(program: Command, run: RunWork): void {
  program
    .command("dates")
    .description("Shows photos without a date of which a copy has one. Nothing is written without --write.")
    .argument("[folder]", "a folder; without one, the whole library", pathValue)
    .option("--write", "writes those dates into XMP side files beside the photos; undo takes them away")
    .action((folder: FilePath | undefined, { write = false }: { write?: boolean }) =>
      run(async ({ engine, terminal, json }) => {
        const guesses = await engine.guessedDates(folder === undefined ? {} : { folder });
        if (write && guesses.length > 0) {
          const receipt = await engine.writeDates({ photos: guesses.map(({ photo }) => photo.id) });
          if (json) return terminal.printJson(receipt);
          for (const { path, reason } of receipt.failed) terminal.say(`${shownPath(path)}: ${reason}`);
          return terminal.print(receipt.text);
        }
        if (json) return terminal.printJson(guesses.map(({ photo, from, ...rest }) => ({ photo: photo.path, from: from.path, ...rest })));
        if (guesses.length === 0) return terminal.say("No photo without a date has a copy with one.");
        const rows = guesses.map((guess) => [
          shownTime(guess.takenAtMs),
          shownShare(guess.probability),
          guess.relation,
          shownPath(guess.photo.path),
          shownPath(guess.from.path),
        ]);
        await terminal.print(table([["taken", "probability", "relation", "photo", "date from"], ...rows]));
      }),
    );
}

const noneOf: Readonly<Record<Likeness, string>> = {
  copy: "The library has no copy of it.",
  moment: "Nothing in the library was taken around it.",
  scene: "The library has no photo to compare with.",
};

function shownMore({ distance, relation, probability, path, folded }: MorePhoto): string[] {
  const told = relation === null ? "" : `${relation} ${shownShare(probability)}`;
  return [
    distance === null ? "" : distance.toFixed(3),
    told,
    `${shownPath(path)}${folded === 0 ? "" : ` (+ ${counted(folded, "version")})`}`,
  ];
}

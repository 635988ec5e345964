/** What a kept photo and those that went say of themselves come in; what the kept one gains, and from which, goes out. Pure. */
import type { FilePath, MergedField } from "../../contract.ts";
import type { Description } from "../photo.ts";

export interface Giver {
  readonly path: FilePath;
  readonly description: Description;
  /** Of the same picture; false for another exposure, whose rating and time are its own. */
  readonly isCopy: boolean;
}

export interface Gain {
  /** Only what is to be added; keywords as the person wrote them. */
  readonly gained: Description;
  readonly fields: readonly MergedField[];
}

export const nothing: Description = { rating: null, keywords: [], title: null, description: null, place: null, taken: null };

/** What several places say of one photo, the first before the next; keywords of all. */
export function combine(descriptions: readonly Description[]): Description {
  const first = <Key extends keyof Description>(key: Key): Description[Key] | null =>
    descriptions.map((one) => one[key]).find((value) => value !== null) ?? null;
  return {
    ...{ rating: first("rating"), title: first("title"), description: first("description"), place: first("place"), taken: first("taken") },
    keywords: distinct(descriptions.flatMap(({ keywords }) => keywords)),
  };
}

/**
 * What the kept photo says is never changed. It gains every keyword that it lacks, the highest rating (a rejection is none),
 * and the first title, description, place and time among the givers in their order.
 */
export function gainOf(kept: Description, givers: readonly Giver[]): Gain {
  const fields: MergedField[] = [];
  function take<Value>(
    field: MergedField["field"],
    has: unknown,
    found: readonly (readonly [Value, FilePath])[],
    shown: (value: Value) => string,
  ) {
    const [one] = has === null ? found : [];
    if (!one) return null;
    const [value, from] = one;
    fields.push({ field, value: shown(value), from });
    return value;
  }
  const found = <Value>(valueIn: (giver: Giver) => Value | null) =>
    givers.flatMap((giver) => {
      const value = valueIn(giver);
      return value === null ? [] : [[value, giver.path] as const];
    });
  const plain = (text: string): string => text;

  const ratings = found(({ isCopy, description: { rating } }) => (isCopy && rating !== null && rating > 0 ? rating : null));
  const rating = take(
    "rating",
    kept.rating,
    ratings.toSorted(([one], [other]) => other - one),
    String,
  );
  const keywords = distinct([...kept.keywords, ...givers.flatMap(({ description }) => description.keywords)]).slice(
    distinct(kept.keywords).length,
  );
  for (const value of keywords) {
    const from = givers.find(({ description }) => description.keywords.some((one) => keyOf(one) === keyOf(value)));
    if (from) fields.push({ field: "keyword", value, from: from.path });
  }
  const title = take(
    "title",
    kept.title,
    found(({ description }) => description.title),
    plain,
  );
  const description = take(
    "description",
    kept.description,
    found((giver) => giver.description.description),
    plain,
  );
  const place = take(
    "place",
    kept.place,
    found((giver) => giver.description.place),
    ({ latitude, longitude }) => [latitude, longitude].map((degrees) => String(Number(degrees.toFixed(5)))).join(", "),
  );
  const taken = take(
    "taken",
    kept.taken,
    found((giver) => (giver.isCopy ? giver.description.taken : null)),
    plain,
  );
  return { gained: { rating, keywords, title, description, place, taken }, fields };
}

/** The keywords that a side file with `held` must gain so that it holds all of `wanted`. */
export function lacking(held: readonly string[], wanted: readonly string[]): string[] {
  return distinct([...held, ...wanted]).slice(distinct(held).length);
}

/** As first written; letters in another case or composed otherwise make no other word. */
function distinct(keywords: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const keyword of keywords) if (keyOf(keyword) !== "" && !known.has(keyOf(keyword))) known.set(keyOf(keyword), keyword.trim());
  return [...known.values()];
}

const keyOf = (keyword: string): string => keyword.normalize("NFC").trim().toLowerCase();

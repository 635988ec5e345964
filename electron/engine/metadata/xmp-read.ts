/** The text of an XMP packet or side file comes in; what it says of the photo goes out. */
import type { Place } from "../../contract.ts";
import type { Description } from "../photo.ts";
import { itemsOf, namespaces, parseXmp, propertyElements, simpleValue, type XmpDocument } from "./xmp-document.ts";

/** null for what cannot be read as XMP. */
export function readXmp(text: string): Description | null {
  const xmp = parseXmp(text);
  return xmp && describe(xmp);
}

export function describe(xmp: XmpDocument): Description {
  return {
    rating: ratingOf(simpleValue(xmp, "xmp", "Rating")),
    keywords: propertyElements(xmp, "dc", "subject").flatMap(itemsOf).flatMap(textOf),
    title: inAnyLanguage(xmp, "title"),
    description: inAnyLanguage(xmp, "description"),
    place: placeOf(xmp),
    taken: [simpleValue(xmp, "exif", "DateTimeOriginal"), simpleValue(xmp, "photoshop", "DateCreated")].map(timeOf).find(Boolean) ?? null,
  };
}

const textOf = (item: { readonly textContent: string | null }): string[] => {
  const text = item.textContent?.trim() ?? "";
  return text === "" ? [] : [text];
};

/** 0 is no rating. */
function ratingOf(text: string | null): number | null {
  const rating = text === null ? 0 : Math.round(Number(text));
  return rating === -1 || (rating >= 1 && rating <= 5) ? rating : null;
}

function inAnyLanguage(xmp: XmpDocument, name: string): string | null {
  const items = propertyElements(xmp, "dc", name).flatMap(itemsOf);
  const usual = items.filter((item) => item.getAttributeNS(namespaces.xml, "lang") === "x-default");
  return [...usual, ...items].flatMap(textOf)[0] ?? null;
}

function placeOf(xmp: XmpDocument): Place | null {
  const latitude = degreesOf(simpleValue(xmp, "exif", "GPSLatitude"), "NS", 90);
  const longitude = degreesOf(simpleValue(xmp, "exif", "GPSLongitude"), "EW", 180);
  if (latitude === null || longitude === null) return null;
  // Receivers without a fix write zeros.
  return latitude === 0 && longitude === 0 ? null : { latitude, longitude };
}

/** "47,22.5N" or "47,22,30N" (XMP Specification Part 2, 2.6: GPSCoordinate). */
function degreesOf(text: string | null, directions: string, most: number): number | null {
  const found = /^(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])$/.exec(text ?? "");
  if (!found || !directions.includes(found[4] ?? "-")) return null;
  const size = Number(found[1]) + Number(found[2]) / 60 + Number(found[3] ?? 0) / 3600;
  if (size > most) return null;
  return found[4] === "S" || found[4] === "W" ? -size : size;
}

/** A day without an hour is a time too; "0000-…" is none. */
function timeOf(text: string | null): string | null {
  return text !== null && /^[12]\d{3}-\d{2}-\d{2}(?:T\d{2}:\d{2}|$)/.test(text) ? text : null;
}

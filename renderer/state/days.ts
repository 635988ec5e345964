/** Days and months as the contract writes them come in; how the person's language writes them goes out. Photos' times have no zone: they are read as they stand. */
import type { Language } from "../../electron/contract/reasons.ts";

const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** "2019-05-03": "Friday, May 3, 2019". */
export function dayWords(language: Language, day: string): string {
  return asDate(day).toLocaleDateString(language, { weekday: "long", year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
}

/** "2019-05": "May 2019". */
export function monthWords(language: Language, month: string): string {
  return asDate(`${month}-01`).toLocaleDateString(language, { year: "numeric", month: "long", timeZone: "UTC" });
}

/** "2019-05": "May". */
export function monthName(language: Language, month: string): string {
  return asDate(`${month}-01`).toLocaleDateString(language, { month: "short", timeZone: "UTC" });
}

/** One day, or the first and the last of several. */
export function spanWords(language: Language, fromMs: number, toMs: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).formatRange(fromMs, toMs);
}

/** How the window speaks: sizes, dates, likelihoods and reasons come in, words in the person's language go out. */
import { type Language, reasonIn } from "../../electron/contract/reasons.ts";
import { saidIn } from "../../electron/contract/sentences.ts";
import type { FilePath, Reason } from "../../electron/contract.ts";
import { say, type Values, type WordKey } from "./words.ts";

export type Certainty = "certain" | "veryLikely" | "likely" | "unsure";

export interface Speech {
  readonly language: Language;
  t(key: WordKey, values?: Values): string;
  bytes(count: number): string;
  number(value: number): string;
  /** 0..1 in. */
  percent(share: number): string;
  /** Day and time; EXIF times have no zone and are shown as they stand. */
  date(atMs: number): string;
  /** Day and time on this computer's clock. */
  moment(atMs: number): string;
  duration(seconds: number): string;
  reason(reason: Reason): string;
  /** What the engine says in sentences: notices, why a file stayed, errors. */
  said(text: string): string;
  /** A command's key as the caps that are pressed one after the other. */
  keys(key: string): readonly string[];
}

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** `language` is read at each call, so that text follows a change. */
export function createSpeech(language: () => Language): Speech {
  const t = (key: WordKey, values?: Values): string => say(language(), key, values);
  return {
    get language() {
      return language();
    },
    t,
    bytes(count) {
      const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
      const value = count / 1000 ** power;
      const digits = power === 0 || value >= 100 ? 0 : 1;
      return `${value.toLocaleString(language(), { maximumFractionDigits: digits, minimumFractionDigits: digits })} ${units[power]}`;
    },
    number: (value) => value.toLocaleString(language(), { maximumFractionDigits: value < 10 ? 1 : 0 }),
    percent(share) {
      if (share > 0 && share < 0.01) return "< 1%";
      const digits = share > 0.98 && share < 1 ? 1 : 0;
      const steps = 10 ** (2 + digits);
      // Cut, not rounded: what is called "very likely" must not read as the 99 % of "certain".
      return (Math.floor(share * steps + 1e-6) / steps).toLocaleString(language(), { style: "percent", maximumFractionDigits: digits });
    },
    date: (atMs) => new Date(atMs).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }),
    moment: (atMs) => new Date(atMs).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" }),
    duration(seconds) {
      if (seconds < 60) return t("job.seconds", { count: Math.max(1, Math.round(seconds)) });
      if (seconds < 5_400) return t("job.minutes", { count: Math.round(seconds / 60) });
      return t("job.hours", { count: Math.round(seconds / 360) / 10 });
    },
    keys: (key) => (key === " " ? [t("keys.space")] : key.split(" ").map(capOf)),
    reason: (reason) => reasonIn(language(), reason),
    said: (text) => saidIn(language(), text),
  };
}

function capOf(key: string): string {
  if (key === "Enter") return "⏎";
  if (key === "Escape") return "Esc";
  if (key === "-") return "−";
  const [letter = "", shift] = key.split("+").reverse();
  if (key.length > 1 && shift === "Shift") return `⇧ ${letter.toUpperCase()}`;
  return key.length === 1 ? key.toUpperCase() : key;
}

export function certaintyOf(probability: number): Certainty {
  if (probability >= 0.99) return "certain";
  if (probability >= 0.9) return "veryLikely";
  return probability >= 0.7 ? "likely" : "unsure";
}

/** Both kinds of separator, since a library may come from another system. */
export function nameOf(path: FilePath): string {
  return path.slice(lastSeparator(path) + 1);
}

export function folderOf(path: FilePath): FilePath {
  return path.slice(0, Math.max(1, lastSeparator(path)));
}

function lastSeparator(path: FilePath): number {
  return Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
}

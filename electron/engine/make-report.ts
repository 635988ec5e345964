/** What to report and in which format comes in; the report's text goes out. */
import { readFile } from "node:fs/promises";
import type { FolderOverlap } from "../contract/folders.ts";
import { languages } from "../contract/reasons.ts";
import type { Group, Params, PhotoId, Report } from "../contract.ts";
import { LikenessError, reportFormats } from "../contract.ts";
import { usualProbability } from "./decisions.ts";
import { journalFiles, journalSummaries } from "./journal-view.ts";
import type { Parts } from "./parts.ts";
import { csvOf } from "./report/csv.ts";
import { groupsPage } from "./report/groups-page.ts";
import { journalPage } from "./report/journal-page.ts";
import { createPageWords, type PageWords } from "./report/page-words.ts";
import { folderTable, groupTable, journalTable } from "./report/rows.ts";
import type { Snapshot } from "./snapshot.ts";

/** Pictures on a page, of the groups that free most: each is some ten kilobytes. */
const picturesOnPage = 240;

const mediaTypes = { csv: "text/csv; charset=utf-8", json: "application/json", html: "text/html; charset=utf-8" } as const;

/** Throws "usage" for a format that is none, or that what is asked for does not come in. */
export async function makeReport(
  parts: Parts,
  snapshot: Snapshot,
  query: Params<"report">,
  folderOverlaps: () => Promise<readonly FolderOverlap[]>,
): Promise<Report> {
  const { what, format, minProbability = usualProbability, language = "en" } = query;
  if (!reportFormats.includes(format)) throw new LikenessError("usage", `A report is one of: ${reportFormats.join(", ")}.`);
  if (!languages.includes(language)) throw new LikenessError("usage", `A page's language is one of: ${languages.join(", ")}.`);
  const words = createPageWords(language);
  const day = new Date(parts.clock.now()).toISOString().slice(0, 10);
  const texts = {
    groups: () => groupsText(parts, snapshot.groups("all", minProbability), format, words),
    journal: async () => journalText(parts, format, words),
    folders: async () => foldersText(await folderOverlaps(), format),
  } as const;
  const text = await texts[what]();
  return { fileName: `likeness-${what}-${day}.${format}`, mediaType: mediaTypes[format], text };
}

async function groupsText(parts: Parts, groups: readonly Group[], format: Params<"report">["format"], words: PageWords): Promise<string> {
  if (format === "json") return `${JSON.stringify(groups, null, 2)}\n`;
  if (format === "csv") return csvOf(groupTable(groups));
  const pictures = await picturesOf(parts, groups);
  return groupsPage(groups, parts.clock.now(), (photo) => pictures.get(photo) ?? null, words);
}

function foldersText(overlaps: readonly FolderOverlap[], format: Params<"report">["format"]): string {
  if (format === "json") return `${JSON.stringify(overlaps, null, 2)}\n`;
  if (format === "csv") return csvOf(folderTable(overlaps));
  throw new LikenessError("usage", "What folders have in common comes as CSV or JSON.");
}

function journalText({ store, clock }: Parts, format: Params<"report">["format"], words: PageWords): string {
  const sessions = journalSummaries(store.journal)
    .filter(({ files }) => files > 0)
    .map((summary) => ({ ...summary, entries: journalFiles(store.journal, summary.session) }));
  if (format === "json") return `${JSON.stringify(sessions, null, 2)}\n`;
  if (format === "csv") return csvOf(journalTable(sessions.flatMap(({ entries }) => entries)));
  return journalPage(sessions, clock.now(), words);
}

/** Whole groups, as far as they go; a photo whose thumbnail is not there has none. */
async function picturesOf({ store }: Parts, groups: readonly Group[]): Promise<Map<PhotoId, string>> {
  const pictures = new Map<PhotoId, string>();
  for (const { members } of groups) {
    if (pictures.size + members.length > picturesOnPage) continue;
    for (const { id } of members) {
      const path = store.thumbnails.find(store.contents.hashOf(store.photos.stored(id).content));
      if (path !== null) pictures.set(id, `data:image/webp;base64,${(await readFile(path)).toString("base64")}`);
    }
  }
  return pictures;
}

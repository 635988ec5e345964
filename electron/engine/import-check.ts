/** A folder that need not be part of the library comes in; what of it is safe in the library goes out, photo by photo. Nothing is written, there or here. */
import { randomUUID } from "node:crypto";
import type { CheckCounts, CheckEnding, CheckedPhoto, CheckId, CheckVerdict, ImportCheck } from "../contract/folders.ts";
import { type FilePath, LikenessError, type Problem } from "../contract.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { createKnownPhotos } from "./known-photos.ts";
import { createStrangers } from "./match-stranger.ts";
import type { Source } from "./media/media.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import type { FoundFile, PhotoFacts } from "./photo.ts";
import { describe, problemOf } from "./read-photo.ts";
import { resolvedFolder } from "./roots.ts";
import { walk } from "./scan/walk.ts";
import type { Snapshot } from "./snapshot.ts";

/** With what copying needs of each photo, by its path. */
export interface MadeCheck {
  readonly shown: ImportCheck;
  readonly read: ReadonlyMap<FilePath, ReadPhoto>;
}
export interface ReadPhoto {
  readonly file: FoundFile;
  readonly hash: Uint8Array;
  /** null where size and content hash settled it. */
  readonly facts: PhotoFacts | null;
}

type Verdict = Pick<CheckedPhoto, "verdict" | "match" | "reasons">;

const countOf: Readonly<Record<CheckVerdict, "identical" | "betterHere" | "betterThere" | "otherVersions" | "new">> = {
  identical: "identical",
  "better-here": "betterHere",
  "better-there": "betterThere",
  "other-version": "otherVersions",
  new: "new",
};

/** Throws LikenessError "not-found" where there is no such folder, "cancelled". Goes away in the middle: the rest is not checked, and the check says so. */
export async function checkFolder(
  parts: Parts,
  control: JobControl,
  snapshot: Snapshot,
  given: FilePath,
  onCounts: (counts: CheckCounts) => void,
): Promise<MadeCheck> {
  const folder = resolvedFolder(given);
  const there = parts.fileSystem.stat(folder);
  if (there?.kind !== "folder") throw new LikenessError("not-found", `There is no folder "${given}".`);
  const startedAtMs = parts.clock.now();
  const secondsSoFar = (): number => (parts.clock.now() - startedAtMs) / 1000;
  const problems: Problem[] = [];
  const verdicts = new Map<FilePath, Verdict>();
  const read = new Map<FilePath, ReadPhoto>();

  /** A card that is taken out leaves an empty folder, another one, or nothing. */
  const isHere = (): boolean => {
    try {
      const now = parts.fileSystem.stat(folder);
      return now?.kind === "folder" && now.device === there.device && now.inode === there.inode;
    } catch {
      return false;
    }
  };

  control.phase("walking", null);
  const found: FoundFile[] = [];
  for await (const batch of walk([folder], { libraryFolder: parts.store.folder })) {
    await control.checkpoint();
    found.push(...batch.files);
    problems.push(...batch.problems);
    control.advance(batch.files.length);
  }
  const walkProblems = problems.length;
  const known = createKnownPhotos(parts, snapshot, folder);
  const counts = (): CheckCounts => countAll(found.length, verdicts, problems.length, problems.length - walkProblems);
  control.phase("checking", found.length);

  let ending: CheckEnding = "complete";
  async function each(files: readonly FoundFile[], work: (file: FoundFile) => Promise<void>): Promise<void> {
    await forEachInFlight(parts.inFlight, files, control, async (file) => {
      if (ending === "removed") return;
      try {
        await work(file);
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
        if (!isHere()) {
          ending = "removed";
          return;
        }
        problems.push(problemOf(file.path, error));
      }
      control.advance();
      onCounts(counts());
    });
  }

  async function open(file: FoundFile): Promise<{ readonly source: Source; readonly hash: Uint8Array; readonly verdict: Verdict | null }> {
    const hasher = createContentHasher();
    const source = await parts.media.open(file.path, hasher.update);
    const hash = hasher.digest();
    const photo = known.identical(hash);
    return {
      source,
      hash,
      verdict: photo && { verdict: "identical", match: { photo, relation: "identical", probability: 1 }, reasons: [] },
    };
  }
  /** What has no file of its size in the library cannot have one of its bytes: it waits until all that can is settled. */
  const [first, later] = [found.filter(known.hasSize), found.filter((file) => !known.hasSize(file))];
  const rest: FoundFile[] = [];
  await each(first, async (file) => {
    const { hash, verdict } = await open(file);
    if (verdict === null) {
      rest.push(file);
      control.advance(-1);
      return;
    }
    read.set(file.path, { file, hash, facts: null });
    verdicts.set(file.path, verdict);
  });
  const secondsToIdentical = secondsSoFar();

  const strangers = await createStrangers(parts, known);
  await each([...rest, ...later], async (file) => {
    const { source, hash } = await open(file);
    const description = await describe(parts, source);
    read.set(file.path, { file, hash, facts: description.decoded.facts });
    verdicts.set(file.path, await strangers.judge(file, description));
  });

  if (found.length === 0 && walkProblems > 0 && !isHere()) ending = "removed";
  const shown: ImportCheck = {
    id: randomUUID() as string as CheckId,
    ...{ folder, ending, ...counts(), items: itemsOf(found, verdicts, read), problems, seconds: secondsSoFar(), secondsToIdentical },
  };
  return { shown, read };
}

function countAll(photos: number, verdicts: ReadonlyMap<FilePath, Verdict>, unreadable: number, unreadPhotos: number): CheckCounts {
  const counts = { identical: 0, betterHere: 0, betterThere: 0, otherVersions: 0, new: 0 };
  for (const { verdict } of verdicts.values()) counts[countOf[verdict]] += 1;
  return {
    ...{ photos, safe: counts.identical + counts.betterHere, ...counts, unreadable },
    unchecked: photos - verdicts.size - unreadPhotos,
  };
}

function itemsOf(
  found: readonly FoundFile[],
  verdicts: ReadonlyMap<FilePath, Verdict>,
  read: ReadonlyMap<FilePath, ReadPhoto>,
): CheckedPhoto[] {
  const firsts = new Map<string, FilePath>();
  return found
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap(({ path, sizeBytes }): CheckedPhoto[] => {
      const [verdict, photo] = [verdicts.get(path), read.get(path)];
      if (!verdict || !photo) return [];
      const key = Buffer.from(photo.hash).toString("hex");
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, path);
      return [{ path, sizeBytes, ...verdict, sameAs: first ?? null }];
    });
}

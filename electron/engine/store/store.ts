/** A library folder comes in, its open store goes out: every table, by idea, synchronous, one process at a time. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type FilePath, LikenessError } from "../../contract.ts";
import type { JournalStore } from "../photo.ts";
import { type Answers, createAnswers } from "./answers.ts";
import { openConnection } from "./connection.ts";
import { type Contents, createContents } from "./contents.ts";
import { createDerived, type Derived } from "./derived.ts";
import { type ErasureProof, eraseFaces, rowsOf } from "./erase-faces.ts";
import { createFaces, type Faces } from "./faces.ts";
import { createFiles, type Files } from "./files.ts";
import { createJournal } from "./journal.ts";
import { createMarks, type Marks } from "./marks.ts";
import { createMatches, type Matches } from "./matches.ts";
import { createPeopleTable, type People } from "./people.ts";
import { createPeopleMetric, type StoredPeopleMetric } from "./people-metric.ts";
import { createPhotos, type Photos } from "./photos.ts";
import { createPooled, type Pooled } from "./pooled.ts";
import { createProblems, type Problems } from "./problems.ts";
import { createRecipes } from "./recipes.ts";
import { createRuns, type Runs } from "./runs.ts";
import { createSaid, type Said } from "./said.ts";
import { createSettings, type StoredSettings } from "./settings.ts";
import { createSideFilesRead, type SideFilesRead } from "./side-files-read.ts";
import { createSuccessors, type Successors } from "./successors.ts";
import { createThumbnails, type Thumbnails } from "./thumbnails.ts";

export interface Store {
  readonly folder: FilePath;
  readonly databasePath: FilePath;
  /** Version of the tables. */
  readonly schema: number;
  /**
   * Runs synchronous work in one transaction: all of it stays or none. Inside another `write` it joins that one.
   * Refuses work that returns a promise. Some dozens of photos in one go are fast; each on its own costs a commit.
   */
  write<T>(work: () => T): T;
  readonly files: Files;
  readonly contents: Contents;
  readonly derived: Derived;
  readonly pooled: Pooled;
  readonly matches: Matches;
  readonly photos: Photos;
  readonly problems: Problems;
  readonly answers: Answers;
  readonly marks: Marks;
  readonly journal: JournalStore;
  readonly runs: Runs;
  readonly settings: StoredSettings;
  readonly faces: Faces;
  readonly people: People;
  readonly said: Said;
  readonly peopleMetric: StoredPeopleMetric;
  readonly sideFilesRead: SideFilesRead;
  readonly successors: Successors;
  /** Everything of faces and people, for good. The crops of faces are the caller's. */
  eraseFaces(): ErasureProof;
  /** By table: whatever is kept of faces and people. */
  faceRows(): Readonly<Record<string, number>>;
  readonly thumbnails: Thumbnails;
  /** Grows with every change that a view must show; survives a restart. */
  revision(): number;
  /** Of the database, without thumbnails. */
  sizeBytes(): number;
  dispose(): void;
}

export interface StoreOptions {
  /** Made where it does not exist. */
  readonly folder: FilePath;
}

/** Throws LikenessError: "library-locked", "library-newer", "library-damaged", or "usage" where the folder cannot be used. */
export function createStore({ folder }: StoreOptions): Store {
  if (!folder.isWellFormed())
    throw new LikenessError(
      "usage",
      `The library folder's name "${folder.toWellFormed()}" is not Unicode. Choose another for the library.`,
    );
  makeFolder(folder);
  const databasePath = join(folder, "library.sqlite");
  const connection = openConnection(databasePath);
  const recipes = createRecipes(connection);
  const settings = createSettings(connection);
  return {
    folder,
    databasePath,
    schema: connection.schema,
    write: connection.write,
    files: createFiles(connection),
    contents: createContents(connection, recipes),
    derived: createDerived(connection, recipes),
    pooled: createPooled(connection, recipes),
    matches: createMatches(connection, recipes),
    photos: createPhotos(connection, () => settings.all().protectedFolders),
    problems: createProblems(connection),
    answers: createAnswers(connection),
    marks: createMarks(connection),
    journal: createJournal(connection),
    runs: createRuns(connection),
    settings,
    faces: createFaces(connection, recipes),
    people: createPeopleTable(connection),
    said: createSaid(connection),
    peopleMetric: createPeopleMetric(connection),
    sideFilesRead: createSideFilesRead(connection),
    successors: createSuccessors(connection),
    eraseFaces: () => eraseFaces(connection),
    faceRows: () => rowsOf(connection),
    thumbnails: createThumbnails(folder),
    revision: connection.revision,
    sizeBytes: connection.sizeBytes,
    dispose: connection.dispose,
  };
}

function makeFolder(folder: FilePath): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LikenessError("usage", `The library folder "${folder}" cannot be made (${why}). Choose another.`, { cause });
  }
}

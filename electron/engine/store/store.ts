/** A library folder comes in, its open store goes out: every table, by idea, synchronous, one process at a time. */
import type { FilePath } from "../../contract.ts";
import type { Contents } from "./contents.ts";
import type { Derived } from "./derived.ts";
import type { Files } from "./files.ts";
import type { Matches } from "./matches.ts";
import type { Photos } from "./photos.ts";
import type { Problems } from "./problems.ts";
import type { StoredSettings } from "./settings.ts";
import type { Thumbnails } from "./thumbnails.ts";

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
  readonly matches: Matches;
  readonly photos: Photos;
  readonly problems: Problems;
  readonly settings: StoredSettings;
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
export function createStore(options: StoreOptions): Store {
  throw new Error(`not yet: ${options.folder}`);
}

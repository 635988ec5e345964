/** A database file comes in, the one connection to it goes out: locked for this process, cached statements, transactions, plain errors. */
import { statSync } from "node:fs";
import Database from "better-sqlite3";
import { LikenessError } from "../../contract.ts";
import { migrate, newestSchema } from "./migrate.ts";

export type Value = string | number | bigint | Uint8Array | Int8Array | null;

/** One cached statement. Rows come as arrays of columns where `Row` is a tuple. */
export interface Query<Row> {
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
  run(...values: Value[]): { readonly changes: number; readonly insertedId: number };
}

export interface Connection {
  readonly schema: number;
  /** Columns as arrays; every integer a number. */
  query<Row extends readonly unknown[]>(sql: string): Query<Row>;
  /** The same with every integer a bigint: for nanoseconds and inodes, which numbers cannot hold. */
  bigQuery<Row extends readonly unknown[]>(sql: string): Query<Row>;
  write<T>(work: () => T): T;
  /** The same, and it is on the disk itself when the call returns. TypeError inside another transaction, which could still be undone. */
  writeThrough<T>(work: () => T): T;
  /**
   * The same, and no byte of what it deletes stays in the file: freed pages are overwritten, the file is written anew, its log emptied.
   * TypeError inside another transaction.
   */
  scrub(work: () => void): Scrubbed;
  /** Says that the transaction under way changes what views show. */
  touch(): void;
  revision(): number;
  sizeBytes(): number;
  dispose(): void;
}

export interface Scrubbed {
  readonly secureDelete: boolean;
  readonly freePages: number;
  /** In the write-ahead log. */
  readonly logBytes: number;
}

/** A process that was just killed may need a moment to let go of the file. */
const lockPatienceMs = 1000;
/** "Like", in the file's header: tells a library from any other SQLite file. */
const applicationId = 0x4c696b65;

/** Throws LikenessError "library-locked", "library-newer", "library-damaged" or "usage". */
export function openConnection(path: string): Connection {
  const explain = <T>(work: () => T): T => explained(path, work);
  const database = explain(() => new Database(path, { timeout: lockPatienceMs }));
  try {
    explain(() => prepareDatabase(database, path));
  } catch (error) {
    database.close();
    throw error;
  }

  const cache = new Map<string, Query<never>>();
  let touched = false;

  function prepared<Row extends readonly unknown[]>(key: string, sql: string, bigints: boolean): Query<Row> {
    const known = cache.get(key);
    if (known) return known as unknown as Query<Row>;
    const statement = explain(() => database.prepare<Value[], Row>(sql));
    if (statement.reader) statement.raw(true);
    if (bigints) statement.safeIntegers(true);
    const query: Query<Row> = {
      get: (...values) => explain(() => statement.get(...values)),
      all: (...values) => explain(() => statement.all(...values)),
      run(...values) {
        const { changes, lastInsertRowid } = explain(() => statement.run(...values));
        return { changes, insertedId: Number(lastInsertRowid) };
      },
    };
    cache.set(key, query as unknown as Query<never>);
    return query;
  }
  const query = <Row extends readonly unknown[]>(sql: string): Query<Row> => prepared<Row>(sql, sql, false);
  const number = (sql: string): number => query<[number]>(sql).get()?.[0] ?? 0;

  function write<T>(work: () => T): T {
    if (database.inTransaction) return work();
    touched = false;
    query("BEGIN IMMEDIATE").run();
    try {
      const result = work();
      if (isPromise(result))
        throw new TypeError("A transaction cannot wait for a promise: it would hold the library open across other work.");
      if (touched) query("UPDATE library SET revision = revision + 1").run();
      query("COMMIT").run();
      return result;
    } catch (error) {
      // SQLite has already rolled back where the disk was full or failed.
      if (database.inTransaction) query("ROLLBACK").run();
      throw error;
    }
  }

  /** Not as a kept statement: this pragma acts when it is prepared, once. */
  const synchronous = (level: "FULL" | "NORMAL") => void explain(() => database.pragma(`synchronous = ${level}`));

  function writeThrough<T>(work: () => T): T {
    if (database.inTransaction) throw new TypeError("What must last cannot be part of a transaction that may be undone.");
    synchronous("FULL");
    try {
      return write(work);
    } finally {
      synchronous("NORMAL");
    }
  }

  function scrub(work: () => void): Scrubbed {
    if (database.inTransaction) throw new TypeError("What must leave no byte cannot be part of a transaction that may be undone.");
    const pragma = (text: string): number => Number(explain(() => database.pragma(text, { simple: true })));
    const before = pragma("secure_delete");
    pragma("secure_delete = ON");
    const secureDelete = pragma("secure_delete") === 1;
    try {
      writeThrough(work);
      pragma("wal_checkpoint(TRUNCATE)");
      // The new file is put together on the disk: a large library would not fit into memory.
      pragma("temp_store = FILE");
      query("VACUUM").run();
      pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      pragma("temp_store = MEMORY");
      pragma(`secure_delete = ${before}`);
    }
    const logBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    return { secureDelete, freePages: number("PRAGMA freelist_count"), logBytes };
  }

  return {
    schema: newestSchema,
    query,
    bigQuery: (sql) => prepared(`bigints ${sql}`, sql, true),
    write,
    writeThrough,
    scrub,
    touch() {
      touched = true;
    },
    revision: () => number("SELECT revision FROM library"),
    sizeBytes: () => number("PRAGMA page_count") * number("PRAGMA page_size"),
    dispose: () => void database.close(),
  };
}

/** Takes the lock, checks whose file this is, and brings the tables up to date. */
function prepareDatabase(database: Database.Database, path: string): void {
  // The operating system drops this lock with the process, however it ends, so that no stale lock file can shut a library.
  database.pragma("locking_mode = EXCLUSIVE");
  database.pragma("journal_mode = WAL");
  database.exec("BEGIN IMMEDIATE; COMMIT");
  database.pragma("synchronous = NORMAL");
  // Hashes spread the writes over the whole file: rarer checkpoints write each page once instead of many times.
  database.pragma("wal_autocheckpoint = 16384");
  database.pragma("foreign_keys = ON");
  database.pragma("temp_store = MEMORY");
  database.pragma("cache_size = -65536");

  const schema = Number(database.pragma("user_version", { simple: true }));
  const application = Number(database.pragma("application_id", { simple: true }));
  const tables = Number(database.prepare("SELECT count(*) FROM sqlite_schema").pluck().get());
  if (tables > 0 && application !== applicationId)
    throw new LikenessError(
      "library-damaged",
      `"${path}" is not a Likeness library but another program's database. Choose another library folder.`,
    );
  if (schema > newestSchema)
    throw new LikenessError(
      "library-newer",
      `The library "${path}" was made by a newer Likeness (tables ${schema}, this program knows ${newestSchema}). Update Likeness, or choose another library folder.`,
    );
  database.pragma(`application_id = ${applicationId}`);
  migrate(database);
}

/** Runs `work`; what SQLite says is turned into what a person can act on. */
function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(error.code))
      throw new LikenessError(
        "library-locked",
        `The library "${path}" is open in another Likeness. Close that window or stop that command, or choose another library folder.`,
        { cause: error },
      );
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(error.code))
      throw new LikenessError(
        "library-damaged",
        `The library "${path}" is damaged (${error.message}). Your photos are not affected. Restore the file from a backup, or move it away and scan your folders again.`,
        { cause: error },
      );
    if (/^SQLITE_FULL/.test(error.code))
      throw new LikenessError(
        "internal",
        `The disk that holds the library "${path}" is full. Make room and start again; what was stored before is kept.`,
        {
          cause: error,
        },
      );
    if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(error.code))
      throw new LikenessError(
        "usage",
        `The library "${path}" cannot be opened for writing (${error.message}). Check the folder's rights, or choose another.`,
        {
          cause: error,
        },
      );
    throw error;
  }
}

const isPromise = (value: unknown): boolean => typeof value === "object" && value !== null && "then" in value;

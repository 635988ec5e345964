/** The one client: a source of pipes comes in; calls, the library's state and its jobs go out, across reconnections. */
import {
  type Engine,
  type EventName,
  type EventTypes,
  type FilePath,
  type HostMethods,
  type JobId,
  type JobState,
  type LibraryStatus,
  LikenessError,
  type Mark,
  type MethodName,
  type Params,
  type PhotoId,
  type PhotoMark,
  type Result,
} from "../electron/contract.ts";
import { connect, connectHost, type Pipe } from "../electron/wire.ts";
import type { PipeSource } from "./state/pipes.ts";

/** Views ask again at most this often while a scan changes the library many times a second. */
const revisionIntervalMs = 1_500;
/** How long the strip shows how a job ended. */
const endedShownMs = 6_000;

/** Jobs: a refresh does not wait for them to end. */
const longMethods: ReadonlySet<MethodName> = new Set([
  "scan",
  "act",
  "undo",
  "emptyHolding",
  "writeDates",
  "findFaces",
  "learnPeople",
  "switchFaces",
  "writeRegions",
  "checkFolder",
  "startTraining",
  "searchTraining",
  "useRun",
]);

export interface Client {
  readonly connection: "connecting" | "open" | "lost";
  readonly status: LibraryStatus | null;
  /** Under way, and for a moment those that ended. */
  readonly jobs: readonly JobState[];
  /** Grows whenever what was asked may have changed: read it where a view asks. */
  readonly revision: number;
  /** What the person decided of single photos. A new map with every change. */
  readonly marks: ReadonlyMap<PhotoId, Mark>;
  /** Shows marks before the engine has them, so that a key press is seen at once. */
  showMarks(marks: readonly PhotoMark[]): void;
  /** Makes every view ask again now, not at the next notice of the engine. */
  refresh(): Promise<void>;
  /** Waits for the connection where there is none. */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  /** Across reconnections. Returns what ends the listening. */
  on<E extends EventName>(event: E, listener: (value: EventTypes[E]) => void): () => void;
  /** null where this host has no folder dialog. */
  chooseFolders(): Promise<readonly FilePath[] | null>;
}

export function createClient(source: PipeSource): Client {
  let connection = $state<Client["connection"]>("connecting");
  let status = $state.raw<LibraryStatus | null>(null);
  let jobs = $state.raw<readonly JobState[]>([]);
  let revision = $state(0);
  let marks = $state.raw<ReadonlyMap<PhotoId, Mark>>(new Map());
  let current = Promise.withResolvers<{ engine: Engine; host: HostMethods }>();
  let refreshPlanned = false;
  /** The newest revision that the engine told of. */
  let newest = 0;
  let asking = 0;
  let answered = Promise.withResolvers<void>();
  /** Each says to an engine that has just been reached what it waits for. */
  const listening = new Set<(engine: Engine) => void>();

  source((pipe) => void open(pipe));

  async function open(pipe: Pipe): Promise<void> {
    const engine = connect(pipe);
    let live = true;
    pipe.onClose(() => {
      if (!live) return;
      live = false;
      connection = "lost";
      current = Promise.withResolvers();
    });
    engine.on("job", takeJob);
    engine.on("library", ({ revision: changed }) => takeRevision(engine, changed));
    engine.on("marks", ({ marks: changed }) => showMarks(changed));
    for (const begin of listening) begin(engine);
    current.resolve({ engine, host: connectHost(pipe) });
    if (connection === "lost") jobs = [];
    newest = 0;
    await refresh(engine);
    if (live) connection = "open";
  }

  async function refresh(engine: Engine): Promise<void> {
    try {
      status = await engine.status({});
      for (const job of status.jobs) takeJob(job);
      // A changed file loses its mark, so the marks are read anew with everything else.
      marks = new Map((await engine.marks({})).flatMap(({ photo, mark }) => (mark === null ? [] : [[photo, mark]])));
      revision += 1;
    } catch (error) {
      if (!(error instanceof LikenessError && error.code === "disconnected")) throw error;
    }
  }

  function showMarks(changed: readonly PhotoMark[]): void {
    const next = new Map(marks);
    for (const { photo, mark } of changed) {
      if (mark === null) next.delete(photo);
      else next.set(photo, mark);
    }
    marks = next;
  }

  function takeRevision(engine: Engine, changed: number): void {
    newest = Math.max(newest, changed);
    if (refreshPlanned) return;
    refreshPlanned = true;
    setTimeout(async () => {
      // Asking again before the last answers are there would throw those away, and with a slow engine for ever.
      if (asking > 0) await answered.promise;
      refreshPlanned = false;
      if (status === null || status.revision < newest) await refresh(engine);
    }, revisionIntervalMs);
  }

  function takeJob(job: JobState): void {
    jobs = [...jobs.filter(({ id }) => id !== job.id), job];
    if (job.phase === "ended") setTimeout(() => forget(job.id), endedShownMs);
  }

  function forget(id: JobId): void {
    jobs = jobs.filter((job) => job.id !== id);
  }

  return {
    get connection() {
      return connection;
    },
    get status() {
      return status;
    },
    get jobs() {
      return jobs;
    },
    get revision() {
      return revision;
    },
    get marks() {
      return marks;
    },
    showMarks,
    async refresh() {
      const { engine } = await current.promise;
      await refresh(engine);
    },
    async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
      const { engine } = await current.promise;
      const run = engine[method] as (params: Params<M>) => Promise<Result<M>>;
      if (longMethods.has(method)) return run(params);
      asking += 1;
      try {
        return await run(params);
      } finally {
        asking -= 1;
        if (asking === 0) {
          answered.resolve();
          answered = Promise.withResolvers();
        }
      }
    },
    on(event, listener) {
      let live = true;
      let begun: Engine | null = null;
      const begin = (engine: Engine): void => {
        if (!live || engine === begun) return;
        begun = engine;
        engine.on(event, (value) => {
          if (live) listener(value);
        });
      };
      listening.add(begin);
      void current.promise.then(({ engine }) => begin(engine));
      return () => {
        live = false;
        listening.delete(begin);
      };
    },
    async chooseFolders() {
      const { host } = await current.promise;
      try {
        return await host.chooseFolders({});
      } catch (error) {
        if (error instanceof LikenessError && error.code === "unsupported") return null;
        throw error;
      }
    },
  };
}

/** A library folder comes in; the engine that the contract describes goes out. The only place that knows the order of the stages. */
import { availableParallelism } from "node:os";
import type { FaceId } from "../contract/people.ts";
import type { Engine, EventName, EventTypes, FilePath, JobState, LibraryStatus } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import { createBrowsing } from "./browsing.ts";
import { createCleanup } from "./cleanup.ts";
import { createDecisions } from "./decisions.ts";
import { examine } from "./doctor.ts";
import { embedFiles } from "./embed-files.ts";
import type { FaceModels } from "./face-models.ts";
import { createFolderActs } from "./folder-acts.ts";
import { createFolderQueries } from "./folder-queries.ts";
import { createJobs } from "./jobs.ts";
import { createLearning } from "./learning.ts";
import { makeReport } from "./make-report.ts";
import { createParts } from "./parts.ts";
import { createPeople } from "./people.ts";
import type { Clock, TrashCan } from "./photo.ts";
import { findPicture } from "./pictures.ts";
import { createQueries } from "./queries.ts";
import { scanFolders } from "./scan-job.ts";
import { findSimilar } from "./similar.ts";
import { createSnapshots } from "./snapshot.ts";

export interface EngineOptions {
  /** Where the library lives; made where it does not exist. */
  readonly libraryFolder: FilePath;
  /** Photos decoded at once; as many as there are processors. */
  readonly threads?: number;
  readonly clock?: Clock;
  /** Where emptied files go; without one nothing can be emptied. */
  readonly trashCan?: TrashCan | null;
  /** In place of the shipped ones. */
  readonly faceModels?: FaceModels;
  /** What training computes on, in place of the fastest that loads here. */
  readonly trainingBackend?: "cpu" | "wasm" | "tensorflow" | "webgpu";
}

/** Throws LikenessError "library-locked", "library-newer", "library-damaged" or "usage" where the library cannot be opened. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { libraryFolder, threads = availableParallelism(), clock = Date, trashCan = null, faceModels } = options;
  const listeners = createListeners();
  const jobs = createJobs({ clock, onChange: (state: JobState) => listeners.emit("job", state) });
  const parts = createParts({ libraryFolder, threads, clock, jobs, ...(faceModels ? { faceModels } : {}) });
  const { store } = parts;
  const snapshot = createSnapshots(parts);
  const queries = createQueries(parts, snapshot);
  const folders = createFolderQueries(parts, snapshot);
  const changed = (): void => listeners.emit("library", { revision: store.revision() });
  const { stopBrowsing, ...browsing } = createBrowsing(parts, snapshot);
  const decisions = createDecisions(parts, { snapshot, emit: listeners.emit });
  const { settle, hold, ...cleanup } = createCleanup(parts, { snapshot, onChange: changed, trashCan });
  const learning = createLearning(parts, { emit: listeners.emit, onLibrary: changed, backend: options.trainingBackend });
  const people = createPeople(parts, { emit: listeners.emit, onLibrary: changed });
  try {
    await settle();
  } catch (error) {
    await parts.dispose();
    throw error;
  }

  const status = (): LibraryStatus => ({
    folder: store.folder,
    photos: store.photos.count(),
    problems: store.problems.count(),
    roots: store.settings.roots(),
    revision: store.revision(),
    jobs: jobs.states(),
  });

  return {
    status: async () => status(),
    doctor: () => examine(parts),
    settings: async () => store.settings.all(),
    async changeSettings(part) {
      const settings = store.settings.change(part);
      changed();
      return settings;
    },

    async scan({ folders, faces = false }) {
      const wanted = folders.length > 0 ? folders : store.settings.roots();
      if (wanted.length === 0) throw new LikenessError("usage", "No folder has been scanned yet. Name the folders to scan.");
      const report = await jobs.run("scan", (control) => scanFolders(parts, control, wanted, { onChange: changed }));
      if (faces) people.afterScan();
      return report;
    },
    pauseJob: async ({ id }) => jobs.pause(id),
    resumeJob: async ({ id }) => jobs.resume(id),
    cancelJob: async ({ id }) => jobs.cancel(id),
    problems: async () => [...store.problems.all(), ...people.problems()],

    photos: async (query) => store.photos.page(query),
    photo: async ({ id }) => store.photos.detail(id),
    picture: (query) => (query.variant === "face" ? people.crop(query.id as FaceId) : findPicture(parts, query)),

    groups: async ({ kind, minProbability }) => (await snapshot()).groups(kind, minProbability),
    pairs: queries.pairs,
    similar: (query) => findSimilar(parts, query),
    alignment: queries.alignment,
    ...decisions,
    ...cleanup,
    ...browsing,
    ...people.methods,
    report: async (query) => makeReport(parts, await snapshot(), query, folders.folderOverlaps),
    ...folders,
    ...createFolderActs(parts, { snapshot, hold, emit: listeners.emit }),

    embed: (query) => embedFiles(parts, query),
    ...learning.methods,

    on: listeners.on,
    async close() {
      learning.end();
      const settled = people.settle();
      await jobs.dispose();
      await settled;
      await stopBrowsing();
      await parts.dispose();
    },
  };
}

function createListeners() {
  const listeners = new Map<EventName, Set<(value: never) => void>>();
  return {
    on<E extends EventName>(event: E, listener: (value: EventTypes[E]) => void): () => void {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (value: never) => void));
      return () => set.delete(listener as (value: never) => void);
    },
    emit<E extends EventName>(event: E, value: EventTypes[E]): void {
      for (const listener of listeners.get(event) ?? []) listener(value as never);
    },
  };
}

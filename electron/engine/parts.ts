/** The stages, made once for a library: what is cheap at once, what is slow to load at its first use. */
import { rm } from "node:fs/promises";
import type { RunId } from "../contract/learning.ts";
import { type Actions, createActions } from "./actions/actions.ts";
import type { FileSystem } from "./actions/file-system.ts";
import { createFileSystem } from "./actions/node-file-system.ts";
import { type AlignerThreads, createAlignerThreads } from "./align/aligner-threads.ts";
import { createEmbedder, type Embedder, embeddingRecipes } from "./embed/embedder.ts";
import { createEmbedderInUse, type EmbedderInUse } from "./embedder-in-use.ts";
import { type FaceModels, type LoadedFaceModels, loadFaceModels, shippedFaceModels } from "./face-models.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import type { Jobs } from "./jobs.ts";
import { createMatcher, type Matcher } from "./match/matcher.ts";
import { createMedia, type Media } from "./media/media.ts";
import type { Clock } from "./photo.ts";
import { type Recipes, recipesWith } from "./recipes.ts";
import { createStore, type Store } from "./store/store.ts";

export interface Parts {
  readonly clock: Clock;
  readonly store: Store;
  readonly media: Media;
  readonly jobs: Jobs;
  readonly fileSystem: FileSystem;
  readonly actions: Actions;
  /** Photos in flight at once. */
  readonly inFlight: number;
  readonly inUse: EmbedderInUse;
  embedder(): Promise<Embedder>;
  aligner(): Promise<AlignerThreads>;
  readonly faceModels: LoadedFaceModels;
  recipes(): Promise<Recipes>;
  /** Holds the whole library's items; `refreshMatcher` brings it up to date after a scan. */
  matcher(): Promise<Matcher>;
  refreshMatcher(): Promise<Matcher>;
  /** Another embedder came into use: what depends on one is made anew at its next use. */
  forgetEmbedder(): Promise<void>;
  /** Takes a run away with its weights, its log, and what was derived by its embedder. Throws "not-found", or "usage" for the one in use. */
  forgetRun(run: RunId): Promise<void>;
  dispose(): Promise<void>;
}

export interface PartsOptions {
  readonly libraryFolder: string;
  readonly threads: number;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** The shipped ones where none are given. */
  readonly faceModels?: FaceModels;
}

export function createParts({ libraryFolder, threads, clock, jobs, faceModels = shippedFaceModels }: PartsOptions): Parts {
  const store = createStore({ folder: libraryFolder });
  const media = createMedia();
  const fileSystem = createFileSystem();
  // Held against the times of files, so it is the system's clock whatever the engine was given.
  const actions = createActions({ journal: store.journal, fileSystem, createHasher: createContentHasher, clock: Date });
  const inUse = createEmbedderInUse(store);
  const embedder = once(() => createEmbedder({ threads, ...inUse.weights() }));
  const aligner = once(() => createAlignerThreads(threads));
  const loadedFaceModels = loadFaceModels(faceModels, threads);
  const recipes = once(async () => recipesWith(embeddingRecipes(inUse.weights().weights), inUse.scaleName()));
  const matcher = once(async () => {
    const made = createMatcher({ similarity: inUse.similarity() });
    made.set(store.derived.matchItems(await recipes.get()));
    return made;
  });

  return {
    clock,
    store,
    media,
    jobs,
    fileSystem,
    actions,
    inFlight: threads + 1,
    inUse,
    embedder: embedder.get,
    aligner: aligner.get,
    faceModels: loadedFaceModels,
    recipes: recipes.get,
    matcher: matcher.get,
    async refreshMatcher() {
      const old = matcher.made();
      matcher.forget();
      (await old)?.dispose();
      return matcher.get();
    },
    async forgetEmbedder() {
      const [oldMatcher, oldEmbedder] = [matcher.made(), embedder.made()];
      for (const part of [matcher, embedder, recipes]) part.forget();
      (await oldMatcher)?.dispose();
      await (await oldEmbedder)?.dispose();
    },
    async forgetRun(run) {
      const whole = inUse.isWhole(run);
      const learned = whole ? recipesWith(embeddingRecipes(inUse.weightsOf(run)), JSON.stringify(inUse.scaleOf(run))) : null;
      const present = await recipes.get();
      const shipped = recipesWith(embeddingRecipes());
      store.runs.delete(run);
      if (learned) {
        const kept = new Set([...Object.values(present), ...Object.values(shipped)]);
        store.derived.drop([learned.embedding, learned.pooled, learned.match].filter((recipe) => !kept.has(recipe)));
      }
      await rm(inUse.folderOf(run), { recursive: true, force: true });
    },
    async dispose() {
      await media.dispose();
      await loadedFaceModels.dispose();
      for (const part of [matcher, aligner, embedder]) await (await part.made()?.catch(() => null))?.dispose();
      store.dispose();
    },
  };
}

interface Once<T> {
  get(): Promise<T>;
  made(): Promise<T> | null;
  forget(): void;
}

/** Makes a thing at its first use; a failure is forgotten, so that the next use tries again. */
function once<T>(make: () => Promise<T>): Once<T> {
  let made: Promise<T> | null = null;
  return {
    get() {
      made ??= make().catch((error) => {
        made = null;
        throw error;
      });
      return made;
    },
    made: () => made,
    forget: () => {
      made = null;
    },
  };
}

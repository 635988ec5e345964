/** Folders come in; the library holds what lies in them, read and matched; a report goes out. */
import type { FilePath, Problem, ScanReport } from "../contract.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { matchLibrary } from "./match-job.ts";
import type { Parts } from "./parts.ts";
import type { FoundFile } from "./photo.ts";
import { type Reading, readPhoto } from "./read-photo.ts";
import { walk } from "./scan/walk.ts";
import type { Reconciled } from "./store/files.ts";

/** Readings kept in one transaction, and the longest that one waits for the others. */
const commitReadings = 64;
const commitAfterMs = 1000;

export interface ScanHooks {
  /** The library changed. */
  readonly onChange: () => void;
}

export async function scanFolders(parts: Parts, control: JobControl, folders: readonly FilePath[], hooks: ScanHooks): Promise<ScanReport> {
  const stopwatch = createStopwatch(parts);
  parts.store.settings.addRoots(folders);

  control.phase("walking", null);
  const { found, problems } = await stopwatch.time("walk", () => walkFolders(parts, control, folders));
  const reconciled = parts.store.files.reconcile({ roots: folders, found, unread: problems });

  control.phase("reading", reconciled.toRead.length);
  const counts = await stopwatch.time("read", () => readFiles(parts, control, reconciled, hooks));
  await stopwatch.time("read", () => refreshDerived(parts, control, hooks));

  control.phase("matching", null);
  await stopwatch.time("match", () => matchLibrary(parts, control));
  hooks.onChange();

  const seconds = stopwatch.total();
  return {
    found: found.length,
    new: counts.new,
    changed: counts.changed,
    moved: counts.moved,
    gone: reconciled.gone.size,
    unchanged: reconciled.unchanged + reconciled.returned + counts.same,
    unreadable: [...problems, ...reconciled.stillUnreadable, ...counts.unreadable],
    seconds,
    photosPerSecond: seconds > 0 ? found.length / seconds : 0,
    stageSeconds: stopwatch.stages(),
  };
}

/** Reads these files and no others, and matches what is new among them. */
export async function readAndMatch(parts: Parts, control: JobControl, files: readonly FoundFile[], hooks: ScanHooks): Promise<void> {
  control.phase("reading", files.length);
  await readFiles(parts, control, { toRead: files, gone: new Set() }, hooks);
  control.phase("matching", null);
  await matchLibrary(parts, control);
  hooks.onChange();
}

async function walkFolders({ store }: Parts, control: JobControl, folders: readonly FilePath[]) {
  const found: FoundFile[] = [];
  const problems: Problem[] = [];
  const { ignorePatterns } = store.settings.all();
  for await (const batch of walk(folders, { ignorePatterns, libraryFolder: store.folder })) {
    await control.checkpoint();
    found.push(...batch.files);
    problems.push(...batch.problems);
    control.advance(batch.files.length);
  }
  return { found, problems };
}

interface ReadCounts {
  new: number;
  changed: number;
  moved: number;
  /** Touched, with the same content as before. */
  same: number;
  readonly unreadable: Problem[];
}

async function readFiles(
  parts: Parts,
  control: JobControl,
  { toRead, gone }: Pick<Reconciled, "toRead" | "gone">,
  hooks: ScanHooks,
): Promise<ReadCounts> {
  const counts: ReadCounts = { new: 0, changed: 0, moved: 0, same: 0, unreadable: [] };
  const collector = await createCollector(parts, counts, gone, hooks);
  await forEachInFlight(parts.inFlight, toRead, control, async (file) => {
    collector.add(await readPhoto(parts, file));
    control.advance();
  }).finally(collector.flush);
  return counts;
}

/** Collects readings and stores them some dozens at a time: a commit for each would cost more than the reading. */
async function createCollector({ store, clock, recipes }: Parts, counts: ReadCounts, gone: Set<number>, { onChange }: ScanHooks) {
  const { fingerprint: fingerprintRecipe, embedding: embeddingRecipe, pooled } = await recipes();
  let pending: Reading[] = [];
  let since = clock.now();

  function storeReading(reading: Reading): void {
    if (reading.kind === "failed") {
      store.problems.put(reading.problem, reading.file);
      counts.unreadable.push(reading.problem);
      return;
    }
    const { id, change } = store.files.put(reading.file, reading.kind === "known" ? reading.content : keepNew(reading));
    counts[change] += 1;
    if (change === "moved") gone.delete(id);
  }

  function keepNew({ hash, file, decoded, fingerprint, embedding }: Extract<Reading, { kind: "new" }>) {
    const { facts, meanColour, sharpness } = decoded;
    const content = store.contents.put({ hash, sizeBytes: file.sizeBytes, facts, meanColour, sharpness });
    store.derived.putFingerprint(content, fingerprintRecipe, fingerprint);
    store.derived.putEmbedding(content, embeddingRecipe, embedding);
    store.pooled.put(content, pooled, embedding.features);
    return content;
  }

  function flush(): void {
    if (pending.length === 0) return;
    const readings = pending;
    pending = [];
    since = clock.now();
    store.write(() => readings.forEach(storeReading));
    onChange();
  }

  return {
    add(reading: Reading): void {
      pending.push(reading);
      if (pending.length >= commitReadings || clock.now() - since >= commitAfterMs) flush();
    },
    flush,
  };
}

/** Contents read under an older recipe are read again, from any file that holds them. */
export async function refreshDerived(parts: Parts, control: JobControl, hooks: ScanHooks): Promise<void> {
  const lacking = parts.store.contents.lacking(await parts.recipes());
  if (lacking.length === 0) return;
  control.phase("reading", lacking.length);
  const counts: ReadCounts = { new: 0, changed: 0, moved: 0, same: 0, unreadable: [] };
  const collector = await createCollector(parts, counts, new Set(), hooks);
  await forEachInFlight(parts.inFlight, lacking, control, async (file) => {
    collector.add(await readPhoto(parts, file));
    control.advance();
  }).finally(collector.flush);
}

function createStopwatch({ clock }: Parts) {
  const beganAtMs = clock.now();
  const stages: Record<string, number> = {};
  return {
    async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
      const fromMs = clock.now();
      const result = await work();
      stages[stage] = (stages[stage] ?? 0) + (clock.now() - fromMs) / 1000;
      return result;
    },
    total: () => (clock.now() - beganAtMs) / 1000,
    stages: () => stages,
  };
}

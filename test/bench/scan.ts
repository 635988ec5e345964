/** Real photos come in; the speed and memory of whole scans go out, beside the decoder's own speed on the same files in the same run. */
import { copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import sharp from "sharp";
import type { ScanReport } from "../../electron/contract.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import { shownCount, table } from "../../electron/hosts/words.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(root, "../shared/data") },
    photos: { type: "string", default: "60" },
    small: { type: "string", default: "2800" },
    rounds: { type: "string", default: "3" },
    threads: { type: "string", default: String(availableParallelism()) },
  },
});
const threads = Number(values.threads);
/** 12 megapixels. */
const bigSize = { width: 4000, height: 3000 };
const decodedSide = 512;
const memoryIntervalMs = 50;

async function photoFiles(folder: string, count: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort();
  return names.slice(0, count).map((name) => join(folder, name));
}

/** `threads` at a time, as the engine reads. */
async function inParallel<T>(items: readonly T[], work: (item: T, place: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < items.length; place = next++) await work(items[place] as T, place);
  };
  await Promise.all(Array.from({ length: threads }, worker));
}

async function makeBigPhotos(folder: string, sources: readonly string[]): Promise<string[]> {
  await mkdir(folder);
  const paths = sources.map((_, place) => join(folder, `${String(place).padStart(4, "0")}.jpg`));
  await inParallel(sources, (source, place) =>
    sharp(source)
      .resize({ ...bigSize, fit: "cover" })
      .jpeg({ quality: 92 })
      .toFile(paths[place] as string),
  );
  return paths;
}

async function secondsFor(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1000;
}

/** Only the decode that every reader of JPEGs must pay: shrink on load, then to 512 pixels, upright. */
function decodeOnly(paths: readonly string[]): Promise<void> {
  return inParallel(paths, (path) =>
    sharp(path).rotate().resize({ width: decodedSide, height: decodedSide, fit: "inside" }).removeAlpha().raw().toBuffer(),
  );
}

interface Scan {
  readonly report: ScanReport;
  readonly peakBytes: number;
}

async function scan(libraryFolder: string, folder: string): Promise<Scan> {
  const engine = await createEngine({ libraryFolder, threads });
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, memoryIntervalMs);
  try {
    const report = await engine.scan({ folders: [folder] });
    return { report, peakBytes };
  } finally {
    clearInterval(timer);
    await engine.close();
  }
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const megabytes = (bytes: number): string => `${shownCount(bytes / 1e6)} MB`;
const stages = ({ stageSeconds }: ScanReport): string =>
  Object.entries(stageSeconds)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(2)} s`)
    .join(", ");

/** Scan and decode in turn, so that a computer whose speed drifts slows both. */
async function benchBig(work: string): Promise<void> {
  const sources = await photoFiles(join(resolve(values.data), "photos"), Number(values.photos));
  const folder = join(work, "big");
  const paths = await makeBigPhotos(folder, sources);
  console.log(`${paths.length} JPEGs of 12 megapixels, quality 92, ${threads} at a time\n`);
  await decodeOnly(paths.slice(0, threads * 2));

  const rows: { scanRate: number; readRate: number; decodeRate: number }[] = [];
  let last: Scan | null = null;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const decodeSeconds = await secondsFor(() => decodeOnly(paths));
    const library = join(work, `library-${round}`);
    last = await scan(library, folder);
    const { seconds, stageSeconds } = last.report;
    rows.push({
      scanRate: paths.length / seconds,
      readRate: paths.length / (stageSeconds.read ?? seconds),
      decodeRate: paths.length / decodeSeconds,
    });
    console.log(`round ${round + 1}: ${stages(last.report)}; peak memory ${megabytes(last.peakBytes)}`);
  }
  const ratio = (rate: "scanRate" | "readRate"): string => median(rows.map((row) => row[rate] / row.decodeRate)).toFixed(2);
  const rate = (name: keyof (typeof rows)[number]): string => median(rows.map((row) => row[name])).toFixed(1);
  console.log(
    `\n${table([
      ["median of rounds", "photos a second", "of decode only"],
      ["decode only to 512 pixels", rate("decodeRate"), "1.00"],
      ["whole scan", rate("scanRate"), ratio("scanRate")],
      ["its reading (decode, hash, embed)", rate("readRate"), ratio("readRate")],
    ])}`,
  );
  if (last) await printAgain("unchanged, large files", join(work, `library-${rows.length - 1}`), folder);
}

async function printAgain(name: string, library: string, folder: string): Promise<void> {
  const { report } = await scan(library, folder);
  const rate = report.unchanged / report.seconds;
  console.log(
    `\nsecond scan, ${name}: ${report.unchanged} unchanged of ${report.found} in ${report.seconds.toFixed(2)} s, ${shownCount(rate)} a second (${stages(report)})`,
  );
}

/** Many small files: what the walk, the store and the matching cost where decoding is cheap. */
async function benchSmall(work: string): Promise<void> {
  const most = Number(values.small);
  const data = resolve(values.data);
  const sources = [...(await photoFiles(join(data, "photos"), most)), ...(await photoFiles(join(data, "objects"), most))].slice(0, most);
  const count = sources.length;
  const folder = join(work, "small");
  await mkdir(folder);
  await inParallel(sources, (source) => copyFile(source, join(folder, basename(source))));
  const library = join(work, "library-small");
  console.error(`Scanning ${shownCount(count)} small files…`);
  const { report, peakBytes } = await scan(library, folder);
  console.log(
    `\n${shownCount(count)} small files: ${(report.found / report.seconds).toFixed(0)} photos a second (${stages(report)}), peak memory ${megabytes(peakBytes)}`,
  );
  await printAgain("small files", library, folder);
}

const work = await mkdtemp(join(tmpdir(), "likeness-bench-"));
try {
  await benchBig(work);
  await benchSmall(work);
} finally {
  await rm(work, { recursive: true });
}

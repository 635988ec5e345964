/** A folder with one folder a class comes in; photos of the library, or any files, go out in these classes, each with a probability, or unsure. */
import { basename } from "node:path";
import { dequantise } from "../../native-models/quantise.ts";
import type { ClassifiedPhoto, ClassifyReport, ClassifyRequest } from "../contract/learning.ts";
import { type FilePath, LikenessError, type Problem } from "../contract.ts";
import { photosBelow } from "./folder-photos.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { createClassJudge } from "./learn/classes.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import { problemOf } from "./read-photo.ts";

/** Below this the answer is "unsure". */
const sure = 0.5;

export async function classify(parts: Parts, control: JobControl, { examples, files }: ClassifyRequest): Promise<ClassifyReport> {
  const { photos, problems } = await photosBelow([examples], control);
  const unreadable: Problem[] = [...problems];
  const known = photos.map(({ path }) => ({
    path,
    name: classOf(
      path,
      photos.map((photo) => photo.path),
    ),
  }));
  control.phase("reading", known.length + (files?.length ?? 0));
  const vectors = await readVectors(
    parts,
    control,
    known.map(({ path }) => path),
    unreadable,
  );
  const read = known.filter(({ path }) => vectors.has(path));
  const names = [...new Set(read.map(({ name }) => name))].sort();
  if (names.length < 2)
    throw new LikenessError("usage", `"${examples}" must have a folder for each class, at least two, with photos in them.`);
  const given = { vectors: read.flatMap(({ path }) => vectors.get(path) ?? []), classes: read.map(({ name }) => names.indexOf(name)) };
  const { judge } = createClassJudge(given);

  const asked = files ? await strangers(parts, control, files, unreadable) : await ownPhotos(parts);
  const counts = names.map((name) => ({ name, examples: read.filter((one) => one.name === name).length }));
  const judged = [...given.vectors.keys()].filter((at) => (counts[given.classes[at] ?? 0]?.examples ?? 0) > 1);
  const right = judged.filter((at) => judge(given.vectors[at] as Float32Array, at).likeliest === given.classes[at]).length;
  return {
    classes: counts,
    accuracy: judged.length === 0 ? null : right / judged.length,
    photos: asked.map(({ path, photo, vector }): ClassifiedPhoto => {
      const { likeliest, probability } = judge(vector);
      const name = names[likeliest] ?? "";
      return { path, photo, class: probability >= sure ? name : null, likeliest: name, probability };
    }),
    unreadable,
  };
}

/** The name of the folder right below the one that all lie in. */
function classOf(path: FilePath, all: readonly FilePath[]): string {
  const parts = path.split(/[\\/]/);
  const shared = parts.findIndex((part, at) => all.some((other) => other.split(/[\\/]/)[at] !== part));
  const name = parts[Math.max(0, shared)] ?? "";
  return shared === parts.length - 1 ? "" : name || basename(path);
}

interface Asked {
  readonly path: FilePath;
  readonly photo: ClassifiedPhoto["photo"];
  readonly vector: Float32Array;
}

/** What a scan kept; nothing is decoded. */
async function ownPhotos({ store, recipes }: Parts): Promise<readonly Asked[]> {
  const { embedding } = await recipes();
  const scenes = new Map(store.derived.scenes(embedding).map(({ content, scene }) => [content, scene]));
  return store.photos.all().flatMap(({ id, path, content }): Asked[] => {
    const scene = scenes.get(content);
    return scene ? [{ path, photo: id, vector: dequantise(scene) }] : [];
  });
}

async function strangers(parts: Parts, control: JobControl, files: readonly FilePath[], unreadable: Problem[]): Promise<readonly Asked[]> {
  const vectors = await readVectors(parts, control, files, unreadable);
  return files.flatMap((path): Asked[] => {
    const vector = vectors.get(path);
    return vector ? [{ path, photo: parts.store.files.at(path), vector }] : [];
  });
}

/** Scene descriptors: kinds of things, not copies of one picture. */
async function readVectors(
  parts: Parts,
  control: JobControl,
  paths: readonly FilePath[],
  unreadable: Problem[],
): Promise<Map<FilePath, Float32Array>> {
  const vectors = new Map<FilePath, Float32Array>();
  const { embed } = await parts.embedder();
  await forEachInFlight(parts.inFlight, paths, control, async (path) => {
    try {
      const { pixels } = await parts.media.decode(await parts.media.open(path, () => undefined));
      const [embedded] = await embed([pixels]);
      if (embedded) vectors.set(path, dequantise(embedded.scene));
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      unreadable.push(problemOf(path, error));
    }
    control.advance();
  });
  return vectors;
}

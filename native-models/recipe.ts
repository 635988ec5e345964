/**
 * A folder of weights comes in, everything that the program's descriptors depend on goes out; and the other way round. What the program
 * ships is such a folder, and what a training makes is another: recipe.json, the heads, and adapted.safetensors where blocks were trained.
 * The backbone stays with the program; recipe.json says by checksum which one was trained on.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Architecture, efficientNetLite } from "./architectures/efficientnet-lite.ts";
import { type Head, headTensors, readHead } from "./head.ts";
import { type RecipeFile, type RecipeSettings, readSettings, settingsFile } from "./recipe-settings.ts";
import { readSafetensors, type Safetensors, SafetensorsError, type Tensor, writeSafetensors } from "./safetensors.ts";

/** What the shipped recipe was trained from: the network as ImageNet left it, and a whitening. */
export const frozenRecipe = fileURLToPath(new URL("weights/frozen/", import.meta.url));
export const shippedRecipe = fileURLToPath(new URL("weights/", import.meta.url));

export interface LoadedRecipe {
  readonly settings: RecipeSettings;
  readonly architecture: Architecture;
  /** The backbone that nothing of the program changed. */
  readonly weights: Safetensors;
  /** Tensors of trained blocks, by the same names; they stand for the copy descriptor alone. The scene descriptor's pass does not see them. */
  readonly adapted: ReadonlyMap<string, Tensor>;
  readonly copy: Head;
  readonly scene: Head;
  readonly hashes: RecipeHashes;
  /** Hex, of the backbone's file. */
  readonly backboneSha256: string;
}

/** Hex, SHA-256. */
export interface RecipeHashes {
  /** Over all of it: descriptors of different hashes do not compare. */
  readonly all: string;
  /** Over what the copy descriptor's pooled features depend on: while it stays, new copy descriptors need no pixels. */
  readonly features: string;
  /** Over what the scene descriptor depends on. */
  readonly scene: string;
}

/** What training changed. */
export interface Adaptation {
  /** Complete tensors that take the place of the backbone's: kernels F16, batch norm F32. Empty where only the head was trained. */
  readonly adapted: ReadonlyMap<string, Tensor>;
  readonly head: Head;
}

interface RecipeBytes {
  readonly settings: RecipeSettings;
  readonly backbone: Uint8Array;
  readonly heads: Uint8Array;
  readonly adapted: Uint8Array | null;
}

/** @throws Error where a file is missing or is not the one that recipe.json names, SafetensorsError where it is damaged. */
export function loadRecipe(folder: string = shippedRecipe): LoadedRecipe {
  const bytes = readBytes(folder);
  const { settings, backbone, heads, adapted } = bytes;
  const file = readSafetensors(heads);
  return {
    settings,
    architecture: efficientNetLite(settings.variant),
    weights: readSafetensors(backbone),
    adapted: adapted ? readSafetensors(adapted).tensors : new Map(),
    copy: readHead(file, "copy"),
    scene: readHead(file, "scene"),
    hashes: hashesOf(bytes),
    backboneSha256: sha256(backbone),
  };
}

/** The hashes alone: whoever only looks at what is kept needs no more. @throws Error as `loadRecipe`. */
export function recipeHashes(folder: string = shippedRecipe): RecipeHashes {
  return hashesOf(readBytes(folder));
}

/**
 * Writes what a training made of `recipe` into a folder (made where there is none), the settings last: without them it is no recipe.
 * The scene's head stays.
 * @param notes How it came about, for people and for logs.
 * @returns the recipe as it now stands on the disk, 16-bit numbers and all.
 */
export function writeRecipe(
  folder: string,
  recipe: LoadedRecipe,
  { adapted, head }: Adaptation,
  notes: Readonly<Record<string, unknown>>,
): LoadedRecipe {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, bytes: Uint8Array): RecipeFile => {
    writeFileSync(join(folder, `${name}.new`), bytes);
    renameSync(join(folder, `${name}.new`), join(folder, name));
    return { file: name, sha256: sha256(bytes) };
  };
  const heads = write(
    "heads.safetensors",
    writeSafetensors(new Map([...headTensors("copy", head), ...headTensors("scene", recipe.scene)])),
  );
  const settings: RecipeSettings = {
    ...recipe.settings,
    backbone: { file: recipe.settings.backbone.file, sha256: recipe.backboneSha256 },
    heads,
    adapted: adapted.size > 0 ? write("adapted.safetensors", writeSafetensors(adapted)) : null,
    notes,
  };
  write(settingsFile, Buffer.from(`${JSON.stringify(settings, null, 2)}\n`));
  return loadRecipe(folder);
}

function readBytes(folder: string): RecipeBytes {
  const settings = readSettings(folder);
  const backboneFolder = existsSync(join(folder, settings.backbone.file)) ? folder : shippedRecipe;
  return {
    settings,
    backbone: readChecked(backboneFolder, settings.backbone),
    heads: readChecked(folder, settings.heads),
    adapted: settings.adapted && readChecked(folder, settings.adapted),
  };
}

function readChecked(folder: string, { file, sha256: expected }: RecipeFile): Uint8Array {
  const bytes = readFileSync(join(folder, file));
  if (expected !== undefined && sha256(bytes) !== expected)
    throw new SafetensorsError(`${file} is not the file that the recipe was made with.`);
  return bytes;
}

function hashesOf({ settings, backbone, heads, adapted }: RecipeBytes): RecipeHashes {
  const { variant, inputSize, copy, scene } = settings;
  const { tensors } = readSafetensors(heads);
  const bytesOf = (name: string): Uint8Array[] =>
    [...tensors].filter(([tensor]) => tensor.startsWith(`${name}/`)).flatMap(([tensor, { bytes }]) => [Buffer.from(tensor), bytes]);
  const hash = (what: unknown, ...parts: readonly Uint8Array[]): string => {
    const all = createHash("sha256").update(JSON.stringify(what));
    for (const part of parts) all.update(part);
    return all.digest("hex");
  };
  const features = hash({ variant, inputSize, pooled: copy.pooled }, backbone, adapted ?? new Uint8Array());
  const sceneHash = hash({ variant, inputSize, pooled: scene.pooled }, backbone, ...bytesOf("scene"));
  return { features, scene: sceneHash, all: hash({ features, scene: sceneHash }, ...bytesOf("copy")) };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

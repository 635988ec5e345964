/** recipe.json comes in, checked settings go out: the network's variant and size, what is pooled, and the files of weights by checksum. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isVariant, type VariantName } from "./architectures/efficientnet-lite.ts";
import { type PooledBlock, poolingKinds } from "./architectures/pooling.ts";

export const settingsFile = "recipe.json";

export interface RecipeFile {
  /** A name in the same folder. */
  readonly file: string;
  /** Hex; a file with another checksum is refused. The manifest has those of the shipped files. */
  readonly sha256?: string;
}

export interface RecipeSettings {
  readonly format: 1;
  readonly variant: VariantName;
  /** Pixels a side. */
  readonly inputSize: number;
  readonly backbone: RecipeFile;
  readonly heads: RecipeFile;
  readonly adapted: RecipeFile | null;
  readonly copy: { readonly pooled: readonly PooledBlock[] };
  readonly scene: { readonly pooled: readonly PooledBlock[] };
  /** How it came about. Part of no hash. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

/** @throws Error where the folder has none, or one that is not understood. */
export function readSettings(folder: string): RecipeSettings {
  const path = join(folder, settingsFile);
  const settings = JSON.parse(readFileSync(path, "utf8")) as Partial<Record<keyof RecipeSettings, unknown>>;
  const problem = problemOf(settings);
  if (problem) throw new Error(`${path}: ${problem}.`);
  return settings as unknown as RecipeSettings;
}

function problemOf({
  format,
  variant,
  inputSize,
  backbone,
  heads,
  adapted,
  copy,
  scene,
}: Partial<Record<keyof RecipeSettings, unknown>>): string | null {
  if (format !== 1) return `its format is ${String(format)}, and only 1 is known`;
  if (!isVariant(variant)) return `the variant ${String(variant)} is not known`;
  if (!Number.isSafeInteger(inputSize) || (inputSize as number) < 8) return "its inputSize is no side of a picture";
  if (![backbone, heads, ...(adapted === null ? [] : [adapted])].every(isFile)) return "a file of weights has no plain name";
  if (![copy, scene].every((part) => isPooledList((part as { pooled?: unknown } | undefined)?.pooled)))
    return "what is pooled is not understood";
  return null;
}

function isFile(value: unknown): value is RecipeFile {
  const { file, sha256 } = (value ?? {}) as Partial<Record<keyof RecipeFile, unknown>>;
  // A plain name: a recipe reaches no file outside its folder.
  return typeof file === "string" && /^[\w-][\w.-]*$/.test(file) && (sha256 === undefined || typeof sha256 === "string");
}

function isPooledList(value: unknown): value is readonly PooledBlock[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPooled);
}

function isPooled(value: unknown): value is PooledBlock {
  const { block, pooling } = (value ?? {}) as Partial<Record<keyof PooledBlock, unknown>>;
  const known: readonly unknown[] = poolingKinds;
  return typeof block === "string" && Array.isArray(pooling) && pooling.length > 0 && pooling.every((kind) => known.includes(kind));
}

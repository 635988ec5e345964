/** The library comes in; which embedder it uses goes out: a folder of learned weights with how its similarities are read, or the shipped one. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { recipeHashes } from "../../native-models/recipe.ts";
import type { RunId } from "../contract/learning.ts";
import { plainScale, type SimilarityScale } from "./learn/scale.ts";
import type { Store } from "./store/store.ts";

export interface EmbedderInUse {
  /** null: the shipped one, also where the weights of the one in use are gone or damaged. */
  run(): RunId | null;
  /** Nothing for the shipped ones. */
  weights(): { readonly weights?: string };
  /** A cosine of the embedder in use, as matching reads it. */
  similarity(): (cosine: number) => number;
  /** Part of the key of matches; "" for the shipped one. */
  scaleName(): string;
  /** Of any run: its folder in the library, its weights, how its similarities are read. */
  folderOf(run: RunId): string;
  weightsOf(run: RunId): string;
  /** TensorBoard's event files and JSON lines. */
  logOf(run: RunId): string;
  scaleOf(run: RunId): SimilarityScale;
  isWhole(run: RunId): boolean;
}

export const scaleFile = "scale.json";

export function createEmbedderInUse({ folder, runs }: Pick<Store, "folder" | "runs">): EmbedderInUse {
  const folderOf = (run: RunId): string => join(folder, "training", String(run));
  const weightsOf = (run: RunId): string => join(folderOf(run), "weights");

  function scaleOf(run: RunId): SimilarityScale {
    const path = join(weightsOf(run), scaleFile);
    if (!existsSync(path)) return plainScale;
    const { gain, offset } = JSON.parse(readFileSync(path, "utf8")) as SimilarityScale;
    return { gain, offset };
  }
  /** What is on the disk as it was when it was last found whole or not: reading and hashing it all takes a tenth of a second. */
  const looked = new Map<RunId, { readonly files: string; readonly whole: boolean }>();

  /** A library that was copied without its weights, or whose weights are damaged, goes on with the shipped ones. */
  function isWhole(run: RunId): boolean {
    const files = filesIn(weightsOf(run));
    const before = looked.get(run);
    if (before?.files === files) return before.whole;
    const whole = readsWhole(run);
    looked.set(run, { files, whole });
    return whole;
  }
  function readsWhole(run: RunId): boolean {
    try {
      recipeHashes(weightsOf(run));
      scaleOf(run);
      return true;
    } catch {
      return false;
    }
  }
  function run(): RunId | null {
    const id = runs.inUse();
    return id !== null && isWhole(id) ? id : null;
  }
  const scale = (): SimilarityScale => {
    const id = run();
    return id === null ? plainScale : scaleOf(id);
  };

  return {
    run,
    weights() {
      const id = run();
      return id === null ? {} : { weights: weightsOf(id) };
    },
    similarity() {
      const { gain, offset } = scale();
      return (cosine) => gain * cosine + offset;
    },
    scaleName() {
      const id = run();
      return id === null ? "" : JSON.stringify(scaleOf(id));
    },
    folderOf,
    weightsOf,
    logOf: (id) => join(folderOf(id), "log"),
    scaleOf,
    isWhole,
  };
}

/** Names, sizes and times of a folder's files; "" where there is none. */
function filesIn(folder: string): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const { size, mtimeMs, ctimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs} ${ctimeMs}`;
    })
    .join("\n");
}

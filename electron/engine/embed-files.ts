/** Files come in; their copy descriptors go into a safetensors file, one row a file. */
import { open, writeFile } from "node:fs/promises";
import { fromFloat32, writeSafetensors } from "../../native-models/safetensors.ts";
import { type EmbedReport, LikenessError, type Params, type Problem } from "../contract.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import { systemPath } from "./photo.ts";
import { describe, problemOf } from "./read-photo.ts";

/** Rows of files that cannot be read are zeros, and the report names them. Throws "usage" rather than overwrite what is no vector file. */
export async function embedFiles(parts: Parts, { files, out }: Params<"embed">): Promise<EmbedReport> {
  await requireReplaceable(out);
  const { dimensions } = await parts.embedder();
  const rows = new Float32Array(files.length * dimensions);
  const unreadable: Problem[] = [];
  for (const [row, path] of files.entries()) {
    try {
      const { embedding } = await describe(parts, await parts.media.open(path, () => {}));
      rows.set(Float32Array.from(embedding.copy), row * dimensions);
      normalise(rows.subarray(row * dimensions, (row + 1) * dimensions));
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      unreadable.push(problemOf(path, error));
    }
  }
  const { embedding: recipe } = await parts.recipes();
  const tensors = new Map([["copy", fromFloat32(rows, [files.length, dimensions])]]);
  await writeFile(systemPath(out), writeSafetensors(tensors, { recipe, files: JSON.stringify(files) }));
  return { rows: files.length, dimensions, out, unreadable };
}

function normalise(row: Float32Array): void {
  const length = Math.hypot(...row);
  if (length > 0) for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) / length;
}

/** A safetensors file begins with the length of its header (8 bytes, little-endian) and "{". */
async function requireReplaceable(out: string): Promise<void> {
  const file = await open(systemPath(out), "r").catch(() => null);
  if (!file) return;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(9), 0, 9, 0);
    if (bytesRead > 0 && buffer[8] !== 0x7b)
      throw new LikenessError("usage", `"${out}" exists and is no safetensors file. Give another name.`);
  } finally {
    await file.close();
  }
}

/** The library and this computer come in; what the program has to work with, and what it lacks, goes out. */
import { availableParallelism, totalmem } from "node:os";
import { backendReports } from "../../native-models/backends/reports.ts";
import type { DoctorReport } from "../contract.ts";
import type { Parts } from "./parts.ts";

export const programVersion = "0.1.0";

export async function examine(parts: Parts): Promise<DoctorReport> {
  const { store, media } = parts;
  const [backends, recipes] = await Promise.all([backendReports(), parts.recipes()]);
  return {
    version: programVersion,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    libraries: media.libraries(),
    backends,
    formats: media.formats(),
    database: { path: store.databasePath, sizeBytes: store.sizeBytes(), schema: store.schema, photos: store.photos.count() },
    recipe: recipes.embedding,
  };
}

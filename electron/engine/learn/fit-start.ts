/** A plan's photos and their copies come in, a whitening fitted on them goes out: what a head can begin from. */
import type { Head } from "../../../native-models/head.ts";
import { fitEditWhitening } from "../../../native-models/whitening.ts";
import type { TrainPlan } from "./plan.ts";
import type { RowFile } from "./row-file.ts";

/** As the shipped one was fitted. */
const options = { shrinkage: 0.02, photoShare: 0.2 };

/** null where there are too few rows to fit one. The rows must be features. */
export function fitStart({ sources }: TrainPlan, rows: RowFile, outputDimensions: number): Head | null {
  const count = sources.reduce((sum, source) => sum + source.rows.length, 0);
  if (count < 2 * rows.width) return null;
  const origins = new Int32Array(count);
  let at = 0;
  for (const source of sources) {
    origins.fill(at, at, at + source.rows.length);
    at += source.rows.length;
  }
  const values = rows.read(sources.flatMap((source) => source.rows));
  return {
    whitening: fitEditWhitening(values, origins, rows.width, { outputDimensions, ...options }),
    projection: null,
  };
}

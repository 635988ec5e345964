/** The metric learnt from this library's people is packed into the store and taken out again; one that another face model made does not count. */
import type { Parts } from "./parts.ts";
import type { FaceMetric } from "./people/faces.ts";

type Disk = Pick<Parts, "store" | "faceModels" | "clock">;

/** As it is kept: numbers as base64 of float32. */
interface PackedMetric extends Omit<FaceMetric, "mean" | "matrix"> {
  readonly faces: string;
  readonly mean: string;
  readonly matrix: string;
}

/** null where the shipped metric is in use. */
export function peopleMetric({ store, faceModels }: Omit<Disk, "clock">): FaceMetric | null {
  const kept = store.peopleMetric.get();
  if (kept === null) return null;
  const { faces, mean, matrix, ...rest }: PackedMetric = JSON.parse(Buffer.from(kept.data).toString("utf8"));
  return faces === faceModels.recipe() ? { ...rest, mean: floats(mean), matrix: floats(matrix) } : null;
}

export function keepPeopleMetric({ store, faceModels, clock }: Disk, metric: FaceMetric): void {
  const packed: PackedMetric = { ...metric, faces: faceModels.recipe() ?? "", mean: text(metric.mean), matrix: text(metric.matrix) };
  store.peopleMetric.put({ recipe: metric.recipe, learntAtMs: clock.now(), data: Buffer.from(JSON.stringify(packed)) });
}

const text = ({ buffer, byteOffset, byteLength }: Float32Array): string => Buffer.from(buffer, byteOffset, byteLength).toString("base64");
const floats = (packed: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(packed, "base64")).buffer);

/** The aligner on worker threads: what it does takes tens of milliseconds a photo, too long for the thread that answers everybody. */
import type { AlignmentEvidence, Pixels } from "../photo.ts";
import { createThreads } from "../threads.ts";

export type AlignRequest = { readonly pixels: Pixels } | { readonly a: Uint8Array; readonly b: Uint8Array };

/** As `Aligner`, but answers come later. */
export interface AlignerThreads {
  features(pixels: Pixels): Promise<Uint8Array>;
  align(a: Uint8Array, b: Uint8Array): Promise<AlignmentEvidence | null>;
  dispose(): Promise<void>;
}

export async function createAlignerThreads(threads: number): Promise<AlignerThreads> {
  const file = new URL("./worker.ts", import.meta.url);
  const pool = await createThreads<AlignRequest, Uint8Array | AlignmentEvidence | null>({ file, count: threads, name: "The aligner" });
  return {
    features: async (pixels) => (await pool.ask({ pixels })) as Uint8Array,
    align: async (a, b) => (await pool.ask({ a, b })) as AlignmentEvidence | null,
    dispose: pool.dispose,
  };
}

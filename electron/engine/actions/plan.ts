/** What should go and what is kept for it come in, with what the disk says; a plan goes out. Nothing is touched. */
import type { FilePath } from "../../contract.ts";
import type { ContentAt, Plan } from "../photo.ts";
import type { FileSystem } from "./file-system.ts";

/** One photo that a person, or a rule, decided to remove. */
export interface RemovalRequest extends ContentAt {
  /** As the library has them. */
  readonly sizeBytes: number;
  readonly modifiedAtNs: bigint;
  /** The scanned folder that it was found in. */
  readonly root: FilePath;
  readonly protected: boolean;
  readonly group: string;
  readonly kept: ContentAt;
}

export interface PlanOptions {
  readonly fileSystem: FileSystem;
  /** SHA-256 of a file, 32 bytes; throws the system's errors. For side files, and for what is kept beside them. */
  readonly hashFile: (path: FilePath) => Promise<Uint8Array>;
  /** Whether a name is a photo's. */
  readonly isPhotoName: (name: string) => boolean;
}

/** Looks at the disk (sizes, times, links, folders, side files; reads only side files) and plans. */
export declare function planRemovals(requests: readonly RemovalRequest[], options: PlanOptions): Promise<Plan>;

/** What every step of acting works with. */
import type { FileSystem } from "./file-system.ts";
import type { Ledger } from "./ledger.ts";
import type { Look } from "./look.ts";

export interface Tools {
  readonly fileSystem: FileSystem;
  readonly look: Look;
  readonly ledger: Ledger;
}

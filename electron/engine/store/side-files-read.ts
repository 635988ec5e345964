/** Side files whose names were read go in as they were; whether one is still the same comes out. */
import type { FilePath } from "../../contract.ts";
import { bytesOfPath } from "../photo.ts";
import type { Connection } from "./connection.ts";
import type { FileStamp } from "./files.ts";

export interface SideFilesRead {
  /** Read before, and since then of the same size and time. */
  has(path: FilePath, stamp: FileStamp): boolean;
  put(path: FilePath, stamp: FileStamp): void;
}

export function createSideFilesRead(connection: Connection): SideFilesRead {
  const has = connection.bigQuery<[bigint]>("SELECT 1 FROM side_file_read WHERE path = ? AND size_bytes = ? AND modified_at_ns = ?");
  const put = connection.query("INSERT OR REPLACE INTO side_file_read VALUES (?, ?, ?)");
  return {
    has: (path, { sizeBytes, modifiedAtNs }) => has.get(bytesOfPath(path), sizeBytes, modifiedAtNs) !== undefined,
    put: (path, { sizeBytes, modifiedAtNs }) => void connection.write(() => put.run(bytesOfPath(path), sizeBytes, modifiedAtNs)),
  };
}

/** What could not be read goes in with the file's size and time, so that it is tried again only when it changes. */
import type { Problem } from "../../contract.ts";
import { bytesOfPath, type FoundFile, pathOfBytes } from "../photo.ts";
import type { Connection } from "./connection.ts";

export interface Problems {
  /** Keeps the problem; a photo that the library had at this path counts as gone. */
  put(problem: Problem, file: FoundFile): void;
  /** In path order. */
  all(): Problem[];
  count(): number;
}

type ProblemRow = [path: Uint8Array, code: string, message: string];

export function createProblems(connection: Connection): Problems {
  const put = connection.query("INSERT OR REPLACE INTO problem VALUES (?, ?, ?, ?, ?)");
  const markGone = connection.query("UPDATE file SET gone = 1 WHERE path = ?");
  const all = connection.query<ProblemRow>("SELECT path, code, message FROM problem ORDER BY path");
  const count = connection.query<[number]>("SELECT count(*) FROM problem");

  return {
    put({ path, code, message }, file) {
      connection.write(() => {
        const bytes = bytesOfPath(path);
        put.run(bytes, code, message, file.sizeBytes, file.modifiedAtNs);
        markGone.run(bytes);
        connection.touch();
      });
    },
    all: () => all.all().map(problemOf),
    count: () => count.get()?.[0] ?? 0,
  };
}

export function problemOf([path, code, message]: readonly [Uint8Array, string, string, ...unknown[]]): Problem {
  return { path: pathOfBytes(path), code: code as Problem["code"], message };
}

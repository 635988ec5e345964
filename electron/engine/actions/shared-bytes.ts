/** A file's path comes in; how many of its bytes stand in blocks that other files hold too (reflinks) goes out, where the system says so. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { FilePath } from "../../contract.ts";

const run = promisify(execFile);
/** A file in very many pieces has a line for each. */
const longestAnswerBytes = 2 ** 26;

/**
 * By filefrag of e2fsprogs, which asks Linux for the file's extents (FIEMAP, https://docs.kernel.org/filesystems/fiemap.html).
 * @returns 0..the file's size; null where there is no such program or system, and for a name that it cannot be given.
 */
export async function sharedBytes(path: FilePath): Promise<number | null> {
  if (process.platform !== "linux" || !path.isWellFormed()) return null;
  try {
    const environment = { ...process.env, LC_ALL: "C", PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin` };
    const { stdout } = await run("filefrag", ["-v", "--", path], { env: environment, maxBuffer: longestAnswerBytes });
    return sharedBytesIn(stdout);
  } catch {
    return null;
  }
}

/** The size right before the table is filefrag's own, whatever a name says; extents are counted in its blocks. */
export function sharedBytesIn(answer: string): number | null {
  const size = / is (\d+) \(\d+ blocks? of (\d+) bytes\)\n ext:/.exec(answer);
  if (!size) return null;
  const [sizeBytes, blockBytes] = [Number(size[1]), Number(size[2])];
  let blocks = 0;
  for (const [, length, flags = ""] of answer.matchAll(/^ *\d+: +\d+\.\. *\d+: +\d+\.\. *\d+: +(\d+):.* (\S+)$/gm))
    if (flags.split(",").includes("shared")) blocks += Number(length);
  return Math.min(sizeBytes, blocks * blockBytes);
}

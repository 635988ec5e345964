/** What went wrong with one file comes in; the words that the person reads go out. */
import { codeOf } from "./file-system.ts";

/** This file is left as it is, for a reason that is not the system's. */
export class Refusal extends Error {}

/** The journal could not be written: nothing may go on. */
export class JournalFailure extends Error {}

const words: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full.",
  EDQUOT: "The disk quota is used up.",
  EACCES: "The system does not allow it.",
  EPERM: "The system does not allow it.",
  EROFS: "This folder is read-only.",
  EXDEV: "It lies on another volume than its own folder, and is not moved across.",
  EIO: "The disk failed.",
  ENAMETOOLONG: "Its path is too long.",
  ENOENT: "It is not there any more.",
  ENOTDIR: "It is not there any more.",
  ELOOP: "A link stands there now.",
  EFTYPE: "What stands there now is not a file.",
  EBUSY: "It is in use and changed while it was read.",
};

/** null for what is not about this one file: a fault of the program or of the journal. */
export function reasonOf(error: unknown): string | null {
  if (error instanceof Refusal) return error.message;
  if (error instanceof JournalFailure) return null;
  const code = codeOf(error);
  if (!/^E[A-Z0-9]+$/.test(code)) return null;
  return `${words[code] ?? "The system refused."} (${code})`;
}

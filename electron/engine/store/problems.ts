/** What could not be read goes in with the file's size and time, so that it is tried again only when it changes. */
import type { Problem } from "../../contract.ts";
import type { FoundFile } from "../photo.ts";

export interface Problems {
  /** Keeps the problem; a photo that the library had at this path counts as gone. */
  put(problem: Problem, file: FoundFile): void;
  /** In path order. */
  all(): Problem[];
  count(): number;
}

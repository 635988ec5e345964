/** Why a file could not be read as a photo: a code of the contract and words for a person. */
import type { ProblemCode } from "../../contract.ts";

export class MediaError extends Error {
  readonly code: ProblemCode;
  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MediaError";
    this.code = code;
  }
}

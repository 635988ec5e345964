/** What the image library says of a file comes in; the problem in the contract's words goes out. */
import { MediaError } from "./media-error.ts";

const tooLarge = /pixel limit|exceeds.*limit|too large|dimensions.*(exceed|limit)/i;
const unsupported =
  /not (compiled|configured|implemented|supported|built)|unsupported (image format|codec|feature|tiff|colou?rspace|image type|compression|color)|no decoding plugin|support for this compression|Unsupported feature|bad number of bands/i;
const vanished = /ENOENT|no such file|Input file is missing/i;

export function mediaErrorOf(error: unknown, format: string): MediaError {
  if (error instanceof MediaError) return error;
  const words = error instanceof Error ? error.message : String(error);
  // Complaints come first, what ended the reading last.
  const line = words.split("\n").findLast((part) => part.trim() !== "") ?? words;
  const detail = /unknown error|corrupt header:\s*$/i.test(line) ? "" : ` (${line.trim()})`;
  const name = format.toUpperCase();
  if (vanished.test(words)) return new MediaError("vanished", "The file is no longer there.", { cause: error });
  if (tooLarge.test(words))
    return new MediaError("too-large", `The ${name} picture has more pixels than the limit${detail}.`, { cause: error });
  if (unsupported.test(words))
    return new MediaError("unsupported-format", `This kind of ${name} cannot be read${detail}.`, { cause: error });
  return new MediaError("damaged", `The ${name} picture is truncated or broken${detail}.`, { cause: error });
}

/** A photo that would go and the one that would stay come in; what somebody could miss goes out in words, or null where nobody would. Pure. */
import type { Candidate } from "../photo.ts";

/** Files of these formats hold one picture: others can hold pages, frames, depth or camera data of which the program compares only the first. */
const onePicture: ReadonlySet<string> = new Set(["jpeg", "png", "bmp"]);

/** A photo that keeps its bytes elsewhere loses nothing. Whatever else goes must be the poorer one in everything that the library knows. */
export function whatWouldBeMissed(going: Candidate, kept: Candidate): string | null {
  if (going.content === kept.content) return null;
  const [one, other] = [going.facts, kept.facts];
  if (!onePicture.has(one.format)) return `A file of this format (${one.format}) can hold more than the picture that was compared.`;
  if (one.format !== other.format && !(one.format === "jpeg" && onePicture.has(other.format)))
    return `The kept photo is in another format (${other.format}).`;
  if (other.width * other.height < one.width * one.height) return "The kept photo has fewer pixels.";
  if (kept.sizeBytes < going.sizeBytes) return "The kept photo's file is smaller.";
  if (other.metadataFields < one.metadataFields) return "The kept photo's file holds less metadata.";
  if (one.takenAtMs !== null && one.takenAtMs !== other.takenAtMs) return "The kept photo has another time, or none.";
  if (one.camera !== null && one.camera !== other.camera) return "The kept photo names another camera, or none.";
  const { place } = one;
  if (place !== null && (other.place?.latitude !== place.latitude || other.place.longitude !== place.longitude))
    return "The kept photo has another place, or none.";
  return null;
}

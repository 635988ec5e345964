/** Options of `plan` and `clean` come in; what to ask the engine for goes out. */
import { type Command, Option } from "commander";
import {
  type CleanupRequest,
  certainRule,
  type FilePath,
  type GroupKind,
  groupKinds,
  type MetadataMerging,
  metadataMergings,
  type Relation,
} from "../../contract.ts";
import { pathValue, probabilityValue } from "./values.ts";

export interface CleanupOptions {
  readonly kind?: GroupKind;
  readonly minProbability?: number;
  readonly folder?: FilePath;
  readonly marked?: boolean;
  readonly mergeMetadata?: MetadataMerging;
}

/** What can stand for a photo in each kind of group. */
const relationsOf: Readonly<Record<GroupKind, readonly Relation[]>> = {
  copies: ["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"],
  moments: ["same-moment"],
};

export function addCleanupOptions(command: Command): Command {
  return command
    .addOption(new Option("--kind <kind>", "which groups (default: copies)").choices(groupKinds))
    .option("--min-probability <p>", "every photo of such groups from this probability on, 0 to 1, however it differs", probabilityValue)
    .option("--folder <dir>", "only photos below this folder go", pathValue)
    .addOption(
      new Option(
        "--merge-metadata <how>",
        "what becomes of rating, keywords, title, description, place and time that the kept photo lacks: sidecar writes them into an XMP file beside it, embedded into the photo itself where it is a JPEG that can take them up and else beside it; undo takes them away again (default: as in the settings)",
      ).choices(metadataMergings),
    )
    .addOption(new Option("--marked", "instead, the photos that were marked for removal").conflicts(["kind", "minProbability", "folder"]))
    .addHelpText("after", whatIsCertain);
}

const whatIsCertain = `
Without --kind and --min-probability, only what is certain goes: other files with the same bytes; and JPEG, PNG and BMP files that are the
same picture saved again (probability 0.99 and above), for a photo that has at least their pixels, bytes and metadata. Nothing goes whose
side files (XMP, AAE, Live Photo) the kept photo lacks, or that is kept on another volume only. Photos in protected folders never go.`;

export function requestOf({ mergeMetadata, ...options }: CleanupOptions): CleanupRequest {
  return { ...whatOf(options), ...(mergeMetadata === undefined ? {} : { mergeMetadata }) };
}

function whatOf({ kind, minProbability, folder, marked }: Omit<CleanupOptions, "mergeMetadata">): CleanupRequest {
  if (marked) return { marked: true };
  const where = folder === undefined ? {} : { folder };
  // Copies without a probability are what a person would call certain, whether the kind was said or not.
  if (minProbability === undefined && kind !== "moments") return { rule: { ...certainRule, ...where } };
  const wanted = kind ?? "copies";
  return {
    rule: { kinds: [wanted], relations: relationsOf[wanted], minProbability: minProbability ?? certainRule.minProbability, ...where },
  };
}

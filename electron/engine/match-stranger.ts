/** A photo that is not in the library comes in, decoded and described; what stands for it in the library, and which of the two is better, goes out. */
import type { CheckedPhoto } from "../contract/folders.ts";
import { removableRelations } from "../contract/folders.ts";
import { usualProbability } from "./decisions.ts";
import { createFeatures } from "./features.ts";
import { copyRelations } from "./group/group.ts";
import type { KnownPhotos } from "./known-photos.ts";
import { decide, needsAlignment } from "./match/matcher.ts";
import type { Parts } from "./parts.ts";
import type { Candidate, ContentId, FoundFile, Match, MatchItem } from "./photo.ts";
import type { Description } from "./read-photo.ts";
import { type StoredPhoto, summaryOf } from "./store/photos.ts";
import { createVersions } from "./versions.ts";

export interface Strangers {
  judge(file: FoundFile, description: Description): Promise<Pick<CheckedPhoto, "verdict" | "match" | "reasons">>;
}

/** No content of the library. */
const stranger = -1 as ContentId;

interface Stand {
  readonly match: Match;
  readonly photo: StoredPhoto;
}

export async function createStrangers(parts: Parts, known: KnownPhotos): Promise<Strangers> {
  const matcher = await parts.matcher();
  const features = await createFeatures(parts);
  const rules = parts.store.settings.all().keeperCriteria;

  /** What matches it, the likeliest first. */
  async function matchesOf({ decoded, fingerprint, embedding }: Description): Promise<Match[]> {
    const item: MatchItem = { content: stranger, fingerprint, copy: embedding.copy, facts: decoded.facts };
    let own: Promise<Uint8Array> | null = null;
    const ownFeatures = (): Promise<Uint8Array> => {
      // Of the thumbnail, as the library's own are.
      own ??= parts.aligner().then(async (aligner) => aligner.features(await parts.media.pixels(decoded.thumbnail)));
      return own;
    };
    const found: Match[] = [];
    for (const candidate of matcher.around(item)) {
      const other = matcher.item(candidate.b);
      if (!other) continue;
      const theirs = needsAlignment(candidate) ? await features(candidate.b) : null;
      const alignment = theirs ? await (await parts.aligner()).align(await ownFeatures(), theirs) : undefined;
      const match = decide(item, other, candidate, alignment);
      if (match && match.relation !== "similar" && match.probability >= usualProbability) found.push(match);
    }
    return found.sort((one, other) => other.probability - one.probability);
  }

  return {
    async judge(file, description) {
      const found = await matchesOf(description);
      const stands = found.flatMap((match) => known.holding(match.b).map((photo): Stand => ({ match, photo })));
      const { decoded } = description;
      const own: Candidate = {
        ...{ path: file.path, content: stranger, sizeBytes: file.sizeBytes, modifiedAtMs: Number(file.modifiedAtNs / 1_000_000n) },
        ...{ facts: decoded.facts, sharpness: decoded.sharpness, protected: false },
      };
      const told = ({ match, photo }: Stand) => ({ photo: summaryOf(photo), relation: match.relation, probability: match.probability });
      const copies = stands.filter(({ match }) => copyRelations.has(match.relation));
      const whole = copies.filter(({ match }) => removableRelations.includes(match.relation));
      for (const stand of whole) {
        const { better, reasons } = createVersions([own, stand.photo], [stand.match], rules)(0, 1);
        if (better !== "one") return { verdict: "better-here", match: told(stand), reasons };
      }
      if (whole[0]) {
        const { reasons } = createVersions([own, whole[0].photo], [whole[0].match], rules)(0, 1);
        return { verdict: "better-there", match: told(whole[0]), reasons };
      }
      if (copies[0]) return { verdict: "other-version", match: told(copies[0]), reasons: copies[0].match.reasons };
      return { verdict: "new", match: stands[0] ? told(stands[0]) : null, reasons: [] };
    },
  };
}

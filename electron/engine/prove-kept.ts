/** A photo that is about to go comes in; the one that stays for it is decoded and matched with it once more, and why it must not go, or null, goes out. */
import type { Prove } from "./actions/actions.ts";
import { usualProbability } from "./decisions.ts";
import { createFeatures } from "./features.ts";
import { copyRelations } from "./group/group.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { decide, needsAlignment } from "./match/matcher.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, MatchItem } from "./photo.ts";
import { describe } from "./read-photo.ts";

const undecodable = "The photo that would stay for it cannot be decoded now.";
const otherBytes = "The photo kept for it has changed. Scan again.";
const noMatch = "Decoded again, the photo that would stay for it does not match it.";

/** A photo kept for several is decoded for each group of neighbours once. */
const seenAtOnce = 8;

interface Seen {
  readonly hash: Uint8Array;
  readonly item: MatchItem;
  /** Local features of the fresh thumbnail, made where they are asked for. */
  features(): Promise<Uint8Array>;
}

/**
 * The same bytes need only be decodable; what the person called the same is believed. All else must be a copy again by the freshly decoded
 * pixels, with the usual probability. The bytes of the photo that goes are held against the library's by whoever moves it.
 */
export function createProof(parts: Parts): Prove {
  const { store, media } = parts;
  const seen = new Map<string, Promise<Seen | string>>();

  async function look(path: string): Promise<Seen | string> {
    try {
      const hasher = createContentHasher();
      const source = await media.open(path, hasher.update);
      const hash = hasher.digest();
      const { decoded, fingerprint, embedding } = await describe(parts, source);
      const content = store.contents.find(hash) ?? (-1 as ContentId);
      return {
        ...{ hash, item: { content, fingerprint, copy: embedding.copy, facts: decoded.facts } },
        features: async () => (await parts.aligner()).features(await media.pixels(decoded.thumbnail)),
      };
    } catch (error) {
      if (error instanceof MediaError) return undecodable;
      throw error;
    }
  }
  function lookOnce(path: string): Promise<Seen | string> {
    const known = seen.get(path) ?? look(path);
    seen.delete(path);
    seen.set(path, known);
    for (const oldest of [...seen.keys()].slice(0, -seenAtOnce)) seen.delete(oldest);
    return known;
  }
  const areCalledSame = (one: Uint8Array, other: Uint8Array): boolean =>
    store.answers.all().some(({ low, high, verdict }) => {
      const isPair = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(low, a) === 0 && Buffer.compare(high, b) === 0;
      return verdict === "same" && (isPair(one, other) || isPair(other, one));
    });

  return async ({ hash, kept }) => {
    const fresh = await lookOnce(kept.path);
    if (typeof fresh === "string") return fresh;
    if (Buffer.compare(fresh.hash, kept.hash) !== 0) return otherBytes;
    if (Buffer.compare(hash, kept.hash) === 0 || areCalledSame(hash, kept.hash)) return null;
    const matcher = await parts.matcher();
    const content = store.contents.find(hash);
    const going = content === null ? undefined : matcher.item(content);
    if (content === null || !going) return noMatch;
    const candidate = matcher.compare(fresh.item, going);
    const theirs = needsAlignment(candidate) ? await (await createFeatures(parts))(content) : null;
    const alignment = theirs ? await (await parts.aligner()).align(await fresh.features(), theirs) : undefined;
    const match = decide(fresh.item, going, candidate, alignment);
    return match && copyRelations.has(match.relation) && match.probability >= usualProbability ? null : noMatch;
  };
}

/** A bench's photos come in; every candidate of every query, aligned where the engine would align it, goes out with its truth. */
import { copyProbability, needsAlignment } from "../../electron/engine/match/decide.ts";
import { type CandidateMatch, createMatcher, type Matcher } from "../../electron/engine/match/matcher.ts";
import type { AlignmentEvidence, ContentId } from "../../electron/engine/photo.ts";
import { type BurstPair, burstPairs } from "./bursts.ts";
import type { Reader, ReadPhoto, Subject } from "./read.ts";
import type { CopiesTask } from "./subjects.ts";

export interface JudgedPair {
  readonly query: ReadPhoto;
  readonly other: ReadPhoto;
  readonly candidate: CandidateMatch;
  /** undefined where the engine would not align. */
  readonly alignment: AlignmentEvidence | null | undefined;
  readonly correct: boolean;
}

export interface JudgedBurst {
  readonly pair: BurstPair;
  readonly a: ReadPhoto;
  readonly b: ReadPhoto;
  readonly candidate: CandidateMatch;
}

export interface CopiesEvidence {
  readonly gallery: readonly ReadPhoto[];
  readonly queries: readonly ReadPhoto[];
  readonly matcher: Matcher;
  readonly pairs: readonly JudgedPair[];
  readonly milliseconds: { readonly candidates: number; readonly aligning: number };
}

export async function copiesEvidence(
  reader: Reader,
  task: CopiesTask,
  always: (candidate: CandidateMatch) => boolean = needsAlignment,
): Promise<CopiesEvidence> {
  const gallery = await reader.read(task.gallery, 1, "searched in");
  const queries = await reader.read(task.queries, gallery.length + 1, "edited copies");
  const byContent = new Map<ContentId, ReadPhoto>(gallery.map((photo) => [photo.item.content, photo]));
  const matcher = createMatcher({ similarity: reader.similarity });
  matcher.set(gallery.map(({ item }) => item));
  const pairs: JudgedPair[] = [];
  const milliseconds = { candidates: 0, aligning: 0 };
  for (const [at, query] of queries.entries()) {
    if (at % 500 === 499) console.error(`matched: ${at + 1} of ${queries.length}`);
    const startedMs = performance.now();
    const candidates = matcher.around(query.item);
    milliseconds.candidates += performance.now() - startedMs;
    for (const candidate of candidates) {
      const other = byContent.get(candidate.b);
      if (!other || task.leftOut.has(`${query.subject.path}\n${other.subject.path}`)) continue;
      const alignedMs = performance.now();
      const alignment = always(candidate) ? await reader.align(query, other) : undefined;
      milliseconds.aligning += performance.now() - alignedMs;
      pairs.push({ query, other, candidate, alignment, correct: other.subject.path === query.subject.path });
    }
  }
  return { gallery, queries, matcher, pairs, milliseconds };
}

export const fusedScore = ({ candidate, alignment }: JudgedPair): number => copyProbability(candidate, alignment);

/** The frames of bursts, in a library that holds them and the gallery; both frames of a pair from the wanted half. */
export async function burstEvidence(
  reader: Reader,
  data: string,
  heldOut: boolean,
  matcher: Matcher,
  firstContent: number,
): Promise<readonly JudgedBurst[]> {
  const list = burstPairs(data, heldOut);
  const subjects = new Map<string, Subject>(list.flatMap(({ a, b }) => [a, b]).map((subject) => [subject.path, subject]));
  const frames = await reader.read([...subjects.values()], firstContent, "frames");
  const byPath = new Map(frames.map((frame) => [frame.subject.path, frame]));
  matcher.set(frames.map(({ item }) => item));
  return list.flatMap((pair) => {
    const [a, b] = [byPath.get(pair.a.path), byPath.get(pair.b.path)];
    return a && b ? [{ pair, a, b, candidate: matcher.compare(a.item, b.item) }] : [];
  });
}

/** Candidates and matches for grouping tests: plain ones by hand, and seeded random libraries. */
import { type Relation, relations } from "../../../electron/contract.ts";
import type { Candidate, ContentId, Match, PhotoFacts } from "../../../electron/engine/photo.ts";

export type CandidatePart = Partial<Omit<Candidate, "facts" | "content">> & {
  readonly facts?: Partial<PhotoFacts>;
  readonly content?: number;
};

const day = 86_400_000;

export function candidate(path: string, { facts, content, ...part }: CandidatePart = {}): Candidate {
  return {
    path,
    content: (content ?? 1) as ContentId,
    sizeBytes: 1_000_000,
    modifiedAtMs: 18_000 * day,
    sharpness: 100,
    protected: false,
    ...part,
    facts: {
      format: "jpeg",
      width: 2000,
      height: 1500,
      takenAtMs: null,
      camera: null,
      lens: null,
      place: null,
      colours: "full",
      metadataFields: 10,
      ...facts,
    },
  };
}

export function match(a: number, b: number, part: Partial<Match> = {}): Match {
  const base = { relation: "re-encoded", probability: 0.95, reasons: [], transform: null, cropBox: null } as const;
  return { a: a as ContentId, b: b as ContentId, ...base, ...part };
}

/** B is what A shows in the box [x, y, width, height], 0..1 of A. */
export function crop(a: number, b: number, box: readonly [number, number, number, number], part: Partial<Match> = {}): Match {
  const [x, y, width, height] = box;
  return match(a, b, { relation: "cropped", transform: [width, 0, x, 0, height, y], cropBox: box, ...part });
}

/** Numbers 0..1, the same for the same seed (the generator known as mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [result[last], result[at]] = [result[at]!, result[last]!];
  }
  return result;
}

/** Files of fewer contents, few different values so that criteria tie often, and matches of every relation. */
export function randomLibrary(seed: number, files = 60, links = 90): { candidates: Candidate[]; matches: Match[] } {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const contents = Math.ceil(files * 0.8);
  const facts = Array.from({ length: contents }, () => ({
    format: pick(["jpeg", "jpeg", "png", "dng", "gif"]),
    width: pick([1000, 2000]),
    height: pick([1000, 1500]),
    camera: pick([null, "Camera"]),
    colours: pick(["full", "grey", "few"] as const),
    metadataFields: pick([0, 10]),
  }));
  const candidates = Array.from({ length: files }, (_, index) => {
    const content = index < contents ? index : Math.floor(random() * contents);
    const path = `${pick(["/a", "/b/Downloads"])}/${pick(["", "Copy of "])}${index}`;
    return candidate(path, { content, facts: facts[content]!, sharpness: pick([50, 100]), protected: random() < 0.1 });
  });
  const pairs = new Map<string, Match>();
  for (let link = 0; link < links; link++) {
    const [a, b] = [Math.floor(random() * contents), Math.floor(random() * contents)];
    const relation: Relation = pick(relations);
    const part = { relation, probability: Math.round(random() * 100) / 100 };
    if (a !== b)
      pairs.set(`${Math.min(a, b)} ${Math.max(a, b)}`, relation === "cropped" ? crop(a, b, [0.2, 0.2, 0.5, 0.5], part) : match(a, b, part));
  }
  return { candidates, matches: [...pairs.values()] };
}

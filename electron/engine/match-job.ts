/** Contents that were not matched yet come in; their matches with the whole library are kept. */
import { createAlign } from "./features.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { type CandidateMatch, decide, type Matcher, needsAlignment } from "./match/matcher.ts";
import type { Parts } from "./parts.ts";
import type { Match } from "./photo.ts";

/** Contents whose matches are kept in one go: what a cancel can lose. */
const chunkSize = 2000;

export async function matchLibrary(parts: Parts, control: JobControl): Promise<void> {
  const { store } = parts;
  const recipes = await parts.recipes();
  const unmatched = store.matches.unmatched(recipes.match);
  if (unmatched.length === 0) return;
  const matcher = await parts.refreshMatcher();
  const known = unmatched.filter((content) => matcher.item(content));
  const judge = await createJudge(parts, matcher);

  control.phase("matching", known.length);
  for (let from = 0; from < known.length; from += chunkSize) {
    const chunk = known.slice(from, from + chunkSize);
    const matches: Match[] = [];
    let advanced = 0;
    for (const { candidates, done } of matcher.candidates(chunk)) {
      await forEachInFlight(parts.inFlight, candidates, control, async (candidate) => {
        const match = await judge(candidate);
        if (match) matches.push(match);
      });
      await control.checkpoint();
      const now = Math.floor(done * chunk.length);
      control.advance(now - advanced);
      advanced = now;
    }
    store.matches.replace(recipes.match, chunk, matches);
  }
}

/** Judges each pair once a run: a pair whose ends fall into different chunks comes twice. */
async function createJudge(parts: Parts, matcher: Matcher) {
  const judged = new Map<string, Match | null>();
  const align = await createAlign(parts);
  return async (candidate: CandidateMatch): Promise<Match | null> => {
    const key = `${candidate.a},${candidate.b}`;
    const before = judged.get(key);
    if (before !== undefined) return before;
    const a = matcher.item(candidate.a);
    const b = matcher.item(candidate.b);
    if (!a || !b) return null;
    const match = needsAlignment(candidate) ? decide(a, b, candidate, await align(candidate.a, candidate.b)) : decide(a, b, candidate);
    judged.set(key, match);
    return match;
  };
}

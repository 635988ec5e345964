/** How held-out copies were found before and after a training comes in; whether the new embedder is to be used, and why, goes out. */
import { createRandom, randomBelow } from "../../native-models/random.ts";
import type { EditFigures, LearningFigures } from "../contract/learning.ts";
import type { JudgedPair, Judgement, Query } from "./held-out.ts";
import { figuresFor } from "./held-out.ts";

export interface Verdict {
  readonly better: boolean;
  /** One sentence, in English. */
  readonly text: string;
}

/** What a better average precision must not cost. */
const tolerances = { recallAt1: 0.004, recallAtPrecision99: 0.01, calibrationError: 0.01, edit: 0.04 } as const;
/** Below so many queries an edit's share moves by chance. */
const leastQueries = 40;
/** Draws of the held-out photos, and in how many the new one must win: a better mean of few photos may be luck. */
const draws = { count: 200, won: 0.9 } as const;

export function verdictOn(queries: readonly Query[], before: Judgement, after: Judgement, edits: readonly EditFigures[]): Verdict {
  const [old, now] = [before.figures, after.figures];
  const gain = now.averagePrecision - old.averagePrecision;
  const kept = "The embedder from before stays in use";
  if (gain <= 0)
    return { better: false, text: `${kept}: held-out copies are found no better (${percent(old)} before, ${percent(now)} after).` };
  const worse = worseOf(old, now, edits);
  if (worse) return { better: false, text: `${kept}: ${worse}, although average precision rose from ${percent(old)} to ${percent(now)}.` };
  const won = shareWon(queries, before, after);
  if (won < draws.won)
    return {
      better: false,
      text: `${kept}: from ${percent(old)} to ${percent(now)} is less than chance can do among so few held-out photos.`,
    };
  return { better: true, text: `Held-out copies are found better: average precision rose from ${percent(old)} to ${percent(now)}.` };
}

function worseOf(old: LearningFigures, now: LearningFigures, edits: readonly EditFigures[]): string | null {
  if (now.recallAt1 < old.recallAt1 - tolerances.recallAt1) return "fewer copies come first in a search";
  if (now.recallAtPrecision99 < old.recallAtPrecision99 - tolerances.recallAtPrecision99) return "fewer copies are found without mistakes";
  if (now.calibrationError > old.calibrationError + tolerances.calibrationError) return "its probabilities would be less true";
  const edit = edits.find((one) => one.queries >= leastQueries && one.recallAt1After < one.recallAt1Before - tolerances.edit);
  return edit ? `copies by "${edit.edit}" are found less often` : null;
}

const percent = ({ averagePrecision }: LearningFigures): string => `${(100 * averagePrecision).toFixed(2)} %`;

/** Bootstrap over photos (Efron 1979), since copies of one photo stand and fall together. 0..1. */
function shareWon(queries: readonly Query[], before: Judgement, after: Judgement): number {
  const sources = [...Map.groupBy(queries.keys(), (place) => queries[place]?.source ?? -1).values()];
  const byQuery = (pairs: readonly JudgedPair[]): Map<number, JudgedPair[]> => Map.groupBy(pairs, ({ query }) => query);
  const [old, now] = [byQuery(before.pairs), byQuery(after.pairs)];
  const random = createRandom(1);
  let won = 0;
  for (let draw = 0; draw < draws.count; draw += 1) {
    const drawn = sources.flatMap(() => sources[randomBelow(random, sources.length)] ?? []);
    const precision = (of: ReadonlyMap<number, JudgedPair[]>): number =>
      figuresFor(
        drawn.flatMap((query) => of.get(query) ?? []),
        drawn.map(() => false),
      ).averagePrecision;
    if (precision(now) > precision(old)) won += 1;
  }
  return won / draws.count;
}

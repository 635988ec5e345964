/** What the person said of faces comes in; what a metric learnt from it is worth, and the metric where it proved better, go out. */
import type { PeopleFigures, PeopleLearning } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";
import { isLifeless } from "./dress-people.ts";
import type { JobControl } from "./jobs.ts";
import { corresponding, type LearntMetric, leastFacesEach, leastPeople } from "./learn/person-metric.ts";
import type { LearnAnswer, LearnRequest } from "./learn-people-worker.ts";
import type { Parts } from "./parts.ts";
import { baseMetric } from "./people/base-metric.ts";
import { mergeFrom } from "./people/cluster.ts";
import type { FaceMetric } from "./people/faces.ts";
import { createJudge, logOddsOf } from "./people/probability.ts";
import type { PeopleView, ViewFace } from "./people-view.ts";
import { createThreads } from "./threads.ts";

/** More faces of one person teach little, and every pair is looked at. */
const mostFacesEach = 40;
const mostFaces = 2500;

export interface Learnt {
  readonly lesson: PeopleLearning;
  /** null where the one in use stays. */
  readonly metric: FaceMetric | null;
}

/**
 * Always from the shipped metric on.
 * @throws LikenessError "usage" where too little was said to learn from and to prove it; "unsupported" without face models; "cancelled".
 */
export async function learnPeople(parts: Parts, view: PeopleView, control: JobControl): Promise<Learnt> {
  const { store, faceModels, clock } = parts;
  const recipe = faceModels.recipe();
  if (recipe === null) throw new LikenessError("unsupported", faceModels.unavailable() ?? "The face models do not load.");
  const begunMs = clock.now();
  control.phase("training", null);
  const vectors = store.faces.vectors(recipe);
  const named = taught(view).flatMap(({ id, person }) => {
    const vector = vectors.get(id);
    return vector && person !== null ? [{ person, vector }] : [];
  });
  const base = baseMetric();
  const threshold = createJudge(base.odds, vectors.size).leastLink(logOddsOf(mergeFrom));
  const answer = await askThread({ named, threshold }, control);
  if (answer === null)
    throw new LikenessError(
      "usage",
      `Too little was said to learn from: name or confirm at least ${leastFacesEach} faces each of at least ${leastPeople} people (better ten each of ten), and try again.`,
    );
  const { metric, before, after, people, faces, heldOutFaces } = answer;
  const lesson: PeopleLearning = {
    ...{ people, faces, heldOutFaces, before, after },
    kept: metric !== null,
    text: textOf(before, after, metric !== null),
    seconds: (clock.now() - begunMs) / 1000,
  };
  return { lesson, metric: metric === null ? null : withOdds(metric, base, `learnt-${clock.now()}`) };
}

/** Faces of which something was said, the surest first, not too many of one; a statue teaches nothing of people. */
function taught(view: PeopleView): ViewFace[] {
  const worth = ({ word, quality }: ViewFace): number => Number(word?.word.source !== "group") + quality;
  return [...view.people.values()]
    .filter(({ note }) => !isLifeless(note))
    .map(({ faces }) =>
      faces
        .filter(({ word, clusterable }) => word !== null && clusterable)
        .sort((one, other) => worth(other) - worth(one) || (one.key < other.key ? -1 : 1))
        .slice(0, mostFacesEach),
    )
    .sort((one, other) => other.length - one.length)
    .flat()
    .slice(0, mostFaces);
}

async function askThread(request: LearnRequest, control: JobControl): Promise<LearnAnswer> {
  const file = new URL("./learn-people-worker.ts", import.meta.url);
  const thread = await createThreads<LearnRequest, LearnAnswer>({ file, count: 1, name: "Learning from people" });
  try {
    const answer = await thread.ask(request);
    await control.checkpoint();
    return answer;
  } finally {
    await thread.dispose();
  }
}

/** The odds follow the cosines, whose scale a metric moves: what a cosine means after is read off what corresponded to it before. */
function withOdds({ mean, matrix, scale }: LearntMetric, { odds }: FaceMetric, recipe: string): FaceMetric {
  const [low, high] = [corresponding(0, scale.after, scale.before), corresponding(1, scale.after, scale.before)];
  return { recipe, mean, matrix, odds: { ...odds, bias: odds.bias + odds.slope * low, slope: odds.slope * (high - low) } };
}

function textOf(before: PeopleFigures, after: PeopleFigures, kept: boolean): string {
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const change = `${percent(before.trueAcceptAt001)} before and ${percent(after.trueAcceptAt001)} after`;
  const figure = `with one mistake in a thousand, so many pairs of faces that it had not seen are known to be one person: ${change}`;
  return kept ? `Kept: ${figure}.` : `Not kept, since it was not clearly better: ${figure}.`;
}

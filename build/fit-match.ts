/**
 * Folders of photos come in; electron/engine/match/generated/constants.ts goes out: the curves by which pairs are judged.
 * Run: node build/fit-match.ts [--data DIR] [--objects N] [--photos N]. Edits N photos of either folder, from the half of the photos
 * that `npm run bench:copies` neither edits nor counts as sources; the other half is not looked at.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type AdditiveModel, logOdds, probabilityOf } from "../electron/engine/match/additive.ts";
import type { CandidateMatch } from "../electron/engine/match/candidate.ts";
import {
  cheapNames,
  cheapWitnesses,
  exposureNames,
  exposureWitnesses,
  sceneNames,
  sceneWitnesses,
} from "../electron/engine/match/witnesses.ts";
import { burstEvidence, copiesEvidence } from "../test/bench/evidence.ts";
import { createReader, type ReadPhoto } from "../test/bench/read.ts";
import { type Answer, averagePrecision, calibrationError, recallAtPrecision, reliability } from "../test/bench/scores.ts";
import { copiesTask } from "../test/bench/subjects.ts";
import { type Example, fitAdditive } from "./fit-additive.ts";
import { matchKnots } from "./match-knots.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: new URL("../../shared/data", import.meta.url).pathname },
    objects: { type: "string", default: "150" },
    photos: { type: "string", default: "60" },
  },
});

interface Pair {
  readonly a: ReadPhoto;
  readonly b: ReadPhoto;
  readonly candidate: CandidateMatch;
  readonly copy: boolean;
  readonly moment: boolean | null;
  readonly weight: number;
}

/** A burst's frame called a copy is a photo lost; a copy not found is only a photo kept. */
const burstWeight = 5;
/** Pairs less likely than this are not aligned by the engine, and so not shown to the model of aligned pairs. */
const alignedFrom = 0.004;
const seed = 2;
const options = { knots: matchKnots, ridge: 0.3, rounds: 60 };

const reader = await createReader();
const task = copiesTask({ data: values.data, objects: Number(values.objects), photos: Number(values.photos), seed, heldOut: false });
const { gallery, queries, matcher, pairs: found } = await copiesEvidence(reader, task, () => false);
const pairs: Pair[] = found.map(({ query, other, candidate, correct }) => ({
  a: query,
  b: other,
  candidate,
  copy: correct,
  moment: correct ? null : false,
  weight: 1,
}));
pairs.push(...galleryPairs(), ...editPairs(), ...(await framePairs()));

const cheapModel = fitAdditive(
  cheapNames,
  pairs.map(({ candidate, copy, weight }) => ({ inputs: cheapWitnesses(candidate), positive: copy, weight })),
  options,
);
report(
  "hashes and descriptors",
  cheapModel,
  pairs.map(({ candidate, copy, weight }) => ({ inputs: cheapWitnesses(candidate), positive: copy, weight })),
);

const likely = pairs.filter(({ candidate }) => probabilityOf(logOdds(cheapModel, cheapWitnesses(candidate))) >= alignedFrom);
console.log(
  `${likely.length} of ${pairs.length} pairs are aligned; of ${pairs.filter(({ copy }) => copy).length} copies ${likely.filter(({ copy }) => copy).length}`,
);
const aligned = [];
for (const pair of likely) {
  aligned.push({ ...pair, alignment: await reader.align(pair.a, pair.b) });
  if (aligned.length % 1000 === 0) console.error(`aligned: ${aligned.length} of ${likely.length}`);
}
const sceneExamples = aligned.flatMap(({ candidate, alignment, copy, moment, weight }) =>
  // Far frames of one room: neither one moment nor strangers.
  !copy && moment === null ? [] : [{ inputs: sceneWitnesses(candidate, alignment), positive: copy || moment === true, weight }],
);
const sceneModel = fitAdditive(sceneNames, sceneExamples, options);
report("one scene", sceneModel, sceneExamples);

const exposureExamples = aligned.flatMap(({ alignment, copy, weight }) =>
  alignment === null || !(copy || weight === burstWeight) ? [] : [{ inputs: exposureWitnesses(alignment), positive: copy, weight }],
);
const exposureModel = fitAdditive(exposureNames, exposureExamples, options);
report("one exposure", exposureModel, exposureExamples);

const source = [
  "/** Fitted by build/fit-match.ts; do not edit. */",
  'import type { AdditiveModel } from "../additive.ts";',
  'import type { cheapNames, exposureNames, sceneNames } from "../witnesses.ts";',
  "",
  "export const fitted = " +
    JSON.stringify(
      {
        date: new Date().toISOString().slice(0, 10),
        data: `${values.objects} objects and ${values.photos} photos, each in ${queries.length / (Number(values.objects) + Number(values.photos))} edits, among ${gallery.length}; bursts; the half of the photos that is not scored`,
        pairs: pairs.length,
        aligned: aligned.length,
      },
      null,
      2,
    ) +
    " as const;",
  ...[
    ["cheapModel", "cheapNames", cheapModel],
    ["sceneModel", "sceneNames", sceneModel],
    ["exposureModel", "exposureNames", exposureModel],
  ].map(([name, names, model]) => `export const ${name}: AdditiveModel<(typeof ${names})[number]> = ${JSON.stringify(model, null, 1)};`),
  "",
];
writeFileSync(new URL("../electron/engine/match/generated/constants.ts", import.meta.url), source.join("\n"));
await reader.dispose();
matcher.dispose();

/** Unedited photos that look alike, each its own: none is a copy. */
function galleryPairs(): Pair[] {
  const byContent = new Map(gallery.map((photo) => [photo.item.content, photo]));
  return [...matcher.candidates()].flatMap(({ candidates }) =>
    candidates.flatMap((candidate) => {
      const [a, b] = [byContent.get(candidate.a), byContent.get(candidate.b)];
      if (!a || !b || task.leftOut.has(`${a.subject.path}\n${b.subject.path}`)) return [];
      return [{ a, b, candidate, copy: false, moment: false, weight: 1 }];
    }),
  );
}

/** Two edits of one photo: copies of each other by two steps, as libraries hold them too. */
function editPairs(): Pair[] {
  return queries.flatMap((a, at) => {
    const b = queries[at + 1 + ((at * 7) % 5)];
    if (!b || a.subject.path !== b.subject.path) return [];
    return [{ a, b, candidate: matcher.compare(a.item, b.item), copy: true, moment: null, weight: 1 }];
  });
}

/** Frames of bursts, in a library that holds the whole burst. */
async function framePairs(): Promise<Pair[]> {
  const bursts = await burstEvidence(reader, values.data, false, matcher, gallery.length + queries.length + 1);
  return bursts.map(({ pair, a, b, candidate }) => ({ a, b, candidate, copy: false, moment: pair.moment, weight: burstWeight }));
}

function report<Name extends string>(name: string, model: AdditiveModel<Name>, examples: readonly Example<Name>[]): void {
  const answers: Answer[] = examples.map(({ inputs, positive }) => ({ score: probabilityOf(logOdds(model, inputs)), correct: positive }));
  const wanted = answers.filter(({ correct }) => correct).length;
  const error = calibrationError(reliability(answers, [0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1]));
  console.log(
    `${name}: ${examples.length} pairs, ${wanted} positive; on these themselves: average precision ${averagePrecision(answers, wanted).toFixed(4)}, ` +
      `recall at 99 % ${recallAtPrecision(answers, wanted, 0.99).toFixed(4)}, calibration error ${error.toFixed(4)}`,
  );
}

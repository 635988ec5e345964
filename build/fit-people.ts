/**
 * Photos of known people come in; electron/engine/people/generated/constants.ts goes out: how likely two clusters of faces are one person.
 * Run: node build/fit-people.ts [--data DIR] [--cache DIR]. Reads faces-grey and faces-colour there. What it prints before it writes is
 * fitted on half of the grey people and scored on those it did not see; what it writes is fitted on all.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { baseMetric } from "../electron/engine/people/base-metric.ts";
import type { LinkOdds } from "../electron/engine/people/faces.ts";
import { project } from "../electron/engine/people/metric.ts";
import { createRandom, type Random } from "../native-models/random.ts";
import { groupFigures } from "../test/bench/face-groups.ts";
import { labelled, readFaceSet } from "../test/bench/face-sets.ts";
import { fitOdds, type KnownFace, type Merge, mergesOf } from "./people-merges.ts";

const { values } = parseArgs({
  options: { data: { type: "string", default: new URL("../../shared/data", import.meta.url).pathname }, cache: { type: "string" } },
});

/** Libraries of these shares of the people, so that few and many people are both seen; of each person 40 to 100 % of the faces. */
const shares = [0.1, 0.2, 0.4, 0.7, 1];
/** Faces seen for each share, about, as a multiple of the set's. */
const passes = 6;
/** Below this link joinings are nearly always wrong, and would weigh on the fit. */
const leastLink = 0.9;

const metric = baseMetric();
const sets = await Promise.all(["faces-grey", "faces-colour"].map((name) => readFaceSet(name, values)));
const [grey = [], colour = []] = sets.map((set) => labelled(set));

function sampleMerges(faces: readonly (typeof grey)[number][], random: Random, wanted: readonly number[]): Merge[] {
  const known = faces.map(({ person, quality, vector }): KnownFace => ({ person, quality, vector: project(metric, vector) }));
  const people = [...new Set(faces.map(({ person }) => person))];
  return wanted.flatMap((share) =>
    Array.from({ length: Math.ceil(passes / share) }, () => {
      const present = new Set(people.filter(() => random() < share));
      const kept = 0.4 + 0.6 * random();
      return mergesOf(
        known.filter(({ person }) => present.has(person) && random() < kept),
        leastLink,
      );
    }).flat(),
  );
}

function fit(faces: readonly (typeof grey)[number][], seed: number): { odds: LinkOdds; merges: number; wrong: number } {
  const random = createRandom(seed);
  const own = (set: typeof grey): typeof grey => set.filter((face) => faces.includes(face));
  const merges = [...sampleMerges(own(grey), random, shares), ...sampleMerges(own(colour), random, [0.9, 0.9, 0.9])];
  return { odds: fitOdds(merges), merges: merges.length, wrong: merges.filter(({ right }) => !right).length };
}

const people = [...new Set(grey.map(({ person }) => person))].sort();
const half = (which: number): typeof grey => grey.filter(({ person }) => people.indexOf(person) % 2 === which);
const share = (value: number): string => value.toFixed(4);
const fixed = ({ bias, slope, alone, crowd }: LinkOdds): LinkOdds => ({
  bias: Number(bias.toFixed(2)),
  slope: Number(slope.toFixed(2)),
  alone: Number(alone.toFixed(3)),
  crowd: Number(crowd.toFixed(3)),
});
for (const [name, faces, others] of [
  ["first half of grey, scored on the second", half(0), { grey: half(1), colour }],
  ["second half of grey, scored on the first", half(1), { grey: half(0), colour }],
  ["first half and colour, scored on the second", [...half(0), ...colour], { grey: half(1) }],
  ["second half and colour, scored on the first", [...half(1), ...colour], { grey: half(0) }],
] as const) {
  const { odds, merges, wrong } = fit(faces, 1);
  console.log(`${name}: ${merges} joinings, ${wrong} of them wrong; ${JSON.stringify(fixed(odds))}`);
  for (const [set, held] of Object.entries(others)) {
    const { pairs, members } = groupFigures(held, { metric: { ...metric, odds } });
    console.log(`  ${set}: pairs precision ${share(pairs.precision)} recall ${share(pairs.recall)}, BCubed F ${share(members.f)}`);
  }
}
const { odds, merges, wrong } = fit([...grey, ...colour], 1);
const text = `/** Fitted by build/fit-people.ts; do not edit. */
import type { LinkOdds } from "../faces.ts";

export const fitted = ${JSON.stringify({ data: "faces-grey and faces-colour, in libraries of 10 to 100 % of the people", merges, wrong }, null, 2)} as const;
export const baseOdds: LinkOdds = ${JSON.stringify(fixed(odds), null, 2)};
`;
writeFileSync(new URL("../electron/engine/people/generated/constants.ts", import.meta.url), text);
console.log(`all: ${merges} joinings, ${wrong} of them wrong; written: ${JSON.stringify(fixed(odds))}`);

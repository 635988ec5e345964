/**
 * How well and how fast faces are found, told apart and grouped, end to end from whole photos; what naming some people adds; and how long very
 * many faces take.
 * Run: npm run bench:faces -- [--data DIR] [--cache DIR] [--many N] [--every N]. Reads faces-colour and faces-grey (path,person) there. What is fitted
 * on them is said by build/fit-people.ts, which also scores on people left out.
 */
import { parseArgs } from "node:util";
import { clusterFaces } from "../../electron/engine/people/cluster.ts";
import { bCubedAgreement, pairwiseAgreement } from "../../native-models/evaluation/clustering.ts";
import { createRandom } from "../../native-models/random.ts";
import { type GroupFigures, groupFigures, nameSome, nothingSaid } from "./face-groups.ts";
import { type LabelledFace, readFaceSet } from "./face-sets.ts";
import { faceSpeed } from "./face-speed.ts";
import { verify } from "./face-verification.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: new URL("../../../shared/data", import.meta.url).pathname },
    cache: { type: "string" },
    many: { type: "string", default: "100000" },
    threads: { type: "string", default: "1" },
    every: { type: "string", default: "6" },
  },
});
const share = (value: number): string => value.toFixed(4);
const line = (name: string, { pairs, members, clustering }: GroupFigures): void =>
  console.log(
    `  ${name.padEnd(34)} pairs: precision ${share(pairs.precision)} recall ${share(pairs.recall)}   BCubed F ${share(members.f)}   ${clustering.clusters.length} people, ${clustering.suggestions.length} questions`,
  );

groupMany();

for (const name of ["faces-colour", "faces-grey"]) {
  const set = await readFaceSet(name, { data: values.data, cache: values.cache, threads: Number(values.threads) });
  const people = new Set(set.faces.flatMap(({ person }) => person ?? [])).size;
  console.log(`${name}: ${set.photos} photos of ${people} people, ${set.faces.length} faces, ${set.missed} photos without one`);
  console.log(
    `  found: a face on ${set.photosWithBoxes} photos; ${set.boxes - set.photosWithBoxes} further boxes, of other people or of nobody`,
  );
  if (set.millisecondsPerPhoto > 0)
    console.log(`  ${set.millisecondsPerPhoto.toFixed(0)} ms a photo on ${values.threads} thread, decoding left out`);
  const { pairsOfOne, pairsOfTwo, atThousandth, atTenThousandth, area } = verify(set.faces);
  console.log(
    `  told apart by cosine (${pairsOfOne} pairs of one person, ${pairsOfTwo} of two): TAR ${share(atThousandth)} at FAR .001, ${share(atTenThousandth)} at .0001, AUC ${area.toFixed(5)}`,
  );
  line("as shipped", groupFigures(set.faces));
  for (const seed of [1, 2, 3]) line(`3 faces named of every second (${seed})`, groupFigures(set.faces, {}, nameSome(set.faces, seed)));
}

for (const { runtime, photos, wallMs, processorMs } of await faceSpeed("faces-colour", values.data, Number(values.every)))
  console.log(
    `${runtime}: ${wallMs.toFixed(0)} ms a photo of 1,000 px with one face, ${processorMs.toFixed(0)} ms of one core's time (medians of ${photos})`,
  );

/** First of all, so that the memory it says is its own. */
function groupMany(): void {
  const many = manyFaces(Number(values.many));
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const { clusters } = clusterFaces(many, nothingSaid);
  const seconds = (performance.now() - begun) / 1000;
  const found = new Map(clusters.flatMap(({ faces }, at) => faces.map((key) => [key, at])));
  const numbers = [...new Set(many.map(({ person }) => person))];
  const byPerson = new Map(numbers.map((person, at) => [person, at]));
  const truth = Int32Array.from(many, ({ person }) => byPerson.get(person) ?? -1);
  const put = Int32Array.from(many, ({ key }) => found.get(key) ?? -1);
  const { precision, recall } = pairwiseAgreement(truth, put);
  console.log(
    `${many.length} made-up faces of ${numbers.length} people: ${seconds.toFixed(1)} s, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most (${(before / 2 ** 20).toFixed(0)} before)`,
  );
  console.log(`  pairs: precision ${share(precision)} recall ${share(recall)}   BCubed F ${share(bCubedAgreement(truth, put).f)}`);
}

/** Directions as the embedder's lie: strangers at a cosine of about .85, faces of one person around .97, some farther off. */
function manyFaces(count: number): LabelledFace[] {
  const random = createRandom(1);
  const dimensions = 128;
  const unit = (): Float32Array => {
    const vector = Float32Array.from(
      { length: dimensions },
      () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    );
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  const common = unit();
  const faces: LabelledFace[] = [];
  for (let person = 0; faces.length < count; person += 1) {
    const own = unit();
    const size = 1 + Math.floor(40 * random() ** 3);
    for (let face = 0; face < size && faces.length < count; face += 1) {
      const noise = unit();
      const amount = Math.sqrt(0.02 + 0.03 * random());
      const vector = common.map((value, i) => Math.sqrt(0.85) * value + Math.sqrt(0.12) * (own[i] ?? 0) + amount * (noise[i] ?? 0));
      const number = faces.length;
      faces.push({
        key: String(number).padStart(8, "0"),
        photo: String(number),
        person: String(person),
        quality: 0.3 + 0.7 * random(),
        vector,
      });
    }
  }
  return faces;
}

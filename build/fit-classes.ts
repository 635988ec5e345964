/**
 * Folders of photos whose names begin with their category come in; the two constants of few-shot classes that fit best go out, with their figures.
 * Run: node build/fit-classes.ts [--data DIR] [--folder objects] [--half odd|even]. Half: by the first byte of the SHA-256 of a name.
 */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEmbedder } from "../electron/engine/embed/embedder.ts";
import { createClassJudge } from "../electron/engine/learn/classes.ts";
import { createMedia } from "../electron/engine/media/media.ts";
import { dequantise } from "../native-models/quantise.ts";
import { createRandom, randomBelow, shuffled } from "../native-models/random.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: new URL("../../shared/data", import.meta.url).pathname },
    folder: { type: "string", default: "objects" },
    half: { type: "string", default: "odd" },
  },
});
const isWanted = (name: string): boolean => (((createHash("sha256").update(name).digest()[0] ?? 0) & 1) === 1) === (values.half === "odd");
const names = readdirSync(join(values.data, values.folder))
  .filter((name) => /\.jpe?g$/i.test(name) && isWanted(name))
  .sort();
const media = createMedia();
const embedder = await createEmbedder({ threads: 2 });
const byCategory = new Map<string, Float32Array[]>();
for (const name of names) {
  const source = await media.open(join(values.data, values.folder, name), () => undefined);
  const [embedded] = await embedder.embed([(await media.decode(source)).pixels]);
  const category = name.replace(/_\d+\.\w+$/, "");
  if (embedded) byCategory.set(category, [...(byCategory.get(category) ?? []), dequantise(embedded.scene)]);
}
await embedder.dispose();
await media.dispose();

interface Round {
  readonly vectors: readonly Float32Array[];
  readonly classes: readonly number[];
  /** -1: none of the classes. */
  readonly asked: readonly { readonly vector: Float32Array; readonly truth: number }[];
  readonly shots: number;
}

/** From 3 to 12 categories are the classes, from 1 to 5 examples of each; the rest of theirs is asked, and as many photos of others. */
const random = createRandom(7);
const rounds = Array.from({ length: 240 }, (): Round => {
  const count = 3 + randomBelow(random, 10);
  const shots = 1 + randomBelow(random, 5);
  const chosen = shuffled(
    [...byCategory].filter(([, list]) => list.length > shots),
    random,
  );
  const own = chosen.slice(0, count).map(([, list]) => shuffled(list, random));
  const members = own.flatMap((list, truth) => list.slice(shots, shots + 6).map((vector) => ({ vector, truth })));
  const others = shuffled(
    chosen.slice(count).flatMap(([, list]) => list),
    random,
  ).slice(0, members.length);
  return {
    vectors: own.flatMap((list) => list.slice(0, shots)),
    classes: own.flatMap((list, truth) => list.slice(0, shots).map(() => truth)),
    asked: [...members, ...others.map((vector) => ({ vector, truth: -1 }))],
    shots,
  };
});

interface Outcome {
  readonly probability: number;
  readonly right: boolean;
  readonly member: boolean;
  readonly shots: number;
}
const outcomesBy = (constants: { temperature: number; none: number }): Outcome[] =>
  rounds.flatMap(({ vectors, classes, asked, shots }) => {
    const { judge } = createClassJudge({ vectors, classes }, constants);
    return asked.map(({ vector, truth }) => {
      const { likeliest, probability } = judge(vector);
      return { probability, right: likeliest === truth, member: truth >= 0, shots };
    });
  });
const loss = (outcomes: readonly Outcome[]): number =>
  -outcomes.reduce((sum, { probability, right }) => sum + Math.log(Math.max(1e-6, right ? probability : 1 - probability)), 0) /
  outcomes.length;

let best = { temperature: 0, none: 0, loss: Number.POSITIVE_INFINITY };
for (const temperature of [0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12])
  for (let none = 0.1; none < 0.6; none += 0.02) {
    const found = loss(outcomesBy({ temperature, none }));
    if (found < best.loss) best = { temperature, none: Number(none.toFixed(2)), loss: found };
  }
console.log(
  `${names.length} photos of ${byCategory.size} categories: temperature ${best.temperature}, none ${best.none}, loss ${best.loss.toFixed(3)}`,
);
const outcomes = outcomesBy(best);
const share = (list: readonly Outcome[], test: (one: Outcome) => boolean): string =>
  (list.filter(test).length / Math.max(1, list.length)).toFixed(3);
console.log("examples  likeliest right   sure of    of these right   others called unsure");
for (let shots = 1; shots <= 5; shots += 1) {
  const own = outcomes.filter((one) => one.shots === shots && one.member);
  const sure = outcomes.filter((one) => one.shots === shots && one.probability >= 0.5);
  const others = outcomes.filter((one) => one.shots === shots && !one.member);
  const cells = [share(own, ({ right }) => right), share(own, ({ probability }) => probability >= 0.5), share(sure, ({ right }) => right)];
  console.log(
    `${String(shots).padStart(8)}${[...cells, share(others, ({ probability }) => probability < 0.5)].map((cell) => cell.padStart(16)).join("")}`,
  );
}
console.log("said      count   right");
for (let bin = 0; bin < 10; bin += 1) {
  const inside = outcomes.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === bin);
  console.log(
    `${(bin / 10).toFixed(1)}-${((bin + 1) / 10).toFixed(1)}${String(inside.length).padStart(8)}${share(inside, ({ right }) => right).padStart(8)}`,
  );
}

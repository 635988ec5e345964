/**
 * How long and how much memory finding all candidates takes: an invented library comes in, a table goes out.
 * Run: npm run bench:match -- [--photos N] [--seed S]
 */
import { parseArgs } from "node:util";
import { cosine, createMatcher } from "../../electron/engine/match/matcher.ts";
import type { ContentId, MatchItem } from "../../electron/engine/photo.ts";
import { random } from "./edits.ts";

const { values } = parseArgs({ options: { photos: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } } });
const photos = Number(values.photos);
const dimensions = 256;
/** Photos of one kind lie together: few large crowds, many small ones. */
const crowds = Math.max(1, Math.round(photos / 60));
/** Every tenth photo has a copy, half of them saved again and half cropped, whose hash says nothing. */
const copyEvery = 10;
const checkedQueries = 300;
const draw = random(Number(values.seed));
const bell = (): number => draw() + draw() + draw() + draw() - 2;

const copies: [ContentId, ContentId][] = [];
const startedMs = performance.now();
const items = makeLibrary();
const madeMegabytes = process.memoryUsage().rss / 1e6;
console.log(
  `${items.length} photos in ${crowds} crowds, ${copies.length} of them copies of others; made in ${((performance.now() - startedMs) / 1000).toFixed(0)} s, ${madeMegabytes.toFixed(0)} MB`,
);

const matcher = createMatcher({ threads: 2 });
const matchedMs = performance.now();
const usedBefore = process.cpuUsage();
let peakMegabytes = 0;
let pairs = 0;
const found = new Set<number>();
const keyOf = (a: number, b: number): number => Math.min(a, b) * 2 ** 26 + Math.max(a, b);
matcher.set(items);
for (const { candidates } of matcher.candidates()) {
  pairs += candidates.length;
  for (const { a, b } of candidates) found.add(keyOf(a, b));
  peakMegabytes = Math.max(peakMegabytes, process.memoryUsage().rss / 1e6);
}
const seconds = (performance.now() - matchedMs) / 1000;
const used = process.cpuUsage(usedBefore);
console.log(
  `all candidates: ${seconds.toFixed(1)} s (${((used.user + used.system) / 1e6).toFixed(0)} s of processor), peak ${peakMegabytes.toFixed(0)} MB, ${pairs} pairs`,
);

const foundCopies = copies.filter(([a, b]) => found.has(keyOf(a, b))).length;
console.log(`known copies among them: ${foundCopies} of ${copies.length} (${((100 * foundCopies) / copies.length).toFixed(2)} %)`);

let nearest = 0;
let tenNearest = 0;
for (let at = 0; at < checkedQueries; at += 1) {
  const item = items[Math.floor(draw() * items.length)] as MatchItem;
  const exact = items
    .filter((other) => other !== item)
    .map((other) => ({ other, similarity: cosine(item.copy, other.copy) }))
    .sort((one, other) => other.similarity - one.similarity)
    .slice(0, 10);
  exact.forEach(({ other }, place) => {
    if (!found.has(keyOf(item.content, other.content))) return;
    tenNearest += 1;
    if (place === 0) nearest += 1;
  });
}
console.log(
  `beside comparing everything, ${checkedQueries} photos: nearest found ${((100 * nearest) / checkedQueries).toFixed(2)} %, ten nearest ${((10 * tenNearest) / checkedQueries).toFixed(2)} %`,
);

const fresh = items.slice(-100).map(({ content }) => content);
const freshMs = performance.now();
let freshPairs = 0;
for (const { candidates } of matcher.candidates(fresh)) freshPairs += candidates.length;
console.log(`a hundred new photos against the library: ${((performance.now() - freshMs) / 1000).toFixed(2)} s, ${freshPairs} pairs`);
matcher.dispose();

function makeLibrary(): MatchItem[] {
  const centres = Float32Array.from({ length: crowds * dimensions }, bell);
  const made: MatchItem[] = [];
  while (made.length < photos) {
    // The square makes some crowds far larger than others.
    const crowd = Math.floor(draw() ** 2 * crowds);
    const vector = Float32Array.from({ length: dimensions }, (_, at) => 0.8 * (centres[crowd * dimensions + at] as number) + bell());
    const hashes = Uint8Array.from({ length: 320 }, () => Math.floor(draw() * 256));
    // Skies: part of the rows of many hashes is the same.
    if (draw() < 0.3) hashes.fill(0, 0, 8);
    made.push(itemOf(made.length + 1, vector, hashes));
    if (made.length % copyEvery !== 0 || made.length >= photos) continue;
    const cropped = copies.length % 2 === 0;
    const noise = cropped ? 0.75 : 0.3;
    const copied = cropped
      ? hashes.map(() => Math.floor(draw() * 256))
      : hashes.map((byte) => (draw() < 0.3 ? byte ^ (1 << Math.floor(draw() * 8)) : byte));
    copies.push([made.length as ContentId, (made.length + 1) as ContentId]);
    made.push(
      itemOf(
        made.length + 1,
        vector.map((value) => value + noise * bell()),
        copied,
      ),
    );
  }
  return made;
}

function itemOf(content: number, vector: Float32Array, hashes: Uint8Array): MatchItem {
  const length = Math.hypot(...vector);
  const pixelHash = new Uint8Array(32);
  new DataView(pixelHash.buffer).setUint32(0, content);
  return {
    content: content as ContentId,
    fingerprint: { pixelHash, differenceHashes: hashes.slice(0, 256), dctHashes: hashes.slice(256) },
    copy: Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round((value / length) * 500)))),
    facts: { width: 4000, height: 3000, format: "jpeg", takenAtMs: content * 60_000, camera: "camera", colours: "full" },
  };
}

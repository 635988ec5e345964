/** The embedder in use and a newly trained one come in; both look for the same held-out copies among the library's photos, and what differs goes out. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProjector } from "../../native-models/projector.ts";
import { quantise } from "../../native-models/quantise.ts";
import { loadRecipe } from "../../native-models/recipe.ts";
import type { EditFigures } from "../contract/learning.ts";
import { scaleFile } from "./embedder-in-use.ts";
import { collectQueries, editFigures, type HeldOutPhoto, type Judgement, judge, type Query } from "./held-out.ts";
import { forEachInFlight } from "./in-flight.ts";
import type { JobControl } from "./jobs.ts";
import { fitScale, plainScale, type SimilarityScale } from "./learn/scale.ts";
import { MediaError } from "./media/media-error.ts";
import type { Parts } from "./parts.ts";
import { partsUnder } from "./parts-under.ts";
import type { ContentId, MatchItem } from "./photo.ts";
import type { ChangedContents } from "./run-data.ts";
import { type Verdict, verdictOn } from "./verdict.ts";

export interface HeldOut {
  /** What a scale is fitted on. */
  readonly trial: readonly HeldOutPhoto[];
  /** What the verdict is about. */
  readonly test: readonly HeldOutPhoto[];
  /** Where one file of each content lies: for embedders that need pixels. */
  readonly paths: ReadonlyMap<number, string>;
  /** Pairs "a,b" of contents, both ways, that may be the same picture. */
  readonly unknown: ReadonlySet<string>;
}

export interface Comparison {
  readonly before: Judgement;
  readonly after: Judgement;
  readonly edits: readonly EditFigures[];
  readonly changed: readonly ChangedContents[];
  readonly verdict: Verdict;
}

/** Photos that copies are searched among: exact and quick, and crowded enough for any library. */
const mostInGallery = 4000;
const mostToDecode = 1200;

/** Also writes how the new embedder's similarities are read beside its weights. */
export async function compareEmbedders(parts: Parts, control: JobControl, weights: string, heldOut: HeldOut): Promise<Comparison> {
  const { trial, test, unknown } = heldOut;
  const old = await parts.recipes();
  const under = partsUnder(parts, { weights, scale: null });
  try {
    const samePooling = (await under.recipes()).pooled === old.pooled;
    const gallery = galleryOf(parts, await parts.store.derived.matchItems(old), heldOut, samePooling ? mostInGallery : mostToDecode);
    control.phase("evaluating", (trial.length + test.length) * (samePooling ? 1 : 2) + (samePooling ? 0 : gallery.length));
    const known = { trial: await collectQueries(parts, trial, control), test: await collectQueries(parts, test, control) };
    const learned = samePooling
      ? await projected(parts, weights, gallery, [known.trial.queries, known.test.queries])
      : await embeddedAnew(under, control, gallery, heldOut);
    const [trialQueries = [], testQueries = []] = learned.queries;
    const similarity = parts.inUse.similarity();
    const scale = scaleOf(
      judge(gallery, known.trial.queries, { unknown, similarity }),
      judge(learned.gallery, trialQueries, { unknown, similarity: (cosine) => cosine }),
    );
    writeFileSync(join(weights, scaleFile), JSON.stringify(scale));
    const before = judge(gallery, known.test.queries, { unknown, similarity });
    const after = judge(learned.gallery, testQueries, { unknown, similarity: (cosine) => scale.gain * cosine + scale.offset });
    const edits = editFigures(known.test.queries, before, after);
    const verdict = verdictOn(known.test.queries, before, after, edits);
    return { before, after, edits, changed: changedPairs(known.test.queries, before, after), verdict };
  } finally {
    await under.dispose();
  }
}

/** The held-out photos first, then others in the order of their content, up to the limit. */
function galleryOf({ store }: Parts, items: readonly MatchItem[], { trial, test }: HeldOut, most: number): MatchItem[] {
  const own = new Set([...trial, ...test].map(({ content }) => content));
  const byHash = new Map(items.map((item) => [item, Buffer.from(store.contents.hashOf(item.content)).toString("latin1")]));
  const others = items.filter(({ content }) => !own.has(content)).sort((a, b) => ((byHash.get(a) ?? "") < (byHash.get(b) ?? "") ? -1 : 1));
  return [...items.filter(({ content }) => own.has(content)), ...others.slice(0, Math.max(0, most - own.size))];
}

interface Learned {
  readonly gallery: readonly MatchItem[];
  readonly queries: readonly (readonly Query[])[];
}

/** No photo is decoded: the new head makes new descriptors of the pooled features. Photos whose features were not kept are left as they are. */
async function projected(
  parts: Parts,
  weights: string,
  gallery: readonly MatchItem[],
  lists: readonly (readonly Query[])[],
): Promise<Learned> {
  const { pooled } = await parts.recipes();
  const projector = await createProjector(loadRecipe(weights).copy);
  const width = projector.outputDimensions;
  const copiesOf = async (features: readonly (Float32Array | null)[]): Promise<(Int8Array | null)[]> => {
    const rows = new Float32Array(features.length * projector.inputDimensions);
    for (const [row, values] of features.entries()) if (values) rows.set(values, row * projector.inputDimensions);
    const vectors = await projector.project(rows);
    return features.map((values, row) => (values ? quantise(vectors.subarray(row * width, (row + 1) * width)) : null));
  };
  try {
    const own = await copiesOf(gallery.map(({ content }) => parts.store.pooled.get(content, pooled)));
    const queries: Query[][] = [];
    for (const list of lists) {
      const copies = await copiesOf(list.map(({ features }) => features));
      queries.push(list.map((query, at) => ({ ...query, item: { ...query.item, copy: copies[at] ?? query.item.copy } })));
    }
    return { gallery: gallery.flatMap((item, at) => (own[at] ? [{ ...item, copy: own[at] }] : [])), queries };
  } finally {
    await projector.dispose();
  }
}

async function embeddedAnew(under: Parts, control: JobControl, gallery: readonly MatchItem[], heldOut: HeldOut): Promise<Learned> {
  const { embed } = await under.embedder();
  const copies = new Map<ContentId, Int8Array>();
  await forEachInFlight(under.inFlight, gallery, control, async ({ content }) => {
    const path = heldOut.paths.get(content);
    try {
      const decoded = path === undefined ? null : await under.media.decode(await under.media.open(path, () => undefined));
      const [embedded] = decoded ? await embed([decoded.pixels]) : [];
      if (embedded) copies.set(content, embedded.copy);
    } catch (error) {
      // Gone or broken since the scan: nobody finds it, before or after.
      if (!(error instanceof MediaError)) throw error;
    }
    control.advance();
  });
  const queries = [
    (await collectQueries(under, heldOut.trial, control)).queries,
    (await collectQueries(under, heldOut.test, control)).queries,
  ];
  const renewed = gallery.flatMap((item): MatchItem[] => {
    const copy = copies.get(item.content);
    return copy ? [{ ...item, copy }] : [];
  });
  return { gallery: renewed, queries };
}

/** The same pairs by both, whichever of the two met them: those that only one met are left out. */
function scaleOf(known: Judgement, learned: Judgement): SimilarityScale {
  const keyOf = ({ query, other }: { readonly query: number; readonly other: number }): string => `${query},${other}`;
  const standings = new Map(known.pairs.map((pair) => [keyOf(pair), pair]));
  const pairs = learned.pairs.flatMap((pair) => {
    const before = standings.get(keyOf(pair));
    return before ? [{ known: before.standing, learned: pair.standing, copy: pair.correct }] : [];
  });
  return pairs.length === 0 ? plainScale : fitScale(pairs);
}

const mostChanged = 16;

/** Those whose probability crossed one half, the widest leaps first; half of them copies found, half of them strangers parted, as far as there are. */
function changedPairs(queries: readonly Query[], before: Judgement, after: Judgement): readonly ChangedContents[] {
  const keyOf = ({ query, other }: { readonly query: number; readonly other: number }): string => `${query},${other}`;
  const old = new Map(before.pairs.map((pair) => [keyOf(pair), pair.probability]));
  const now = new Map(after.pairs.map((pair) => [keyOf(pair), pair]));
  const all = [...before.pairs.filter((pair) => !now.has(keyOf(pair))), ...now.values()].flatMap((pair): ChangedContents[] => {
    const source = queries[pair.query];
    const [probabilityBefore, probabilityAfter] = [old.get(keyOf(pair)) ?? 0, now.get(keyOf(pair))?.probability ?? 0];
    if (!source || probabilityBefore >= 0.5 === probabilityAfter >= 0.5) return [];
    return [{ a: pair.other, b: source.source, edit: source.edit, alike: pair.correct, probabilityBefore, probabilityAfter }];
  });
  const leap = (pair: ChangedContents): number => Math.abs(pair.probabilityAfter - pair.probabilityBefore);
  const sorted = all.sort((one, other) => leap(other) - leap(one));
  const halves = [true, false].flatMap((alike) => sorted.filter((pair) => pair.alike === alike).slice(0, mostChanged / 2));
  return halves;
}

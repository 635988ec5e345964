/** The looks of people come in; the pairs of people that may be one, for the person to say, go out. */
import { mayJoin } from "./bounds.ts";
import { nearestByCells } from "./cells.ts";
import type { DotKernel, DotTable } from "./dot-kernel.ts";
import type { SamePersonSuggestion } from "./faces.ts";
import { type Judge, probabilityOf } from "./probability.ts";
import type { Look } from "./tell.ts";

export interface SuggestOptions {
  readonly judge: Judge;
  readonly leastLogOdds: number;
}

/** More questions about one cluster than this help nobody: after the first answers they are asked anew. */
const mostOfOne = 5;
/** Every pair is looked at up to so many looks. */
const everyPairUpTo = 20_000;

export function suggest(
  kernel: DotKernel,
  looks: readonly Look[],
  { judge, leastLogOdds }: SuggestOptions,
): readonly SamePersonSuggestion[] {
  const table = kernel.table(looks.length);
  looks.forEach(({ mean }, at) => {
    table.row(at).set(mean);
  });
  const leastLink = judge.leastLink(leastLogOdds);
  const linked = looks.length <= everyPairUpTo ? everyPair(table, leastLink) : nearPairs(kernel, table, leastLink);
  const pairs = linked
    .map((pair) => ({ ...pair, logOdds: judge.logOdds(pair.link, looks[pair.a]?.faces ?? 1, looks[pair.b]?.faces ?? 1) }))
    .filter(({ logOdds }) => logOdds >= leastLogOdds)
    .sort((one, other) => other.logOdds - one.logOdds || one.a - other.a || one.b - other.b);
  const asked = new Map<number, number>();
  const met = new Set<string>();
  return pairs.flatMap(({ a, b, logOdds }) => {
    const [one, other] = [looks[a] as Look, looks[b] as Look];
    const name = `${one.cluster} ${other.cluster}`;
    const before = Math.min(asked.get(one.cluster) ?? 0, asked.get(other.cluster) ?? 0);
    // How sure one must be to merge is no reason not to ask.
    if (one.cluster === other.cluster || met.has(name) || before >= mostOfOne || !mayJoin(one.bound, other.bound, Number.POSITIVE_INFINITY))
      return [];
    met.add(name);
    for (const { cluster } of [one, other]) asked.set(cluster, (asked.get(cluster) ?? 0) + 1);
    return [{ a: one.cluster, b: other.cluster, probability: probabilityOf(logOdds), faceA: one.best, faceB: other.best }];
  });
}

interface LinkedPair {
  readonly a: number;
  readonly b: number;
  readonly link: number;
}

function everyPair(table: DotTable, leastLink: number): LinkedPair[] {
  const pairs: LinkedPair[] = [];
  for (let from = 0; from < table.rows; from += 4) {
    const products = table.dotsOfFour(from, from, table.rows);
    const each = table.rows - from;
    for (let which = 0; which < Math.min(4, each); which += 1) {
      for (let at = which + 1; at < each; at += 1) {
        const link = products[which * each + at] as number;
        if (link >= leastLink) pairs.push({ a: from + which, b: from + at, link });
      }
    }
  }
  return pairs;
}

function nearPairs(kernel: DotKernel, table: DotTable, leastLink: number): LinkedPair[] {
  const { neighbours, width } = nearestByCells(kernel, table, table.rows, { leastLink, onProgress: () => {} });
  const met = new Set<number>();
  const pairs: LinkedPair[] = [];
  neighbours.forEach((other, at) => {
    const row = Math.floor(at / width);
    const [a, b] = [Math.min(row, other), Math.max(row, other)];
    if (other < 0 || met.has(a * table.rows + b)) return;
    met.add(a * table.rows + b);
    pairs.push({ a, b, link: table.dots(a, b, b + 1)[0] as number });
  });
  return pairs;
}

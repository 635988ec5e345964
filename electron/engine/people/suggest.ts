/** Clusters come in; the pairs that may be one person, for the person to say, go out. */
import { mayJoin } from "./bounds.ts";
import { nearestByCells } from "./cells.ts";
import type { DotKernel, DotTable } from "./dot-kernel.ts";
import type { LinkOdds, SamePersonSuggestion } from "./faces.ts";
import { probabilityOf } from "./probability.ts";
import type { Told } from "./tell.ts";

export interface SuggestOptions {
  readonly leastLink: number;
  readonly odds: LinkOdds;
}

/** More questions about one cluster than this help nobody: after the first answers they are asked anew. */
const mostOfOne = 5;
/** Every pair is looked at up to so many clusters. */
const everyPairUpTo = 20_000;

export function suggest(kernel: DotKernel, told: readonly Told[], { leastLink, odds }: SuggestOptions): readonly SamePersonSuggestion[] {
  const table = kernel.table(told.length);
  told.forEach(({ mean }, at) => {
    table.row(at).set(mean);
  });
  const pairs = told.length <= everyPairUpTo ? everyPair(table, leastLink) : nearPairs(kernel, table, leastLink);
  const allowed = pairs.filter(({ a, b }) => mayJoin(boundOf(told, a), boundOf(told, b), 1));
  allowed.sort((one, other) => other.link - one.link || one.a - other.a || one.b - other.b);
  const asked = new Uint8Array(told.length);
  return allowed
    .filter(({ a, b }) => {
      if (Math.min(asked[a] as number, asked[b] as number) >= mostOfOne) return false;
      for (const side of [a, b]) asked[side] = Math.min(255, (asked[side] as number) + 1);
      return true;
    })
    .map(({ a, b, link }) => ({
      a,
      b,
      probability: probabilityOf(odds, link),
      faceA: told[a]?.cluster.best ?? "",
      faceB: told[b]?.cluster.best ?? "",
    }));
}

const boundOf = (told: readonly Told[], at: number) => (told[at] as Told).bound;

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

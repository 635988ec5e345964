/** Every loss as plain loops over pairs, written from its formula: rows of embeddings and of the loss's weights come in, a number goes out. */

import type { PlainLoss } from "./check.ts";
import { average, cosineOf, dot, euclideanOf, squared } from "./circle.ts";

type DistanceOf = (a: readonly number[], b: readonly number[]) => number;
const logSumExp = (values: readonly number[]): number => Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));

/** What stands in the same and in another class as the anchor. */
function others(labels: Int32Array, anchor: number): { same: number[]; different: number[] } {
  const all = [...labels.keys()].filter((place) => place !== anchor);
  return {
    same: all.filter((place) => labels[place] === labels[anchor]),
    different: all.filter((place) => labels[place] !== labels[anchor]),
  };
}

export interface Pair {
  readonly i: number;
  readonly j: number;
}

export function pairsIn(labels: Int32Array): { positives: Pair[]; negatives: Pair[] } {
  const positives: Pair[] = [];
  const negatives: Pair[] = [];
  for (const i of labels.keys()) {
    const { same, different } = others(labels, i);
    for (const j of same) positives.push({ i, j });
    for (const j of different) negatives.push({ i, j });
  }
  return { positives, negatives };
}

/** A loss that is a mean over positive pairs and a mean over negative pairs. */
export function overPairs(
  labels: Int32Array,
  distance: DistanceOf,
  ofPositive: (d: number) => number,
  ofNegative: (d: number) => number,
  combine = (positive: number, negative: number): number => positive + negative,
): PlainLoss {
  const { positives, negatives } = pairsIn(labels);
  return (x) =>
    combine(
      average(positives.map(({ i, j }) => ofPositive(distance(x[i]!, x[j]!)))),
      average(negatives.map(({ i, j }) => ofNegative(distance(x[i]!, x[j]!)))),
    );
}

export function tripletLoss(labels: Int32Array, margin: number): PlainLoss {
  return (x) => {
    const values: number[] = [];
    for (const a of labels.keys()) {
      const { same, different } = others(labels, a);
      for (const p of same) for (const n of different) values.push(Math.max(0, squared(x[a]!, x[p]!) - squared(x[a]!, x[n]!) + margin));
    }
    return average(values);
  };
}

export function liftedLoss(labels: Int32Array, margin: number): PlainLoss {
  return (x) =>
    average(
      pairsIn(labels).positives.map(({ i, j }) => {
        const crowd = [
          ...others(labels, i).different.map((k) => margin - euclideanOf(x[i]!, x[k]!)),
          ...others(labels, j).different.map((l) => margin - euclideanOf(x[j]!, x[l]!)),
        ];
        return Math.max(0, logSumExp(crowd) + euclideanOf(x[i]!, x[j]!)) ** 2 / 2;
      }),
    );
}

/** In the paper's similarities. */
export function multiSimilarityLoss(labels: Int32Array, alpha: number, beta: number, lambda: number): PlainLoss {
  return (x) =>
    average(
      [...labels.keys()].map((i) => {
        const { same, different } = others(labels, i);
        const similarity = (k: number): number => 1 - cosineOf(x[i]!, x[k]!);
        const pull = Math.log(1 + same.reduce((sum, k) => sum + Math.exp(-alpha * (similarity(k) - lambda)), 0)) / alpha;
        const push = Math.log(1 + different.reduce((sum, k) => sum + Math.exp(beta * (similarity(k) - lambda)), 0)) / beta;
        return pull + push;
      }),
    );
}

/** In the paper's similarities. */
export function ntXentLoss(labels: Int32Array, temperature: number): PlainLoss {
  return (x) =>
    average(
      pairsIn(labels).positives.map(({ i, j }) => {
        const e = (k: number): number => Math.exp((1 - cosineOf(x[i]!, x[k]!)) / temperature);
        return -Math.log(e(j) / (e(j) + others(labels, i).different.reduce((sum, k) => sum + e(k), 0)));
      }),
    );
}

export function supervisedLoss(labels: Int32Array, temperature: number): PlainLoss {
  return (x) =>
    average(
      [...labels.keys()].map((i) => {
        const { same, different } = others(labels, i);
        const e = (k: number): number => Math.exp((1 - cosineOf(x[i]!, x[k]!)) / temperature);
        const all = [...same, ...different].reduce((sum, k) => sum + e(k), 0);
        return average(same.map((p) => -Math.log(e(p) / all)));
      }),
    );
}

export function softmaxLoss(labels: Int32Array, temperature: number): PlainLoss {
  return (x, w) =>
    average(
      [...labels].map((label, i) => {
        const logits = w.map((row) => (1 - cosineOf(x[i]!, row)) / temperature);
        return logSumExp(logits) - logits[label]!;
      }),
    );
}

export function proxyLoss(labels: Int32Array): PlainLoss {
  const unit = (row: readonly number[]): number[] => row.map((value) => value / Math.hypot(...row));
  return (x, w) =>
    average(
      [...labels].map((label, i) => {
        const e = w.map((row) => Math.exp(-squared(x[i]!, unit(row))));
        return -Math.log(e[label]! / e.reduce((sum, value, index) => sum + (index === label ? 0 : value), 0));
      }),
    );
}

export function arcFaceLoss(labels: Int32Array, scale: number, margin: number): PlainLoss {
  return (x, w) =>
    average(
      [...labels].map((label, i) => {
        const logits = w.map((row, index) => {
          const cos = dot(x[i]!, row) / Math.hypot(...x[i]!) / Math.hypot(...row);
          const angle = Math.acos(cos);
          if (index !== label) return scale * cos;
          return scale * (angle + margin < Math.PI ? Math.cos(angle + margin) : cos - margin * Math.sin(margin));
        });
        return logSumExp(logits) - logits[label]!;
      }),
    );
}

export function entropyLoss(labels: Int32Array, distance: DistanceOf): PlainLoss {
  return (x) =>
    average([...labels.keys()].map((i) => -Math.log(Math.min(...others(labels, i).different.map((j) => distance(x[i]!, x[j]!))))));
}

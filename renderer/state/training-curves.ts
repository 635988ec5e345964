/** Points of training curves come in as they are measured, charts with their lines on common steps go out. */
import type { CurvePoint } from "../../electron/contract/learning.ts";

export interface Chart {
  /** What the curves have in common: what stands before the slash, "train/loss" and "train/…" alike. */
  readonly name: string;
  /** Ascending, each once. */
  readonly steps: readonly number[];
  readonly lines: readonly ChartLine[];
}

export interface ChartLine {
  readonly name: string;
  /** As many as there are steps; null where this line has no point. */
  readonly values: readonly (number | null)[];
  readonly last: { readonly step: number; readonly value: number };
}

/** Curves of a kind on one scale share a chart: a loss and a share do not. */
export function chartsOf(points: readonly CurvePoint[]): Chart[] {
  const byCurve = Map.groupBy(points, ({ curve }) => curve);
  const byChart = Map.groupBy(byCurve.keys(), chartOf);
  return [...byChart]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([name, curves]) => {
      const steps = [...new Set(curves.flatMap((curve) => (byCurve.get(curve) ?? []).map(({ step }) => step)))].sort((a, b) => a - b);
      return { name, steps, lines: curves.sort().map((curve) => lineOf(curve, byCurve.get(curve) ?? [], steps)) };
    });
}

/** What comes anew of a run takes the place of what was known of the same step. */
export function withPoints(known: readonly CurvePoint[], more: readonly CurvePoint[]): CurvePoint[] {
  const keyOf = ({ curve, step }: CurvePoint): string => `${curve} ${step}`;
  const replaced = new Set(more.map(keyOf));
  return [...known.filter((point) => !replaced.has(keyOf(point))), ...more];
}

function lineOf(curve: string, points: readonly CurvePoint[], steps: readonly number[]): ChartLine {
  const valueAt = new Map(points.map(({ step, value }) => [step, value]));
  const lastStep = Math.max(...valueAt.keys());
  return {
    name: curve.slice(curve.indexOf("/") + 1),
    values: steps.map((step) => valueAt.get(step) ?? null),
    last: { step: lastStep, value: valueAt.get(lastStep) ?? 0 },
  };
}

/** Held-out figures are all shares; everything else has a unit of its own. */
function chartOf(curve: string): string {
  return curve.startsWith("held-out/") ? "held-out" : curve;
}

/** The loss first, then what is measured on held-out photos. */
function rank(chart: string): number {
  const place = ["train/loss", "held-out"].indexOf(chart);
  return place < 0 ? 2 : place;
}

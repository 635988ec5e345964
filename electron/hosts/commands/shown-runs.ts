/** Training runs and their figures come in; the tables that a terminal shows of them go out. */
import type { BaseTrainingReport, EditFigures, LearningFigures, RunDetail, RunSummary } from "../../contract/learning.ts";
import { counted, shownDuration, shownPath, shownTime, table } from "../words.ts";

const share = (value: number): string => (100 * value).toFixed(2).padStart(6);

export function shownFigures(rows: readonly (readonly [name: string, figures: LearningFigures])[]): string {
  const head = ["", "average precision", "recall at 99 %", "found first", "calibration error"];
  const cells = rows.map(([name, { averagePrecision, recallAtPrecision99, recallAt1, calibrationError }]) => [
    name,
    ...[averagePrecision, recallAtPrecision99, recallAt1, calibrationError].map((value) => `${share(value)} %`),
  ]);
  return table([head, ...cells]);
}

/** Found first, by edit. */
export function shownEdits(edits: readonly EditFigures[]): string {
  const rows = edits.map(({ edit, queries, recallAt1Before, recallAt1After }) => [
    edit,
    String(queries).padStart(6),
    `${share(recallAt1Before)} %`,
    `${share(recallAt1After)} %`,
  ]);
  return table([["found first, by edit", "copies", "before", "after"], ...rows]);
}

export function shownRun(run: RunDetail): string {
  const { id, mode, kind, device, seconds, photos, heldOutPhotos, before, after, edits, trials, text, logFolder } = run;
  const tried = trials.slice(0, 5).map(({ trial, steps, averagePrecision, parameters }) => [
    String(trial),
    String(steps),
    share(averagePrecision),
    Object.entries(parameters)
      .map(([name, value]) => `${name} ${typeof value === "number" ? Number(value.toPrecision(3)) : value}`)
      .join(", "),
  ]);
  return [
    `Training ${id} (${kind}, ${mode}): ${counted(photos, "photo")} learned from, ${heldOutPhotos} held out, ${shownDuration(seconds)} on ${device}`,
    ...(tried.length > 0 ? ["", table([["trial", "steps", "held-out AP", "settings"], ...tried])] : []),
    ...(before && after
      ? [
          "",
          shownFigures([
            ["before", before],
            ["after", after],
          ]),
        ]
      : []),
    ...(edits.length > 0 ? ["", shownEdits(edits)] : []),
    "",
    text,
    `Log for TensorBoard and as JSON lines: ${shownPath(logFolder)}`,
  ].join("\n");
}

export function shownRuns(runs: readonly RunSummary[]): string {
  const figure = (figures: LearningFigures | null): string => (figures ? share(figures.averagePrecision) : "");
  const rows = runs.map(({ id, beganAtMs, kind, mode, outcome, photos, seconds, before, after, inUse }) => [
    `${id}${inUse ? " *" : ""}`,
    shownTime(beganAtMs),
    kind,
    mode,
    outcome,
    String(photos),
    shownDuration(seconds),
    figure(before),
    figure(after),
  ]);
  return `${table([["run", "began", "kind", "mode", "outcome", "photos", "took", "AP before", "after"], ...rows])}\n* in use`;
}

export function shownBase({ out, photos, heldOutPhotos, steps, seconds, before, after, edits }: BaseTrainingReport): string {
  return [
    `${counted(photos, "photo")} learned from, ${heldOutPhotos} held out, ${counted(steps, "step")}, ${shownDuration(seconds)}`,
    "",
    shownFigures([
      ["before", before],
      ["after", after],
    ]),
    "",
    shownEdits(edits),
    "",
    `Weights, card and log: ${shownPath(out)}`,
  ].join("\n");
}

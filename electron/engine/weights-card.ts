/** How base weights were trained and what they reach comes in; their card for people goes out, as Markdown (Mitchell et al., Model cards for model reporting, 2019). */
import type { BaseTrainingReport, BaseTrainingRequest, LearningFigures } from "../contract/learning.ts";
import { trialEdits } from "./held-out.ts";
import type { TrainPlan } from "./learn/plan.ts";

export function cardOf(request: BaseTrainingRequest, plan: TrainPlan, report: BaseTrainingReport): string {
  const { settings } = plan;
  const row = (name: string, { averagePrecision, recallAtPrecision99, recallAt1, calibrationError }: LearningFigures): string =>
    `| ${name} | ${[averagePrecision, recallAtPrecision99, recallAt1, calibrationError].map((value) => value.toFixed(4)).join(" | ")} |`;
  const edits = report.edits.map(
    ({ edit, queries, recallAt1Before, recallAt1After }) =>
      `| ${edit} | ${queries} | ${recallAt1Before.toFixed(3)} | ${recallAt1After.toFixed(3)} |`,
  );
  return [
    "# Base weights for copy descriptors",
    "",
    "## What they are for",
    "",
    "They turn a photo into numbers by which edited copies of one picture are near each other and other pictures are not. They recognise neither people nor places,",
    "and a near descriptor alone is no proof: the program holds hashes and an alignment of the two pictures beside it before it calls them copies.",
    "",
    "## How they were made",
    "",
    `\`train base ${request.folders.map((folder) => folder.split(/[\\/]/).at(-1)).join(" ")}\`: ${report.photos} photos, ${report.heldOutPhotos} others held out (rule: ${request.holdOut ?? 0.2}), ${report.steps} steps in ${Math.round(report.seconds / 60)} minutes in all.`,
    `Begun from the shipped weights (EfficientNet-Lite0 with ImageNet weights, Apache-2.0, and a whitening). Mode: ${settings.mode}. Every photo and ${(plan.sources[0]?.rows.length ?? 1) - 1} copies made of it by the program`,
    `(crops, sizes, compression, turns, mirrors, grey, colour, light, blur, noise, text, stickers, frames, screenshots, collages; strength ${request.strength ?? 1}).`,
    "",
    "```json",
    JSON.stringify(settings, null, 2),
    "```",
    "",
    "## What they reach",
    "",
    `${report.heldOutPhotos} photos that nothing was learned from, each in ${trialEdits.length} edits, searched among all photos; descriptors and hashes, no alignment.`,
    "",
    "| embedder | average precision | recall at 99 % precision | recall@1 | calibration error |",
    "|---|---|---|---|---|",
    row("before", report.before),
    row("after", report.after),
    "",
    "| edit | copies | recall@1 before | after |",
    "|---|---|---|---|",
    ...edits,
    "",
    "## Limits",
    "",
    "The edits they were trained with are of the kinds they are measured with, drawn anew. Small crops, strong blur and darkness stay hard. Photos of other kinds",
    "than those learned from (scans, drawings, screens full of text) were not measured. What the photos show, and whose they are, is in the weights in no readable form;",
    "they were made for finding copies and should be used for nothing else without measuring.",
    "",
    "## Licence",
    "",
    "Derived from EfficientNet-Lite0 weights under Apache-2.0; the changes are under the same licence.",
    "",
  ].join("\n");
}

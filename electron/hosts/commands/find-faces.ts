/** An open engine comes in; faces are looked for and grouped, with progress, and what was found is told. */
import type { FacesReport } from "../../contract/people.ts";
import type { Work } from "../program.ts";
import { counted, shownDuration, shownPath, table } from "../words.ts";

type Open = Parameters<Work>[0];

export async function findFaces(open: Open): Promise<void> {
  const { terminal, json } = open;
  const report = await lookForFaces(open);
  await (json ? terminal.printJson(report) : terminal.print(shownFacesReport(report)));
}

export async function lookForFaces({ engine, terminal }: Open): Promise<FacesReport> {
  const stopListening = engine.on("job", terminal.progress.show);
  try {
    return await engine.findFaces({});
  } finally {
    terminal.progress.clear();
    stopListening();
  }
}

export function shownFacesReport({ photos, faces, people, failed, seconds, millisecondsPerPhoto, clusteringSeconds }: FacesReport): string {
  const rate = photos > 0 ? `, ${millisecondsPerPhoto.toFixed(0)} ms a photo` : "";
  const problems = failed.map(({ path, code, message }) => [shownPath(path), code, message]);
  return [
    `${counted(faces, "face")} in ${counted(photos, "photo")} looked at; ${counted(people, "group")} of faces in the library`,
    `${shownDuration(seconds)}${rate}; grouped in ${shownDuration(clusteringSeconds)}`,
    ...(problems.length > 0 ? ["", "Not looked at:", table(problems, "  ")] : []),
  ].join("\n");
}

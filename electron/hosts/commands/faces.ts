/** likeness faces [PHOTO | on | off]: the faces in a photo, or whether faces are looked for at all; off erases every trace. */
import type { Command } from "commander";
import type { FaceErasure, FaceSettings } from "../../contract/people.ts";
import { LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownCount, shownPath, table } from "../words.ts";
import { shownFace } from "./people-values.ts";
import { pathValue } from "./values.ts";

export function addFaces(program: Command, run: RunWork): void {
  program
    .command("faces")
    .description(
      "Shows the faces in a photo; or, with on and off, whether faces are looked for. Off erases everything of faces and people for good.",
    )
    .argument("[photo]", 'a photo of the library; "on" or "off"; without: the settings and what is kept')
    .option("--yes", "with off: do it; without this it only says what would go")
    .action((word: string | undefined, { yes = false }: { yes?: boolean }) =>
      run(async ({ engine, terminal, json }) => {
        if (word === undefined || word === "on") {
          const settings = word === "on" ? (await engine.switchFaces({ enabled: true })).settings : await engine.faceSettings({});
          return json ? terminal.printJson(settings) : terminal.print(shownSettings(settings));
        }
        if (word === "off") {
          const { counts } = await engine.faceSettings({});
          if (!yes) {
            throw new LikenessError(
              "usage",
              `${counted(counts.faces, "face")}, ${counted(counts.people, "group")} (${counts.named} with names) and all that was said of them would be erased for good. Names can be kept in side files first: likeness export --xmp. Say --yes to do it. Nothing was done.`,
            );
          }
          const { erasure } = await engine.switchFaces({ enabled: false });
          if (json) return terminal.printJson(erasure);
          return erasure ? terminal.print(shownErasure(erasure)) : undefined;
        }
        const found = await engine.facesOf({ photo: pathValue(word) });
        if (json) return terminal.printJson(found);
        if (!found.looked) return terminal.say("This photo was not looked at for faces yet: likeness people find");
        if (found.faces.length === 0) return terminal.say("No face was found in this photo.");
        await terminal.print(table(found.faces.map((face) => shownFace(face).slice(0, -1))));
      }),
    );
}

function shownSettings({ enabled, unavailable, metric, counts }: FaceSettings): string {
  return [
    `faces are ${enabled ? "on" : "off"}${unavailable === null ? "" : `, but the models do not load: ${shownPath(unavailable)}`}`,
    `metric: ${metric.kind === "base" ? "as shipped" : "learnt from this library's people"}`,
    table(Object.entries(counts).map(([name, count]) => [words(name), shownCount(count).padStart(9)])),
  ].join("\n");
}

function shownErasure({ before, after, proof }: FaceErasure): string {
  const rows = Object.values(proof.rows).reduce((sum, count) => sum + count, 0);
  const counts = Object.entries(before).map(([name, count]) => [
    words(name),
    shownCount(count).padStart(9),
    "then",
    shownCount(after[name as keyof typeof after]).padStart(9),
  ]);
  return [
    table(counts),
    `${rows} rows in ${Object.keys(proof.rows).length} tables; ${proof.cropFiles} files; freed pages overwritten: ${proof.secureDelete ? "yes" : "no"}; ${proof.freePages} free pages; ${proof.logBytes} bytes in the log`,
    "Faces are off. Side files that you exported, and backups of the library, are yours to delete.",
  ].join("\n");
}

const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

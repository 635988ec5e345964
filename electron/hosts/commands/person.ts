/** likeness person WHO: somebody's photos, by time. */
import type { Command } from "commander";
import type { RunWork } from "../program.ts";
import { counted, shownPath, shownTime, table } from "../words.ts";
import { shownFace, whoValue } from "./people-values.ts";

export function addPerson(program: Command, run: RunWork): void {
  program
    .command("person")
    .description("Shows the photos of somebody, by time, each with the face.")
    .argument("<who>", "name or number, as people shows them")
    .action((who: string) =>
      run(async ({ engine, terminal, json }) => {
        const person = await engine.person(whoValue(who));
        if (json) return terminal.printJson(person);
        await terminal.print(table(person.photos.map((face) => [shownTime(face.summary.takenAtMs), ...shownFace(face)])));
        const name = person.name === null ? `#${person.id}` : shownPath(person.name);
        terminal.say(`${name}: ${counted(person.faces, "photo")}, ${person.confirmed} confirmed, ${person.uncertain} to ask`);
      }),
    );
}

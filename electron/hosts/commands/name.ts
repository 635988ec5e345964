/** likeness name, merge, split, face: who is who, said in a word; people undo takes it back. */
import { Argument, type Command } from "commander";
import type { PeopleChange } from "../../contract/people.ts";
import { LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import type { Terminal } from "../terminal.ts";
import { shownPath } from "../words.ts";
import { faceId, faceIds, personId } from "./people-values.ts";

const faceActions = ["is", "not", "ignore", "not-a-face", "count"] as const;
const faceHelp = "a face's number, as faces shows it, or a photo that shows one face only";

export function addName(program: Command, run: RunWork): void {
  program
    .command("name")
    .description(
      "Gives a name to a group of faces (by its number or name), or to the face in a photo. Somebody who has the name already becomes one with them.",
    )
    .argument("<who>", "a group's number or name, or a photo that shows one face")
    .argument("<name>", 'the name; "" takes it off')
    .option("--face <number>", "this face of the photo, as faces shows it; the first argument is then not looked at")
    .action((who: string, name: string, { face }: { face?: string }) =>
      run(async ({ engine, terminal, json }) => {
        const known = face === undefined ? await personId(engine, who).catch(orNobody) : null;
        if (known !== null) return tell(terminal, json, await engine.namePerson({ person: known, name: name.trim() === "" ? null : name }));
        const faces = [await faceId(engine, face ?? who)];
        await tell(terminal, json, await engine.moveFaces({ faces, to: { name } }));
      }),
    );
  program
    .command("merge")
    .description("Makes several people one: the first stays, with its name.")
    .argument("<into>", "number or name")
    .argument("<from...>", "who they are too")
    .action((into: string, from: readonly string[]) =>
      run(async ({ engine, terminal, json }) => {
        const ids = [];
        for (const one of from) ids.push(await personId(engine, one));
        await tell(terminal, json, await engine.mergePeople({ into: await personId(engine, into), from: ids }));
      }),
    );
  program
    .command("split")
    .description("Makes somebody else of the faces given; whoever else is like them goes along.")
    .argument("<who>", "number or name")
    .argument("<faces...>", faceHelp)
    .option("--only", "only these faces")
    .action((who: string, faces: readonly string[], { only = false }: { only?: boolean }) =>
      run(async ({ engine, terminal, json }) => {
        const person = await personId(engine, who);
        await tell(terminal, json, await engine.splitPerson({ person, faces: await faceIds(engine, faces), similar: !only }));
      }),
    );
  program
    .command("face")
    .description("Says of faces whose they are or are not, or that they do not count.")
    .addArgument(
      new Argument(
        "<action>",
        "is WHO FACE...: theirs; not WHO FACE...: never theirs; ignore|not-a-face FACE...: left out; count FACE...: counted again",
      ).choices(faceActions),
    )
    .argument("<values...>", `somebody's number or name where one is needed, then faces: ${faceHelp}`)
    .action((action: (typeof faceActions)[number], values: readonly string[]) =>
      run(async ({ engine, terminal, json }) => {
        if (action === "is" || action === "not") {
          const [who, ...words] = values;
          if (who === undefined || words.length === 0)
            throw new LikenessError("usage", `Name somebody, then faces: likeness face ${action} WHO FACE...`);
          const faces = await faceIds(engine, words);
          const person = await personId(engine, who);
          return tell(
            terminal,
            json,
            await (action === "is" ? engine.confirmFaces({ faces, person }) : engine.rejectFaces({ faces, person })),
          );
        }
        const ignored = action === "count" ? null : action === "ignore" ? "not-cared-about" : "not-a-face";
        await tell(terminal, json, await engine.ignoreFaces({ faces: await faceIds(engine, values), ignored }));
      }),
    );
}

/** A photo's path is nobody's name. */
function orNobody(error: unknown): null {
  if (error instanceof LikenessError && error.code === "not-found") return null;
  throw error;
}

async function tell(terminal: Terminal, json: boolean, change: PeopleChange): Promise<void> {
  if (json) return terminal.printJson(change);
  terminal.say(`${shownPath(change.text)} To take it back: likeness people undo`);
}

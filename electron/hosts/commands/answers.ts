/** likeness answers [same|different A B | revoke ID]: what the person said of two photos; it changes groups at once. */
import { Argument, type Command } from "commander";
import { type Answer, type AnsweredPhoto, type AnswerId, LikenessError, type Verdict } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { shownPath, shownTime, table } from "../words.ts";
import { pathValue } from "./values.ts";

export function addAnswers(program: Command, run: RunWork): void {
  program
    .command("answers")
    .description("Lists what you said of pairs of photos, adds to it, or takes it back. Answers survive moves and renames.")
    .addArgument(
      new Argument("[action]", "same A B: one picture; different A B: never together again; revoke ID").choices([
        "same",
        "different",
        "revoke",
      ]),
    )
    .argument("[values...]", "two photos of the library, or an answer's number")
    .action((action: Verdict | "revoke" | undefined, values: readonly string[]) =>
      run(async ({ engine, terminal, json }) => {
        const print = (answers: readonly Answer[]) => terminal.print(shownAnswers(answers));
        if (action === undefined) {
          const answers = await engine.answers({});
          if (json) return terminal.printJson(answers);
          return answers.length === 0 ? terminal.say("There are no answers yet.") : print(answers);
        }
        const answer =
          action === "revoke"
            ? await engine.revokeAnswer({ id: idOf(values) })
            : await engine.answer({ ...photosOf(values), verdict: action });
        await (json ? terminal.printJson(answer) : print([answer]));
      }),
    );
}

function idOf(values: readonly string[]): AnswerId {
  const [word, ...more] = values;
  if (word === undefined || more.length > 0) throw new LikenessError("usage", "Name one answer by its number: likeness answers revoke 3");
  if (!/^[1-9]\d{0,14}$/.test(word)) throw new LikenessError("usage", `"${word}" is no answer's number: likeness answers lists them.`);
  return Number(word) as AnswerId;
}

function photosOf(values: readonly string[]): { a: string; b: string } {
  const [a, b, ...more] = values;
  if (a === undefined || b === undefined || more.length > 0)
    throw new LikenessError("usage", "Name two photos: likeness answers different A B");
  return { a: pathValue(a), b: pathValue(b) };
}

function shownAnswers(answers: readonly Answer[]): string {
  return table(
    answers.map(({ id, verdict, answeredAtMs, a, b }) => [
      String(id),
      verdict,
      `${shownTime(answeredAtMs)} UTC`,
      shownPhoto(a),
      shownPhoto(b),
    ]),
  );
}

function shownPhoto({ path, contentHash }: AnsweredPhoto): string {
  return path === null ? `(gone: ${contentHash.slice(0, 12)})` : shownPath(path);
}

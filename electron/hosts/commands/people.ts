/** likeness people [ACTION]: who is in the photos, by how often; what was said of them; what is to be asked. */
import { Argument, type Command } from "commander";
import { type Face, type PeopleChange, type PersonNote, type PersonSummary, personNotes } from "../../contract/people.ts";
import { type Engine, LikenessError } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownPath, shownShare, shownTime, table } from "../words.ts";
import { findFaces } from "./find-faces.ts";
import { personId } from "./people-values.ts";
import { wholeNumberValue } from "./values.ts";

const actions = ["find", "learn", "forget-learnt", "ask", "apart", "hide", "show", "note", "changes", "undo", "redo"] as const;
type Action = (typeof actions)[number];

export function addPeople(program: Command, run: RunWork): void {
  program
    .command("people")
    .description(
      "Lists the people in your photos. What you say of them is remembered by photo, survives moves and new scans, and can be taken back.",
    )
    .addArgument(
      new Argument(
        "[action]",
        `find: look for faces now; learn: tell your people apart better, where held-out faces prove it; forget-learnt: as shipped again; ask: who may be the same; apart A B: two people for ever; hide|show WHO; note WHO ${personNotes.join("|")}|none [OF]; changes: what was said; undo; redo`,
      ).choices(actions),
    )
    .argument("[values...]", "people, by number or name")
    .option("--min-faces <n>", "leave out nameless ones with fewer faces", wholeNumberValue(1, 1e6), 1)
    .addHelpText(
      "after",
      "\nWith --json: [{id, name, faces: [{path, box: [x, y, width, height] in upright pixels, probability}]}], every face that belongs to somebody.",
    )
    .action((action: Action | undefined, values: readonly string[], { minFaces }: { minFaces: number }) =>
      run(async (open) => {
        const { engine, terminal, json } = open;
        if (action === "find") return findFaces(open);
        if (action === "learn") return learn(open);
        if (action === "forget-learnt") {
          const settings = await engine.forgetPeopleMetric({});
          return json ? terminal.printJson(settings) : terminal.say("People are told apart as shipped again.");
        }
        if (action === "ask") return ask(open);
        if (action === "changes") {
          const changes = await engine.peopleChanges({});
          if (json) return terminal.printJson(changes);
          return changes.length === 0 ? terminal.say("Nothing was said of people yet.") : terminal.print(shownChanges(changes));
        }
        if (action !== undefined) {
          const change = await say(engine, action, values);
          if (json) return terminal.printJson(change);
          return terminal.say(change === null ? `There is nothing to ${action}.` : shownPath(change.text));
        }
        const people = await engine.people({ minFaces });
        if (json) return terminal.printJson(withFaces(people, await engine.clusteredFaces({})));
        if (people.length === 0) return terminal.say("There is nobody yet. Scan folders, or look for faces: likeness people find");
        await terminal.print(table(people.map(shownPerson)));
        const faces = people.reduce((sum, person) => sum + person.faces, 0);
        terminal.say(`${counted(people.length, "group")} of ${counted(faces, "face")}`);
      }),
    );
}

async function say(
  engine: Engine,
  action: Exclude<Action, "find" | "learn" | "forget-learnt" | "ask" | "changes">,
  values: readonly string[],
): Promise<PeopleChange | null> {
  if (action === "undo") return engine.undoPeople({});
  if (action === "redo") return engine.redoPeople({});
  const [first, second, third] = values;
  const needed = action === "apart" || action === "note" ? 2 : 1;
  if (first === undefined || (needed === 2 && second === undefined))
    throw new LikenessError(
      "usage",
      `Name ${needed === 2 ? "two" : "one"}: likeness people ${action} ${action === "note" ? "WHO NOTE" : needed === 2 ? "A B" : "WHO"}`,
    );
  const person = await personId(engine, first);
  if (action === "apart") return engine.keepApart({ a: person, b: await personId(engine, second ?? "") });
  if (action !== "note") return engine.hidePerson({ person, hidden: action === "hide" });
  const note = second === "none" ? null : (second as PersonNote);
  return engine.noteOnPerson({ person, note, ...(third === undefined ? {} : { of: await personId(engine, third) }) });
}

async function learn({ engine, terminal, json }: Parameters<Parameters<RunWork>[0]>[0]): Promise<void> {
  const lesson = await engine.learnPeople({});
  if (json) return terminal.printJson(lesson);
  const names = {
    precision: "told one and are",
    recall: "are one and told",
    trueAcceptAt001: "told, at one of 1,000 strangers",
    trueAcceptAt01: "told, at one of 100 strangers",
    otherPeopleAt001: "the first, of people not learned from",
    area: "nearer than strangers",
  } as const;
  const rows = (Object.keys(names) as (keyof typeof names)[]).map((key) => [
    names[key],
    shownShare(lesson.before[key]),
    shownShare(lesson.after[key]),
  ]);
  await terminal.print(table([["held-out pairs", "before", "after"], ...rows]));
  terminal.say(
    `${lesson.people} people, ${counted(lesson.faces, "face")}, ${lesson.heldOutFaces} asked about. ${lesson.kept ? "In use." : "Not in use."} ${lesson.text}`,
  );
}

async function ask({ engine, terminal, json }: Parameters<Parameters<RunWork>[0]>[0]): Promise<void> {
  const asked = await engine.suggestions({});
  if (json) return terminal.printJson(asked);
  if (asked.length === 0) return terminal.say("Nothing is uncertain.");
  const rows = asked.map((one) => {
    const [question, yes, no] =
      one.kind === "face"
        ? [
            `is face ${one.shown.id} ${nameOf(one.person)}?`,
            `face is ${who(one.person)} ${one.shown.id}`,
            `face not ${who(one.person)} ${one.shown.id}`,
          ]
        : [
            `are ${nameOf(one.person)} and ${nameOf(one.other)} the same?`,
            `merge ${who(one.person)} ${who(one.other)}`,
            `people apart ${who(one.person)} ${who(one.other)}`,
          ];
    return [shownShare(one.probability), question, `yes: ${yes}`, `no: ${no}`, shownPath(one.shown.path)];
  });
  await terminal.print(table(rows));
}

const nameOf = ({ id, name }: PersonSummary): string => (name === null ? `#${id}` : shownPath(name));
const who = ({ id }: PersonSummary): string => String(id);

function withFaces(people: readonly PersonSummary[], faces: readonly Face[]) {
  const byPerson = Map.groupBy(faces, ({ person }) => person);
  return people.map(({ id, name }) => ({
    id,
    name,
    faces: (byPerson.get(id) ?? []).map(({ path, box, probability }) => ({ path, box, probability })),
  }));
}

function shownPerson(person: PersonSummary): string[] {
  const { id, name, faces, confirmed, uncertain, hidden, note, firstTakenAtMs, lastTakenAtMs } = person;
  const years = [firstTakenAtMs, lastTakenAtMs].map((time) => shownTime(time).slice(0, 7));
  return [
    String(id),
    name === null ? "-" : shownPath(name),
    counted(faces, "face"),
    confirmed > 0 ? `${confirmed} confirmed` : "",
    uncertain > 0 ? `${uncertain} to ask` : "",
    years[0] === years[1] ? (years[0] ?? "") : years.join(" to "),
    [...(hidden ? ["hidden"] : []), ...(note === null ? [] : [note])].join(", "),
  ];
}

function shownChanges(changes: readonly PeopleChange[]): string {
  return table(
    changes.map(({ id, madeAtMs, text, undone }) => [
      String(id),
      `${shownTime(madeAtMs)} UTC`,
      undone ? "taken back" : "",
      shownPath(text),
    ]),
  );
}

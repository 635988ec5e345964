/** likeness groups: the photos that belong together, with the one to keep and why. */
import { type Command, Option } from "commander";
import { type Group, type GroupKind, type GroupMember, groupKinds } from "../../contract.ts";
import type { RunWork } from "../program.ts";
import { counted, shownPath, shownShare, shownSize, shownTime, table } from "../words.ts";
import { whoValue } from "./people-values.ts";
import { probabilityValue } from "./values.ts";

interface GroupsOptions {
  readonly kind: GroupKind | "all";
  readonly minProbability: number;
  readonly person?: string;
}

export function addGroups(program: Command, run: RunWork): void {
  program
    .command("groups")
    .description("Shows the groups of photos that belong together, the one to keep first, with the reasons.")
    .addOption(new Option("--kind <kind>", "which groups").choices([...groupKinds, "all"]).default("all"))
    .option("--min-probability <p>", "leave out members less probable than this, 0 to 1", probabilityValue, 0.5)
    .option("--person <who>", "only groups with a photo of this person, by name or number")
    .action((options: GroupsOptions) =>
      run(async ({ engine, terminal, json }) => {
        const { kind, minProbability } = options;
        const shown = options.person === undefined ? null : new Set(await engine.photosOfPerson(whoValue(options.person)));
        const all = await engine.groups({ kind, minProbability });
        const groups = shown === null ? all : all.filter(({ members }) => members.some(({ id }) => shown.has(id)));
        if (json) return terminal.printJson(groups);
        for (const [index, group] of groups.entries()) await terminal.print(`${index > 0 ? "\n" : ""}${shownGroup(group, index + 1)}`);
        const bytes = groups.reduce((sum, { reclaimableBytes }) => sum + reclaimableBytes, 0);
        const besides = groups.reduce((sum, { members }) => sum + members.length - 1, 0);
        terminal.say(`${counted(groups.length, "group")}, ${counted(besides, "photo")} besides the keepers, ${shownSize(bytes)}`);
      }),
    );
}

function shownGroup({ kind, members, keeperReasons, reclaimableBytes }: Group, place: number): string {
  const title = `${place}. ${kind}: ${counted(members.length, "photo")}, ${shownSize(reclaimableBytes)} besides the keeper`;
  const why = keeperReasons.map(({ text }) => text).join("; ");
  return [title, table(members.map(shownMember), "   "), ...(why ? [`   kept: ${why}`] : [])].join("\n");
}

function shownMember(member: GroupMember): string[] {
  const isKeeper = member.relation === "keeper";
  return [
    isKeeper ? "keep" : shownShare(member.probability),
    isKeeper ? "" : member.relation,
    `${member.width} x ${member.height}`,
    shownSize(member.sizeBytes),
    shownTime(member.takenAtMs),
    `${shownPath(member.path)}${member.protected ? " (protected)" : ""}`,
  ];
}

/** What can be decided of photos and groups: the client comes in; decisions for the log go out, each taken back by the same methods. */
import type { Group, GroupMember, Mark, PhotoId, PhotoMark, Verdict } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";
import type { Decision, DecisionName } from "./decisions.svelte.ts";

export function markPhotos(client: Client, name: DecisionName, marks: readonly PhotoMark[]): Decision {
  return {
    name,
    async apply() {
      const shownBefore = marks.map(({ photo }) => ({ photo, mark: client.marks.get(photo) ?? null }));
      client.showMarks(marks);
      try {
        const { before } = await client.call("mark", { marks });
        return async () => {
          await client.call("mark", { marks: before });
          client.showMarks(before);
        };
      } catch (error) {
        client.showMarks(shownBefore);
        throw error;
      }
    },
  };
}

/** Another keeper, which loses its mark where that said to remove it. */
export function swapKeeper(client: Client, group: Group, photo: GroupMember): Decision {
  const [old] = group.members;
  return {
    name: { key: "decided.swap" },
    async apply() {
      const { before } = await client.call("chooseKeeper", { photo: photo.id, chosen: true });
      const { before: marks } = await client.call("mark", { marks: [{ photo: photo.id, mark: null }] });
      await client.refresh();
      return async () => {
        await client.call("chooseKeeper", { photo: photo.id, chosen: before });
        // Of several chosen ones the last counts: where this one had been chosen before, the other must be the last again.
        if (before && old) await client.call("chooseKeeper", { photo: old.id, chosen: true });
        await client.call("mark", { marks });
        await client.refresh();
      };
    },
  };
}

/** Kept by content: an answer that it takes the place of comes back when it is revoked. */
export function answerPairs(
  client: Client,
  name: DecisionName,
  pairs: readonly (readonly [a: PhotoId, b: PhotoId])[],
  verdict: Verdict,
): Decision {
  return {
    name,
    async apply() {
      const earlier = await client.call("answers", {});
      const taken: (() => Promise<unknown>)[] = [];
      for (const [a, b] of pairs) {
        const answer = await client.call("answer", { a, b, verdict });
        const key = pairKey(answer.a.contentHash, answer.b.contentHash);
        const replaced = earlier.find((other) => pairKey(other.a.contentHash, other.b.contentHash) === key);
        taken.unshift(
          replaced
            ? () => client.call("answer", { a, b, verdict: replaced.verdict })
            : () => client.call("revokeAnswer", { id: answer.id }),
        );
      }
      await client.refresh();
      return async () => {
        for (const back of taken) await back();
        await client.refresh();
      };
    },
  };
}

const pairKey = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);

/** What the program would do with a member: a copy that is as good as certain goes, another picture stays, what is unsure is looked at again. */
export function suggestionFor({ relation, probability, protected: isProtected }: GroupMember): Mark {
  if (relation === "keeper" || isProtected) return "keep";
  if (relation === "edited" || relation === "same-moment" || relation === "similar") return "keep";
  return probability >= 0.9 ? "remove" : "later";
}

export const suggestedMarks = (group: Group): PhotoMark[] =>
  group.members.map((member) => ({ photo: member.id, mark: suggestionFor(member) }));

export const keepAllMarks = (group: Group): PhotoMark[] => group.members.map(({ id }) => ({ photo: id, mark: "keep" }));

/** Everything but one goes, what is protected stays. */
export const keepOnlyMarks = (group: Group, kept: PhotoId): PhotoMark[] =>
  group.members.map((member) => ({ photo: member.id, mark: member.id === kept || member.protected ? "keep" : "remove" }));

/** What has not been decided is looked at later. */
export const laterMarks = (group: Group, marks: ReadonlyMap<PhotoId, Mark>): PhotoMark[] =>
  group.members.filter(({ id }) => (marks.get(id) ?? "later") === "later").map(({ id }) => ({ photo: id, mark: "later" }));

export const isDecided = (group: Group, marks: ReadonlyMap<PhotoId, Mark>): boolean =>
  group.members.every(({ id }) => marks.has(id) && marks.get(id) !== "later");

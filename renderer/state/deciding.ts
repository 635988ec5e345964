/** What can be decided of photos and groups: the client comes in; decisions for the log go out, each taken back by the same methods. */
import type { Answer, Group, GroupMember, Mark, MethodName, Params, PhotoId, PhotoMark, Result, Verdict } from "../../electron/contract.ts";
import type { Decision, DecisionName } from "./decisions.svelte.ts";

/** What of the window's client decisions need. */
export interface DecidingClient {
  readonly marks: ReadonlyMap<PhotoId, Mark>;
  showMarks(marks: readonly PhotoMark[]): void;
  refresh(): Promise<void>;
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
}

export function markPhotos(client: DecidingClient, name: DecisionName, marks: readonly PhotoMark[]): Decision {
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
export function swapKeeper(client: DecidingClient, group: Group, photo: GroupMember): Decision {
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
  client: DecidingClient,
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
        const replaced = earlier.find((other) => keyOf(other) === keyOf(answer));
        taken.unshift(replaced ? () => client.call("answer", { a, b, verdict: replaced.verdict }) : () => revoke(client, answer));
      }
      await client.refresh();
      return async () => {
        for (const back of taken) await back();
        await client.refresh();
      };
    },
  };
}

/** By what it is about: what was answered, taken back and answered again goes by another number. */
async function revoke(client: DecidingClient, answer: Answer): Promise<void> {
  const current = (await client.call("answers", {})).find((other) => keyOf(other) === keyOf(answer));
  if (current) await client.call("revokeAnswer", { id: current.id });
}

const keyOf = ({ a, b }: Answer): string => [a.contentHash, b.contentHash].sort().join(" ");

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

/** Decisions call the engine and are taken back by the same methods; suggestions never remove another picture. */
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import type { Group, GroupMember, Mark, PhotoId, PhotoMark } from "../../../electron/contract.ts";
import {
  answerPairs,
  type DecidingClient,
  isDecided,
  keepOnlyMarks,
  laterMarks,
  markPhotos,
  suggestedMarks,
  suggestionFor,
  swapKeeper,
} from "../../../renderer/state/deciding.ts";
import { createFakeEngine } from "../../fixtures/fake-engine.ts";

/** As much of the client as decisions use, over the made-up engine. */
function world() {
  const engine = createFakeEngine({ folder: tmpdir(), photos: 100, groups: 10 });
  const marks = new Map<PhotoId, Mark>();
  const showMarks = (changed: readonly PhotoMark[]): void => {
    for (const { photo, mark } of changed) mark === null ? marks.delete(photo) : marks.set(photo, mark);
  };
  const client = {
    marks,
    showMarks,
    refresh: async () => undefined,
    call: (method: "mark", params: never) => engine[method](params),
  } as unknown as DecidingClient;
  const groups = (): Promise<readonly Group[]> => engine.groups({ kind: "all", minProbability: 0 });
  return { engine, client, marks, groups };
}
const first = async (groups: Promise<readonly Group[]>): Promise<Group> => (await groups)[0] as Group;

describe("decisions", () => {
  test("marks are shown, kept and taken back to what was there before", async () => {
    const { engine, client, marks, groups } = world();
    const group = await first(groups());
    const [one, two] = group.members as readonly [GroupMember, GroupMember];
    await markPhotos(client, { key: "decided.keep" }, [{ photo: one.id, mark: "later" }]).apply();
    const back = await markPhotos(client, { key: "decided.accept" }, [
      { photo: one.id, mark: "keep" },
      { photo: two.id, mark: "remove" },
    ]).apply();
    assert.deepEqual([marks.get(one.id), marks.get(two.id)], ["keep", "remove"]);
    assert.equal((await engine.marks({})).length, 2);
    await back();
    assert.deepEqual([marks.get(one.id), marks.get(two.id)], ["later", undefined]);
    assert.deepEqual(await engine.marks({}), [{ photo: one.id, mark: "later" }]);
  });

  test("marks that the engine refuses are shown no longer", async () => {
    const { client, marks } = world();
    const refusing = { ...client, marks, call: () => Promise.reject(new Error("no")) } as unknown as DecidingClient;
    await assert.rejects(markPhotos(refusing, { key: "decided.keep" }, [{ photo: 1 as PhotoId, mark: "keep" }]).apply());
    assert.equal(marks.size, 0);
  });

  test("another keeper, and back to the one before, also where it had been chosen", async () => {
    const { client, groups } = world();
    const group = await first(groups());
    const other = group.members[1] as GroupMember;
    const keeperNow = async (): Promise<string> => (await first(groups())).keeper;
    const back = await swapKeeper(client, group, other).apply();
    assert.equal(await keeperNow(), other.path);
    const again = await first(groups());
    const old = again.members.find(({ path }) => path === group.keeper) as GroupMember;
    const backAgain = await swapKeeper(client, again, old).apply();
    assert.equal(await keeperNow(), group.keeper);
    await backAgain();
    assert.equal(await keeperNow(), other.path);
    await back();
    assert.equal(await keeperNow(), group.keeper);
  });

  test("an answer that takes the place of another gives it back", async () => {
    const { engine, client, groups } = world();
    const group = await first(groups());
    const [keeper, other] = group.members as readonly [GroupMember, GroupMember];
    const pairs = [[keeper.id, other.id]] as const;
    const back = await answerPairs(client, { key: "decided.same" }, pairs, "same").apply();
    const backAgain = await answerPairs(client, { key: "decided.different" }, pairs, "different").apply();
    assert.ok(!(await first(groups())).members.some(({ id }) => id === other.id));
    await backAgain();
    assert.deepEqual(
      (await engine.answers({})).map(({ verdict }) => verdict),
      ["same"],
    );
    await back();
    assert.deepEqual(await engine.answers({}), []);
  });
});

describe("suggestions", () => {
  const member = (part: Partial<GroupMember>): GroupMember =>
    ({ relation: "identical", probability: 1, protected: false, ...part }) as GroupMember;

  test("only a sure copy is suggested to go", () => {
    assert.equal(suggestionFor(member({})), "remove");
    assert.equal(suggestionFor(member({ relation: "keeper" })), "keep");
    assert.equal(suggestionFor(member({ protected: true })), "keep");
    assert.equal(suggestionFor(member({ relation: "cropped", probability: 0.89 })), "later");
    for (const relation of ["edited", "same-moment", "similar"] as const) assert.equal(suggestionFor(member({ relation })), "keep");
  });

  test("every group keeps one, whatever is accepted; what is protected stays", async () => {
    for (const group of await world().groups()) {
      assert.ok(suggestedMarks(group).some(({ mark }) => mark === "keep"));
      const kept = group.members[1] as GroupMember;
      const only = keepOnlyMarks(group, kept.id);
      assert.equal(only.find(({ photo }) => photo === kept.id)?.mark, "keep");
      for (const { id, protected: isProtected } of group.members)
        if (isProtected) assert.equal(only.find(({ photo }) => photo === id)?.mark, "keep");
    }
  });

  test("later leaves what was decided", async () => {
    const group = await first(world().groups());
    const [keeper, other] = group.members as readonly [GroupMember, GroupMember];
    const marks = new Map<PhotoId, Mark>([[keeper.id, "keep"]]);
    const later = laterMarks(group, marks);
    assert.ok(!later.some(({ photo }) => photo === keeper.id));
    assert.ok(later.some(({ photo }) => photo === other.id));
    assert.equal(isDecided(group, marks), false);
    assert.equal(isDecided(group, new Map(group.members.map(({ id }) => [id, "keep"]))), true);
  });
});

/** What the person says of photos comes in: answers, marks, keepers; it is kept, and what it changes goes out. */
import type {
  Answer,
  AnsweredPhoto,
  EventName,
  EventTypes,
  FilePath,
  KeeperChange,
  KeeperRules,
  Params,
  PhotoId,
  PhotoMark,
  Result,
} from "../contract.ts";
import { marks as knownMarks, LikenessError, verdicts } from "../contract.ts";
import type { Parts } from "./parts.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StoredAnswer } from "./store/answers.ts";
import { protectionOf } from "./store/photos.ts";
import { everyCriterion } from "./store/settings.ts";

/** From here on two photos belong together where nobody says otherwise. */
export const usualProbability = 0.5;

export interface Decisions {
  answer(params: Params<"answer">): Promise<Answer>;
  answers(): Promise<readonly Answer[]>;
  revokeAnswer(params: Params<"revokeAnswer">): Promise<Answer>;
  mark(params: Params<"mark">): Promise<Result<"mark">>;
  marks(): Promise<readonly PhotoMark[]>;
  chooseKeeper(params: Params<"chooseKeeper">): Promise<Result<"chooseKeeper">>;
  previewKeepers(params: Params<"previewKeepers">): Promise<readonly KeeperChange[]>;
}

export interface DecisionsOptions {
  readonly snapshot: () => Promise<Snapshot>;
  readonly emit: <E extends EventName>(event: E, value: EventTypes[E]) => void;
}

export function createDecisions(parts: Parts, { snapshot, emit }: DecisionsOptions): Decisions {
  const { store, clock } = parts;
  const changed = (): void => emit("library", { revision: store.revision() });
  function hashOf(photo: PhotoId | FilePath): Uint8Array {
    const id = typeof photo === "number" ? photo : store.files.at(photo);
    if (id === null) throw new LikenessError("not-found", `"${photo}" is not in the library. Scan its folder first.`);
    return store.contents.hashOf(store.photos.stored(id).content);
  }

  return {
    async answer({ a, b, verdict }) {
      if (!verdicts.includes(verdict)) throw new LikenessError("usage", `An answer is one of: ${verdicts.join(", ")}.`);
      const kept = store.answers.put(hashOf(a), hashOf(b), verdict, clock.now());
      changed();
      return dressAnswer(parts, kept);
    },
    answers: async () => store.answers.all().map((answer) => dressAnswer(parts, answer)),
    async revokeAnswer({ id }) {
      const revoked = store.answers.revoke(id);
      changed();
      return dressAnswer(parts, revoked);
    },

    async mark({ marks }) {
      if (marks.some(({ mark }) => mark !== null && !knownMarks.includes(mark)))
        throw new LikenessError("usage", `A mark is one of: ${knownMarks.join(", ")}.`);
      const before = store.marks.put(marks);
      if (marks.length > 0) emit("marks", { marks });
      return { before };
    },
    marks: async () => store.marks.all(),
    async chooseKeeper({ photo, chosen }) {
      const before = store.marks.choose(photo, chosen);
      changed();
      return { before };
    },
    previewKeepers: async ({ minProbability = usualProbability, ...rules }) => preview(await snapshot(), rules, minProbability),
  };
}

function dressAnswer({ store }: Parts, { id, low, high, verdict, answeredAtMs }: StoredAnswer): Answer {
  const photoOf = (hash: Uint8Array): AnsweredPhoto => {
    const content = store.contents.find(hash);
    const path = content === null ? null : (store.files.pathsOf(content)[0] ?? null);
    return { contentHash: Buffer.from(hash).toString("hex"), path, photo: path === null ? null : store.files.at(path) };
  };
  return { id, a: photoOf(low), b: photoOf(high), verdict, answeredAtMs };
}

/** Groups may differ in their members too: a group's keeper before is the one of the group that its keeper now was in. */
function preview(snapshot: Snapshot, rules: KeeperRules, minProbability: number): KeeperChange[] {
  const isProtected = protectionOf(rules.protectedFolders);
  const photos = snapshot.photos.map((photo) => ({ ...photo, protected: isProtected(photo.path) }));
  const now = snapshot.groups("all", minProbability);
  const then = snapshot.groupsUnder(photos, { ...rules, keeperCriteria: everyCriterion(rules.keeperCriteria) }, minProbability);
  const keepers = new Map(now.flatMap(({ kind, keeper, members }) => members.map(({ id }) => [`${kind} ${id}`, keeper] as const)));
  return then.flatMap(({ id, kind, keeper, keeperReasons, members }): KeeperChange[] => {
    const from = members.map((member) => keepers.get(`${kind} ${member.id}`)).find((path) => path !== undefined);
    return from === undefined || from === keeper ? [] : [{ group: id, kind, from, to: keeper, reasons: keeperReasons }];
  });
}

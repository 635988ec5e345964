/** What the person wants done with folders comes in: acts on two of them, a check of a card, copies of what is new; plans and answers go out. */
import { type CheckCounts, type CheckId, copyLayouts, folderActs, type ImportCheck } from "../contract/folders.ts";
import type { CleanupPlan, EventName, EventTypes, Params } from "../contract.ts";
import { LikenessError } from "../contract.ts";
import { planCopies } from "./actions/plan-copies.ts";
import { dressPlan, type MadePlan } from "./cleanup-plan.ts";
import { placeBelow, planFolderAct, withCopies } from "./folder-plan.ts";
import { isBelow } from "./folders/paths.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { checkFolder, type MadeCheck } from "./import-check.ts";
import type { Parts } from "./parts.ts";
import { resolvedFolder, rootFinder } from "./roots.ts";
import { isPhotoName } from "./scan/photo-names.ts";
import type { Snapshot } from "./snapshot.ts";

export interface FolderActs {
  planFolders(params: Params<"planFolders">): Promise<CleanupPlan>;
  checkFolder(params: Params<"checkFolder">): Promise<ImportCheck>;
  planCopies(params: Params<"planCopies">): Promise<CleanupPlan>;
}

export interface FolderActsOptions {
  readonly snapshot: () => Promise<Snapshot>;
  readonly hold: (made: MadePlan) => CleanupPlan;
  readonly emit: <E extends EventName>(event: E, value: EventTypes[E]) => void;
}

/** Each may hold a card's whole paths. */
const checksHeld = 4;
const tellEveryMs = 100;

export function createFolderActs(parts: Parts, { snapshot, hold, emit }: FolderActsOptions): FolderActs {
  const { clock, jobs } = parts;
  const checks = new Map<CheckId, MadeCheck>();

  return {
    async planFolders(request) {
      if (!folderActs.includes(request.act)) throw new LikenessError("usage", `An act is one of: ${folderActs.join(", ")}.`);
      requireLayout(request.layout);
      return hold(await planFolderAct(parts, await snapshot(), request));
    },

    checkFolder: ({ folder }) =>
      jobs.run("check", async (control) => {
        let toldAtMs = Number.NEGATIVE_INFINITY;
        const tell = (counts: CheckCounts): void => {
          if (clock.now() - toldAtMs < tellEveryMs) return;
          toldAtMs = clock.now();
          emit("check", { folder, ...counts });
        };
        const made = await checkFolder(parts, control, await snapshot(), folder, tell);
        checks.set(made.shown.id, made);
        for (const id of [...checks.keys()].slice(0, -checksHeld)) checks.delete(id);
        return made.shown;
      }),

    async planCopies(request) {
      requireLayout(request.layout);
      const check = checks.get(request.check);
      if (!check) throw new LikenessError("not-found", "That check is not held any more: others came after it. Check the folder again.");
      return hold(await planImport(parts, check, request));
    },
  };
}

/** Each content once: what the folder holds twice comes once. */
async function planImport(parts: Parts, { shown, read }: MadeCheck, request: Params<"planCopies">): Promise<MadePlan> {
  const { to, layout = "relative", withVersions = true } = request;
  const target = resolvedFolder(to);
  if (target === shown.folder || isBelow(target, shown.folder))
    throw new LikenessError("usage", "Name a folder outside the one that was checked.");
  const place = placeBelow(target, shown.folder, layout);
  const rootOf = rootFinder(parts.store);
  const wishes = shown.items.flatMap(({ path, verdict, sameAs }) => {
    const photo = read.get(path);
    const isWanted = verdict === "new" || (withVersions && (verdict === "better-there" || verdict === "other-version"));
    if (!photo?.facts || sameAs !== null || !isWanted) return [];
    const { hash, facts, file } = photo;
    const { sizeBytes, modifiedAtNs } = file;
    const lies = place({ path, modifiedAtMs: Number(modifiedAtNs / 1_000_000n), facts });
    return [{ path, hash, sizeBytes, modifiedAtNs, to: lies, root: target, group: `import ${path.slice(shown.folder.length + 1)}` }];
  });
  const copies = await planCopies(wishes, { fileSystem: parts.fileSystem, createHasher: createContentHasher, isPhotoName });
  const planned = copies.copies.map(({ copy }) => copy);
  const plan = { copies: planned, removals: [], refused: [], warnings: [], totalBytes: 0, freedBytes: 0 };
  const made = await dressPlan(parts, { plan, wishes: [], declined: copies.refused, rootOf, mergeMetadata: "no" });
  return { ...withCopies(made, copies, new Map(), new Set()), newRoot: target };
}

function requireLayout(layout: string | undefined): void {
  if (layout !== undefined && !(copyLayouts as readonly string[]).includes(layout))
    throw new LikenessError("usage", `A layout is one of: ${copyLayouts.join(", ")}.`);
}

/** A seed comes in; one whole life of a few photos with something going wrong at a random step goes out: what broke of the promise, and what happened. */
import { chmodSync, mkdirSync, renameSync, rmdirSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Actions, type ActionsOptions, createActions } from "../../electron/engine/actions/actions.ts";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import { type JournalEntry, type JournalStore, systemPath } from "../../electron/engine/photo.ts";
import { createRandom, type Random } from "../fixtures/random.ts";
import { breaches, differences, hashAt, leftFolder, statAt } from "./check.ts";
import { limitsOf, type Task } from "./child.ts";
import { createFolderTrash, type Hook, hookPorts, type Ports, type Step, systemError } from "./ports.ts";
import { createTestHasher, createWorld, originalOf, planOf, sha256, type World } from "./world.ts";

export interface Outcome {
  readonly kind: string;
  readonly problems: readonly string[];
  /** The fault came to pass. */
  readonly struck: boolean;
}

/** Makes the program worse on purpose, to see that the check notices. */
export interface Break {
  ports?(options: ActionsOptions, world: World): ActionsOptions;
  actions?(actions: Actions, options: ActionsOptions): Actions;
}

class Dead extends Error {}

/** What goes wrong before anything is asked of the engine, and must be noticed. */
const meddling = ["nothing", "changed", "linked", "removed", "kept gone", "kept changed"] as const;
const codes = ["ENOSPC", "EACCES", "EXDEV", "EIO", "EROFS", "EPERM"] as const;
const phases = ["act", "undo", "settle", "empty"] as const;
const faults = ["none", "error", "error for good", "error after", "journal", "death", "death", "person"] as const;
const limits: readonly Task["limits"][] = ["none", "none", "no links", "undo across volumes", "bind mount"];

export async function randomRun(seed: number, journal: JournalStore, worsen: Break = {}): Promise<Outcome> {
  const random = createRandom(seed ^ 0x5eed);
  const world = createWorld(seed, 3);
  try {
    return await run(world, random, journal, worsen);
  } finally {
    world.dispose();
  }
}

async function run(world: World, random: Random, journal: JournalStore, worsen: Break): Promise<Outcome> {
  const strangers = new Map<string, string>();
  const meddle = random.below(3) === 0 ? random.pick(meddling) : "nothing";
  const phase = random.pick(phases);
  const fault = random.pick(faults);
  const limit = random.pick(limits);
  const kind = [meddle, fault, phase, limit].join(", ");
  const problems: string[] = [];
  let begun: string | null = null;
  const watched: JournalStore = {
    ...journal,
    begin(session, ...rest) {
      begun = session;
      return journal.begin(session, ...rest);
    },
  };
  const real: Ports = { fileSystem: createFileSystem(), journal: watched, trashCan: createFolderTrash(world.trash) };
  const sound = (useLimits: boolean): Ports => hookPorts(real, {}, { limits: useLimits ? limitsOf[limit] : {} });
  const actionsOn = (ports: Ports): Actions => {
    const sound: ActionsOptions = { ...ports, createHasher: createTestHasher, clock: Date };
    const options = worsen.ports?.(sound, world) ?? sound;
    const actions = createActions(options);
    return worsen.actions?.(actions, options) ?? actions;
  };
  const limitsAct = limit !== "undo across volumes";

  const plan = await planOf(world);
  const mustStay = meddleBefore(
    world,
    plan.removals.map(({ path }) => path),
    meddle,
    random,
  );
  const entries = (): JournalEntry[] => (begun === null ? [] : journal.ofSession(begun));
  const check = (when: string, settled: boolean): void => {
    problems.push(...breaches(world, entries(), { strangers, settled }).map((breach) => `${when}: ${breach}`));
    const left = entries().filter(({ state, removal }) => mustStay.has(removal.path) && settled && state !== "failed");
    problems.push(
      ...left.map(
        ({ removal, state }) => `${when}: ${JSON.stringify(removal.path)} is ${state}, though what it was checked against had changed`,
      ),
    );
  };

  const strike = createStrike(world, random, fault, strangers, entries, 1 + random.below(phase === "empty" ? 30 : 90));
  const troubled = (useLimits: boolean): Ports => hookPorts(real, strike.hook, { limits: useLimits ? limitsOf[limit] : {} });

  if (phase === "act") await endure(actionsOn(troubled(limitsAct)).act(plan));
  else if (phase === "settle") {
    const early = createStrike(world, random, "death", strangers, entries, 10 + random.below(100));
    await endure(actionsOn(hookPorts(real, early.hook, { limits: limitsAct ? limitsOf[limit] : {} })).act(plan));
    await endure(actionsOn(troubled(true)).settle());
  } else await actionsOn(sound(limitsAct)).act(plan);
  check("after acting", false);
  await actionsOn(sound(true)).settle();
  check("settled after acting", true);

  const session: string | null = begun;
  if (session === null || entries().length === 0) return { kind, problems, struck: strike.struck() };
  takePlaces(world, entries(), random, strangers);
  if (phase === "undo") await endure(actionsOn(troubled(true)).undo({ session }));
  if (phase === "empty") await endure(actionsOn(troubled(true)).empty(troubled(true).trashCan, { session }));
  check(`after ${phase}`, false);
  await actionsOn(sound(true)).settle();
  check(`settled after ${phase}`, true);

  await actionsOn(sound(true)).undo({ session });
  const ended = entries();
  const back = ended.filter(({ state }) => state !== "emptied");
  const emptied = new Set(ended.filter(({ state }) => state === "emptied").map(({ removal }) => removal.path));
  const rest: World = { ...world, originals: new Map([...world.originals].filter(([path]) => !emptied.has(path))) };
  // Copied across volumes, a time comes back to the microsecond.
  const mayCopy = ["undo across volumes", "bind mount"].includes(limit) || strike.crossesVolumes();
  const found = differences(rest, back, strangers, mayCopy ? 1000n : 0n);
  // A disk that refuses to take an empty folder away keeps it: nothing of the person's is in it.
  const excused = strike.refusesFolders() ? found.filter((one) => !one.endsWith(leftFolder)) : found;
  problems.push(...excused.map((one) => `undone: ${one}`));
  return { kind, problems, struck: fault === "none" ? meddle !== "nothing" : strike.struck() };
}

/** What fails here is what the fault was for: the disk and the journal tell what came of it. */
async function endure(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const { code } = error as { code?: string };
    if (!(error instanceof Dead) && code !== "internal") throw error;
  });
}

/** Returns the paths that may not be removed any more. */
function meddleBefore(world: World, paths: readonly string[], meddle: (typeof meddling)[number], random: Random): Set<string> {
  const path = random.pick(paths);
  const wish = world.wishes.find((one) => one.path === path) ?? world.wishes[0]!;
  const standsFor = new Set(world.wishes.filter(({ kept }) => kept === wish.kept).map((one) => one.path));
  if (meddle === "changed") {
    return new Set(changeInPlace(world, path, true) ? [path] : []);
  }
  if (meddle === "linked") {
    moveAside(world, path);
    symlinkSync(systemPath(wish.kept), systemPath(path));
    world.originals.set(path, { hash: hashAt(path)!, mode: 0o777, modifiedAtNs: statAt(path)!.mtimeNs });
    return new Set([path]);
  }
  if (meddle === "removed") {
    unlinkSync(systemPath(path));
    world.originals.delete(path);
    return new Set([path]);
  }
  if (meddle === "kept gone") {
    unlinkSync(systemPath(wish.kept));
    world.originals.delete(wish.kept);
    return standsFor;
  }
  if (meddle === "kept changed") {
    return changeInPlace(world, wish.kept, true) ? standsFor : new Set();
  }
  return new Set();
}

/** As if by a program that sets the time back. false where there is nothing to change. */
function changeInPlace(world: World, path: string, keepTime: boolean): boolean {
  const stats = statAt(path);
  if (!stats?.isFile() || stats.size === 0n) return false;
  chmodSync(systemPath(path), 0o644);
  writeFileSync(systemPath(path), Buffer.alloc(Number(stats.size), 0x21), { flag: "r+" });
  if (keepTime) utimesSync(systemPath(path), stats.atime, Number(world.originals.get(path)!.modifiedAtNs / 1000n) / 1e6);
  world.originals.set(path, originalOf(path));
  return true;
}

function moveAside(world: World, path: string): void {
  const aside = `${dirname(path)}/aside-${world.originals.size}.jpg`;
  renameSync(systemPath(path), systemPath(aside));
  world.originals.set(aside, world.originals.get(path)!);
  world.originals.delete(path);
}

/** Before undo, the person puts something else where a file was, or takes the empty folder away. */
function takePlaces(world: World, entries: readonly JournalEntry[], random: Random, strangers: Map<string, string>): void {
  for (const { state, removal } of entries) {
    if (state !== "moved" || random.below(4) > 0 || statAt(removal.path)) continue;
    const folder = dirname(removal.path);
    const choice = random.below(3);
    try {
      if (choice === 0) putStranger(removal.path, strangers, random);
      if (choice === 0 || world.roots.includes(folder)) continue;
      rmdirSync(systemPath(folder));
      if (choice === 2) putStranger(folder, strangers, random);
    } catch {
      // The folder was not empty, or another stranger stands in the way.
    }
  }
}

function putStranger(path: string, strangers: Map<string, string>, random: Random): void {
  const bytes = Buffer.from(`a stranger's ${random.below(1e9)}`);
  mkdirSync(systemPath(dirname(path)), { recursive: true });
  writeFileSync(systemPath(path), bytes, { flag: "wx" });
  strangers.set(path, sha256(bytes));
}

/** Lets the fault come to pass at one step. */
function createStrike(
  world: World,
  random: Random,
  fault: (typeof faults)[number],
  strangers: Map<string, string>,
  entries: () => JournalEntry[],
  at: number,
) {
  const code = random.pick(codes);
  const tearing = fault === "death" && random.below(2) === 0;
  let struck = false;
  let dead = false;
  let refusesFolders = false;
  const isJournal = ({ name }: Step): boolean => ["begin", "change", "entry", "ofSession", "inStates", "sessions"].includes(name);
  const full = ({ name }: Step): boolean => ["makeFolder", "makeEmpty", "link", "copy"].includes(name);

  function die(): never {
    struck = true;
    dead = true;
    throw new Dead("as if by SIGKILL");
  }
  function before(step: Step): void {
    if (dead) throw new Dead("nothing happens any more");
    if (step.number < at || fault === "none") return;
    if (fault === "death") die();
    if (fault === "journal" && isJournal(step) && step.effect) {
      struck = true;
      throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    }
    if (fault === "error for good" && (code === "ENOSPC" ? full(step) : step.effect && !isJournal(step))) {
      struck = true;
      refusesFolders ||= step.name === "removeFolder";
      throw systemError(code);
    }
    if (struck || isJournal(step)) return;
    if (fault === "error" && !["stat", "trash"].includes(step.name)) {
      struck = true;
      refusesFolders ||= step.name === "removeFolder";
      throw systemError(code);
    }
    if (fault === "person") {
      struck = true;
      person(world, random, strangers, entries());
    }
  }
  const hook: Hook = {
    before,
    after(step) {
      if (fault !== "error after" || struck || step.number < at || !step.effect || isJournal(step) || step.name === "removeFolder") return;
      struck = true;
      throw systemError("EIO");
    },
    tears: (step) => tearing && !dead && step.number >= at - 5,
    torn: die,
  };
  return { hook, struck: () => struck, refusesFolders: () => refusesFolders, crossesVolumes: () => struck && code === "EXDEV" };
}

/** In the midst of it all the person works on the same files. */
function person(world: World, random: Random, strangers: Map<string, string>, entries: readonly JournalEntry[]): void {
  if (entries.length === 0) return;
  const { removal, heldPath, state } = random.pick(entries);
  const stands = statAt(removal.path)?.isFile() && world.originals.has(removal.path) && !strangers.has(removal.path);
  const choice = random.below(4);
  if (choice === 0 && stands && state !== "restoring") changeInPlace(world, removal.path, false);
  if (choice === 1 && stands) {
    moveAside(world, removal.path);
    putStranger(removal.path, strangers, random);
  }
  const place = choice === 2 ? removal.path : choice === 3 && state !== "emptying" ? heldPath : null;
  if (place === null || statAt(place)) return;
  try {
    putStranger(place, strangers, random);
  } catch {
    // A name that cannot be made is no clash.
  }
}

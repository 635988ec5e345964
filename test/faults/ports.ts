/** Real ports come in; the same ports go out, with a hook before and after every step, and with the limits of other file systems. */
import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileSystem } from "../../electron/engine/actions/file-system.ts";
import { type JournalStore, systemPath, type TrashCan } from "../../electron/engine/photo.ts";

export interface Step {
  /** From 1, over file system, journal and trash together. */
  readonly number: number;
  readonly name: string;
  readonly paths: readonly string[];
  /** Changes something. */
  readonly effect: boolean;
}

export interface Hook {
  before?(step: Step): void;
  after?(step: Step): void;
  /** Whether this `copy` is torn: half of what it would write is there, then `torn` is called. */
  tears?(step: Step): boolean;
  torn?(step: Step): void;
}

export interface Ports {
  readonly fileSystem: FileSystem;
  readonly journal: JournalStore;
  readonly trashCan: TrashCan;
}

export interface Limits {
  /** Paths with other words are on other volumes, whatever their device number says. */
  readonly volumeOf?: (path: string) => string;
  /** As on FAT. */
  readonly noLinks?: boolean;
}

const reading: ReadonlySet<string> = new Set(["stat", "names", "read", "mayWrite", "volume", "entry", "ofSession", "inStates", "sessions"]);

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}

/** Only steps with an effect are counted when `effectsOnly`. */
export function hookPorts(ports: Ports, hook: Hook, { effectsOnly = false, limits = {} as Limits } = {}): Ports & { count(): number } {
  let number = 0;

  function hooked<T extends object>(port: T): T {
    const wrapped: Record<string, unknown> = {};
    for (const [name, method] of Object.entries(port) as [string, (...values: unknown[]) => unknown][]) {
      wrapped[name] = (...values: unknown[]) => {
        const effect = !reading.has(name);
        if (effectsOnly && !effect) return method(...values);
        number += 1;
        const step: Step = { number, name, paths: values.flat().filter((value) => typeof value === "string"), effect };
        hook.before?.(step);
        if (name === "copy") tear(step, hook);
        const result = method(...values);
        if (!(result instanceof Promise)) {
          hook.after?.(step);
          return result;
        }
        return result.then((value) => {
          hook.after?.(step);
          return value;
        });
      };
    }
    return wrapped as T;
  }

  return {
    fileSystem: hooked(limited(ports.fileSystem, limits)),
    journal: hooked(ports.journal),
    trashCan: hooked(ports.trashCan),
    count: () => number,
  };
}

function tear(step: Step, hook: Hook): void {
  if (!hook.tears?.(step)) return;
  const [from, to] = step.paths;
  const bytes = readFileSync(systemPath(from!));
  writeFileSync(systemPath(to!), bytes.subarray(0, bytes.length >> 1), { flag: "wx" });
  hook.torn?.(step);
  throw systemError("ENOSPC");
}

function limited(fileSystem: FileSystem, { volumeOf, noLinks }: Limits): FileSystem {
  const sameVolume = (from: string, to: string): void => {
    if (volumeOf && volumeOf(from) !== volumeOf(to)) throw systemError("EXDEV");
  };
  return {
    ...fileSystem,
    rename(from, to) {
      sameVolume(from, to);
      fileSystem.rename(from, to);
    },
    link(from, to) {
      sameVolume(from, to);
      if (noLinks) throw systemError("EPERM");
      fileSystem.link(from, to);
    },
  };
}

/** Numbered names in one folder: what matters is only that the files leave where they were. */
export function createFolderTrash(folder: string): TrashCan {
  let last = 0;
  return {
    async trash(paths) {
      for (const path of paths) {
        last += 1;
        const to = join(folder, `${process.pid}-${last}`);
        try {
          renameSync(systemPath(path), to);
        } catch {
          writeFileSync(to, readFileSync(systemPath(path)));
          unlinkSync(systemPath(path));
        }
      }
    },
  };
}

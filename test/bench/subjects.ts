/** The folder of data comes in; the photos that a bench of copies searches in, and the edited copies that it searches with, go out. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { edits } from "./edits.ts";
import { isHeldOut, type Subject } from "./read.ts";

export interface CopiesTask {
  /** Unedited photos, the sources of the queries among them. */
  readonly gallery: readonly Subject[];
  readonly queries: readonly Subject[];
  /** Pairs of gallery paths that are copies or too alike to call: "a\nb", both ways. */
  readonly leftOut: ReadonlySet<string>;
}

export interface CopiesOptions {
  readonly data: string;
  readonly objects: number;
  readonly photos: number;
  readonly seed: number;
  /** true: every photo is searched in, queries come from the held-out half. false: the other half alone, for fitting. */
  readonly heldOut: boolean;
}

const rank = (seed: number, name: string): string => createHash("sha256").update(`${seed}:${name}`).digest("hex");

export function copiesTask({ data, objects, photos, seed, heldOut }: CopiesOptions): CopiesTask {
  const list = (folder: string): string[] =>
    readdirSync(join(data, folder))
      .filter((name) => /\.jpe?g$/i.test(name))
      .sort()
      .map((name) => join(data, folder, name));
  const shuffled = (paths: readonly string[]): string[] =>
    paths
      .filter((path) => isHeldOut(path) === heldOut)
      .sort((a, b) => (rank(seed, a.slice(data.length)) < rank(seed, b.slice(data.length)) ? -1 : 1));
  const everything = { objects: list("objects"), photos: list("photos") };
  const sources = [...spread(shuffled(everything.objects), objects), ...shuffled(everything.photos).slice(0, photos)];
  const gallery = [...everything.objects, ...everything.photos].filter((path) => heldOut || !isHeldOut(path));
  const alike = readFileSync(join(data, "objects-alike.csv"), "utf8").trim().split("\n").slice(1);
  const leftOut = alike.flatMap((line) => {
    const [a, b] = line
      .trim()
      .split(",")
      .map((path) => join(data, path)) as [string, string];
    return [`${a}\n${b}`, `${b}\n${a}`];
  });
  return {
    gallery: gallery.map((path) => ({ path, edit: null, seed: 0 })),
    queries: sources.flatMap((path, at) => edits.map((edit) => ({ path, edit, seed: seed + at }))),
    leftOut: new Set(leftOut),
  };
}

/** One of each category in turn, until there are enough. */
function spread(paths: readonly string[], count: number): string[] {
  const categories = new Map<string, string[]>();
  for (const path of paths) {
    const category = path.replace(/_\d+\.\w+$/, "");
    categories.set(category, [...(categories.get(category) ?? []), path]);
  }
  const lists = [...categories.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list);
  const taken: string[] = [];
  for (let turn = 0; taken.length < Math.min(count, paths.length); turn += 1) {
    for (const list of lists) {
      const path = list[turn];
      if (path && taken.length < count) taken.push(path);
    }
  }
  return taken;
}

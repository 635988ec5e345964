/** The sample library is the same each time, holds every relation, and its score tells right from wrong. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { type DemoLibrary, makeDemoLibrary } from "../../build/demo-library.ts";
import { scoreDemo } from "../../build/demo-score.ts";
import type { Group, Pair, Relation } from "../../electron/contract.ts";

const root = mkdtempSync(join(tmpdir(), "likeness-demo-"));
after(() => rmSync(root, { recursive: true }));

test("two runs paint the same files", async () => {
  const [one, two] = await Promise.all([makeDemoLibrary(join(root, "one"), 2), makeDemoLibrary(join(root, "two"), 2)]);
  const sums = ({ folder, paintings }: DemoLibrary): string[] =>
    [...paintings.keys()].map((path) => `${relative(folder, path)} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`);
  assert.deepEqual(sums(one), sums(two));
  assert.equal(one.paintings.size, 4);
  assert.deepEqual(await makeDemoLibrary(join(root, "one"), 2), one);
});

const library: DemoLibrary = {
  folder: "/",
  paintings: new Map([
    ["/a", 1],
    ["/a2", 1],
    ["/b", 2],
    ["/b2", 2],
  ]),
  copies: [
    { original: "/a", copy: "/a2", relation: "cropped" },
    { original: "/b", copy: "/b2", relation: "cropped" },
  ],
};

function group(keeper: string, ...members: [path: string, relation: Relation][]): Group {
  const all = [[keeper, "keeper"], ...members].map(([path, relation]) => ({ path, relation }));
  return { keeper, members: all } as unknown as Group;
}

test("the score counts what was made, found, named, said and right", () => {
  const groups = [group("/a", ["/a2", "cropped"], ["/b", "cropped"])];
  const pairs: Pair[] = [{ a: "/a2", b: "/a", relation: "edited", probability: 0.9 }];
  const cropped = scoreDemo(library, groups, pairs).find(({ relation }) => relation === "cropped");
  assert.deepEqual(cropped, { relation: "cropped", made: 2, found: 1, named: 0, said: 2, right: 1 });
  const named = scoreDemo(library, groups, [{ a: "/a", b: "/a2", relation: "cropped", probability: 1 }]);
  assert.equal(named.find(({ relation }) => relation === "cropped")?.named, 1);
});

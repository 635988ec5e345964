/** Pages are asked for until all is read, the first of them small; a library that shrinks meanwhile ends the reading. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readPages } from "../../../renderer/state/pages.ts";

async function readAll(total: number, there = total) {
  const asked: number[] = [];
  const seen: [read: number, isWhole: boolean][] = [];
  const ask = async ({ offset, limit }: { readonly offset: number; readonly limit: number }) => {
    asked.push(limit);
    return { total, items: Array.from({ length: Math.min(limit, there - offset) }, (_, at) => offset + at) };
  };
  let last: readonly number[] = [];
  for await (const { read, isWhole } of readPages(1000, ask)) {
    seen.push([read.length, isWhole]);
    last = read;
  }
  return { asked, seen, last };
}

test("a small page first, then large ones, in order", async () => {
  const { asked, seen, last } = await readAll(2000);
  assert.deepEqual(asked, [300, 1000, 1000]);
  assert.deepEqual(seen, [
    [300, false],
    [1300, false],
    [2000, true],
  ]);
  assert.deepEqual(
    last,
    Array.from({ length: 2000 }, (_, at) => at),
  );
});

test("an empty library is whole at once", async () => assert.deepEqual((await readAll(0)).seen, [[0, true]]));

test("what has gone meanwhile does not keep it reading", async () =>
  assert.deepEqual((await readAll(900, 300)).seen, [
    [300, false],
    [300, true],
  ]));

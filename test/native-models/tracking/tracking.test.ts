/** What a run writes is read back: JSON lines, and events with a reader of its own. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { crc32c, maskedCrc32c } from "../../../native-models/tracking/crc32c.ts";
import { createEventFile } from "../../../native-models/tracking/event-file.ts";
import { createJsonLines } from "../../../native-models/tracking/json-lines.ts";
import { readRecords, toRecord } from "../../../native-models/tracking/record.ts";
import { trackAll } from "../../../native-models/tracking/tracker.ts";
import { fieldAt, readMessage, textOf } from "./read-event.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-tracking-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const now = (): number => 1_700_000_000_250;

test("CRC-32C: the examples of RFC 3720, and the digits", () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e);
  assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array()), 0);
  // Rotated by hand: e3069283 -> 2507c60d, and a282ead8 more.
  assert.equal(maskedCrc32c(Buffer.from("123456789")), (0x2507c60d + 0xa282ead8) >>> 0);
});

test("records: read back as written; a broken one is found, a short last one left out", () => {
  const written = ["", "one", "a second one"].map((text) => Buffer.from(text));
  const file = Buffer.concat(written.map(toRecord));
  assert.deepEqual(
    [...readRecords(file)].map((bytes) => Buffer.from(bytes).toString()),
    ["", "one", "a second one"],
  );
  for (let cut = 1; cut < 12 + 16; cut += 1) assert.equal([...readRecords(file.subarray(0, file.length - cut))].length, 2);
  for (const place of [3, 9, 12 + 4 + 13, file.length - 1]) {
    const broken = Buffer.from(file);
    broken[place]! ^= 0x10;
    assert.throws(() => [...readRecords(broken)], /broken/, `byte ${place}`);
  }
});

test("events: version first, then what was written, in order", () => {
  const run = join(folder, "run");
  const tracker = createEventFile(run, now);
  tracker.parameters({ loss: "triplet", margin: 0.25, frozen: true });
  tracker.scalars(3, { "loss/triplet": 0.5, "loss/entropy": -2.25 });
  tracker.text(70_000, "note", "über *alles*");
  tracker.close("finished");
  assert.throws(() => tracker.scalars(4, { late: 1 }), /closed/);

  const [name] = readdirSync(run);
  assert.match(name!, /^events\.out\.tfevents\.1700000000\./);
  const events = [...readRecords(readFileSync(join(run, name!)))];
  assert.equal(events.length, 5);
  for (const event of events) assert.equal(fieldAt(event, 1), 1_700_000_000.25);
  assert.equal(textOf(fieldAt(events[0]!, 3)), "brain.Event:2");

  const info = readMessage(fieldAt(events[1]!, 5, 1, 9, 1, 2, 3) as Uint8Array).get(1) as Uint8Array[];
  const parameters = info.map((entry) => [
    textOf(fieldAt(entry, 1)),
    fieldAt(entry, 2, 2) ?? fieldAt(entry, 2, 4) ?? textOf(fieldAt(entry, 2, 3)),
  ]);
  assert.deepEqual(parameters, [
    ["loss", "triplet"],
    ["margin", 0.25],
    ["frozen", 1],
  ]);

  assert.equal(fieldAt(events[2]!, 2), 3);
  const values = readMessage(fieldAt(events[2]!, 5) as Uint8Array).get(1) as Uint8Array[];
  assert.deepEqual(
    values.map((value) => [textOf(fieldAt(value, 1)), fieldAt(value, 2)]),
    [
      ["loss/triplet", 0.5],
      ["loss/entropy", -2.25],
    ],
  );
  assert.equal(fieldAt(events[3]!, 2), 70_000);
  assert.equal(textOf(fieldAt(events[3]!, 5, 1, 9, 1, 1)), "text");
  assert.equal(textOf(fieldAt(events[3]!, 5, 1, 8, 8)), "über *alles*");
  assert.equal(fieldAt(events[4]!, 5, 1, 9, 1, 2, 4, 1), 1);
});

test("a run that goes on begins another file and leaves the first alone", () => {
  const run = join(folder, "twice");
  for (const _ of [1, 2]) createEventFile(run, now).close("cancelled");
  assert.equal(readdirSync(run).length, 2);
});

test("JSON lines: one object a line, also over two openings, with numbers that JSON lacks", () => {
  const path = join(folder, "deep/er/log.jsonl");
  const first = createJsonLines(path, now);
  first.parameters({ loss: "NT-Xent", temperature: 0.1 });
  first.scalars(1, { loss: Number.NaN, "learning rate": 1e-4 });
  const second = createJsonLines(path, now);
  second.text(2, "note", 'two\nlines and a "');
  second.close("failed");
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [
      { timeMs: now(), kind: "parameters", parameters: { loss: "NT-Xent", temperature: 0.1 } },
      { timeMs: now(), kind: "scalars", step: 1, scalars: { loss: "NaN", "learning rate": 1e-4 } },
      { timeMs: now(), kind: "text", step: 2, name: "note", text: 'two\nlines and a "' },
      { timeMs: now(), kind: "end", status: "failed" },
    ],
  );
});

test("several trackers at once", () => {
  const paths = ["a.jsonl", "b.jsonl"].map((name) => join(folder, name));
  const tracker = trackAll(...paths.map((path) => createJsonLines(path, now)));
  tracker.parameters({ seed: 1 });
  tracker.scalars(0, { loss: 2 });
  tracker.text(0, "note", "x");
  tracker.close("finished");
  assert.equal(readFileSync(paths[0]!, "utf8").split("\n").length, 5);
  assert.equal(readFileSync(paths[0]!, "utf8"), readFileSync(paths[1]!, "utf8"));
});

/** The whole sentence on a folder of photos, through each host that runs here: in process, terminal, browser. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import { WebSocket } from "ws";
import type { FolderComparison } from "../electron/contract/folders.ts";
import type { Engine, Group, Pair, ScanReport } from "../electron/contract.ts";
import { createEngine } from "../electron/engine/engine.ts";
import { connect, socketPipe } from "../electron/wire.ts";
import { readSafetensors } from "../native-models/safetensors.ts";
import { makeSmallLibrary, type SmallLibrary } from "./fixtures/small-library.ts";

const cli = new URL("../electron/hosts/cli.ts", import.meta.url).pathname;
let folder: string;
let sample: SmallLibrary;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "likeness flow é "));
  sample = await makeSmallLibrary(join(folder, "photos"));
});
after(() => rm(folder, { recursive: true, force: true }));

/** What every host must have found, whatever way the answer came. */
function checkPairs(pairs: readonly Pair[]): void {
  const sure = pairs.filter(({ probability }) => probability >= 0.5);
  const found = sure.map(({ a, b, relation }) => `${[basename(a), basename(b)].sort().join(" + ")}: ${relation}`).sort();
  const truth = sample.copies
    .map(({ original, copy, relation }) => `${[basename(original), basename(copy)].sort().join(" + ")}: ${relation}`)
    .sort();
  assert.deepEqual(found, truth);
  const probabilities = pairs.map(({ probability }) => probability);
  assert.deepEqual(
    probabilities,
    probabilities.toSorted((one, other) => other - one),
    "best first",
  );
}

function checkGroups(groups: readonly { readonly keeper: string; readonly members: readonly { readonly path: string }[] }[]): void {
  assert.equal(groups.length, sample.copies.length);
  for (const { original, copy } of sample.copies) {
    const group = groups.find(({ members }) => members.some(({ path }) => path === copy));
    assert.deepEqual(new Set(group?.members.map(({ path }) => path)), new Set([original, copy]), basename(copy));
    assert.equal(group?.keeper, original, `the keeper of ${basename(copy)}`);
  }
}

function checkReport(report: ScanReport): void {
  assert.equal(report.found, sample.originals.length + sample.copies.length + sample.unreadable.length);
  assert.equal(report.new, sample.originals.length + sample.copies.length);
  assert.deepEqual(report.unreadable.map(({ path }) => path).sort(), [...sample.unreadable].sort());
  assert.deepEqual(Object.fromEntries(report.unreadable.map(({ path, code }) => [basename(path), code])), {
    "empty.jpg": "empty",
    "text.jpg": "not-a-photo",
  });
}

suite("in process", () => {
  let engine: Engine;
  before(async () => {
    engine = await createEngine({ libraryFolder: join(folder, "library-process"), threads: 2 });
  });
  after(() => engine.close());

  test("scan, pairs, groups", async () => {
    checkReport(await engine.scan({ folders: [sample.folder] }));
    checkPairs(await engine.pairs({ minProbability: 0 }));
    const groups = await engine.groups({ kind: "copies", minProbability: 0.5 });
    checkGroups(groups);
    for (const group of groups) {
      assert(group.keeperReasons.length > 0, "a keeper has its reasons");
      for (const member of group.members.slice(1)) assert(member.reasons.length > 0, "a member has its reasons");
      assert.equal(
        group.reclaimableBytes,
        group.members.slice(1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      );
    }
  });

  test("a second scan opens nothing", async () => {
    const report = await engine.scan({ folders: [] });
    assert.deepEqual([report.new, report.changed, report.moved, report.gone], [0, 0, 0, 0]);
    assert.equal(report.unchanged, sample.originals.length + sample.copies.length);
    assert.equal(report.unreadable.length, 2, "what could not be read is still said");
  });

  test("a renamed file keeps its id and its matches", async () => {
    const [{ copy }] = sample.copies.slice(3) as [SmallLibrary["copies"][number]];
    const idOf = async (path: string) =>
      (await engine.photos({ offset: 0, limit: 100, order: "path" })).items.find((photo) => photo.path === path)?.id;
    const renamed = join(sample.folder, "zz renamed.webp");
    const id = await idOf(copy);
    assert(id);
    await rename(copy, renamed);
    try {
      const report = await engine.scan({ folders: [] });
      assert.deepEqual([report.new, report.changed, report.moved, report.gone], [0, 0, 1, 0]);
      assert.equal(await idOf(renamed), id);
      assert((await engine.pairs({ minProbability: 0.5 })).some(({ a, b }) => [a, b].includes(renamed)));
    } finally {
      await rename(renamed, copy);
      await engine.scan({ folders: [] });
    }
  });

  test("similar finds the copy of a photo of the library, and of one that is not in it", async () => {
    for (const { original, copy } of sample.copies) {
      const [nearest] = await engine.similar({ photo: copy, count: 3 });
      assert.equal(nearest?.path, original, basename(copy));
      assert(nearest && nearest.probability > 0.5);
    }
    const outside = join(folder, "outside.jpg");
    const { default: sharp } = await import("sharp");
    await sharp(sample.originals[6]).resize(500).jpeg({ quality: 70 }).toFile(outside);
    const [nearest, next] = await engine.similar({ photo: outside, count: 2 });
    assert.equal(nearest?.path, sample.originals[6]);
    assert(nearest && next && nearest.distance < next.distance && nearest.probability > 0.9 && next.probability < 0.5);
    await assert.rejects(engine.similar({ photo: join(folder, "none.jpg"), count: 2 }), { code: "not-found" });
    await assert.rejects(engine.similar({ photo: sample.unreadable[1]!, count: 2 }), { code: "unreadable" });
  });

  test("folders: how much of one is in the other", async () => {
    const [a, b] = [join(sample.folder, "originals"), join(sample.folder, "copies")];
    const comparison = await engine.compareFolders({ a, b });
    assert.equal(comparison.aInB, sample.copies.length / sample.originals.length);
    assert.equal(comparison.bInA, 1);
    assert.deepEqual(comparison.onlyInB, []);
    assert.deepEqual(comparison.onlyInA.map(({ path }) => basename(path)).sort(), ["eight.jpg", "seven.jpg", "six.jpg"]);
    const [overlap] = await engine.folderOverlaps({});
    assert.deepEqual(new Set([overlap?.a, overlap?.b]), new Set([a, b]));
    await assert.rejects(engine.compareFolders({ a, b: join(folder, "nowhere") }), { code: "not-found" });
  });

  test("alignment gives the crop box back", async () => {
    const photos = (await engine.photos({ offset: 0, limit: 100, order: "path" })).items;
    const idOf = (path: string) => photos.find((photo) => photo.path === path)!.id;
    const { original, copy } = sample.copies[3]!;
    const alignment = await engine.alignment({ a: idOf(original), b: idOf(copy) });
    const truth = [150 / 1200, 100 / 900, 840 / 1200, 640 / 900];
    assert(alignment && !alignment.mirrored);
    for (const [at, value] of truth.entries())
      assert(Math.abs(alignment.cropBox[at]! - value) < 0.02, `${alignment.cropBox} is not ${truth}`);
    assert.equal(await engine.alignment({ a: idOf(original), b: idOf(sample.originals[6]!) }), null);
  });

  test("pictures are files a host can serve", async () => {
    const { items } = await engine.photos({ offset: 0, limit: 1, order: "path" });
    const thumbnail = await engine.picture({ id: items[0]!.id, variant: "thumbnail" });
    assert.equal(thumbnail.mediaType, "image/webp");
    assert(thumbnail.path.startsWith(join(folder, "library-process")));
    await assert.rejects(engine.picture({ id: 999999 as never, variant: "thumbnail" }), { code: "not-found" });
  });

  test("a library that is open says so to the next engine", async () => {
    await assert.rejects(createEngine({ libraryFolder: join(folder, "library-process") }), { code: "library-locked" });
  });
});

suite("terminal", () => {
  const library = () => join(folder, "library-terminal");
  async function likeness(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const run = promisify(execFile)(process.execPath, [cli, ...words, "--library", library()], { maxBuffer: 1 << 26 });
    return run
      .then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }))
      .catch((error) => error as { code: number; stdout: string; stderr: string });
  }

  test("the whole job", async () => {
    const scan = await likeness("scan", sample.folder, "--json");
    assert.equal(scan.code, 0, scan.stderr);
    checkReport(JSON.parse(scan.stdout));
    assert(scan.stderr.length > 0, "progress goes to stderr");

    const pairs = await likeness("pairs", "--min-probability", "0.5");
    checkPairs(
      pairs.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );

    const groups = JSON.parse((await likeness("groups", "--kind", "copies", "--json")).stdout) as Group[];
    checkGroups(groups);
    const [member] = groups[0]!.members.slice(1);
    for (const key of ["path", "relation", "probability", "reasons", "sizeBytes", "width", "height", "takenAtMs"])
      assert(key in member!, key);
    assert(member!.reasons.every(({ code, text }) => code && text));

    const [a, b] = [join(sample.folder, "originals"), join(sample.folder, "copies")];
    const folders = JSON.parse((await likeness("folders", a, b, "--json")).stdout) as FolderComparison;
    assert.equal(folders.bInA, 1);
    assert.deepEqual(folders.onlyInA.map((path) => basename(path as unknown as string)).sort(), ["eight.jpg", "seven.jpg", "six.jpg"]);

    const similar = JSON.parse((await likeness("similar", sample.copies[1]!.copy, "--count", "1", "--json")).stdout);
    assert.equal(similar[0].path, sample.originals[1]);
  });

  test("embed writes one row a file, also for what cannot be read", async () => {
    const out = join(folder, "vectors.safetensors");
    const { code } = await likeness("embed", sample.originals[0]!, sample.copies[0]!.copy, sample.unreadable[0]!, "--out", out);
    assert.equal(code, 1, "a file that cannot be read is an error");
    const { readFile } = await import("node:fs/promises");
    const { tensors } = readSafetensors(await readFile(out));
    const tensor = [...tensors.values()][0]!;
    assert.deepEqual(tensor.shape, [3, 256]);
    const rows = new Float32Array(new Uint8Array(tensor.bytes).buffer);
    assert(Math.abs(Math.hypot(...rows.subarray(0, 256)) - 1) < 1e-3);
    assert.deepEqual(rows.subarray(0, 256), rows.subarray(256, 512));
    assert(rows.subarray(512).every((value) => value === 0));
    const precious = join(folder, "precious.txt");
    await writeFile(precious, "do not overwrite this text");
    assert.equal((await likeness("embed", sample.originals[0]!, "--out", precious)).code, 2);
  });

  test("wrong use exits with 2, a missing library's photo with 1", async () => {
    assert.equal((await likeness("groups", "--kind", "nonsense")).code, 2);
    assert.equal((await likeness("nonsense")).code, 2);
    assert.equal((await likeness("similar", join(folder, "none.jpg"))).code, 1);
  });

  test("doctor tells what there is to work with", async () => {
    const report = JSON.parse((await likeness("doctor", "--json")).stdout);
    assert(report.backends.some((backend: { name: string; available: boolean }) => /onnx/i.test(backend.name) && backend.available));
    assert(report.database.photos > 0);
  });
});

suite("browser", () => {
  let server: ChildProcess;
  let address: URL;
  before(async () => {
    server = spawn(process.execPath, [cli, "serve", "--port", "0", "--library", join(folder, "library-browser")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    for await (const chunk of server.stdout!) {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said);
      if (found) {
        address = new URL(found[0]);
        break;
      }
    }
    assert(address, "serve prints its address");
  });
  after(() => server.kill());

  test("the whole job over the socket, and pictures by address", async () => {
    const token = address.searchParams.get("token");
    const socket = new WebSocket(`ws://${address.host}/wire?token=${token}`, { headers: { origin: address.origin } });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const engine = connect(socketPipe(socket as never));

    const states: string[] = [];
    engine.on("job", ({ phase }) => states.push(phase));
    checkReport(await engine.scan({ folders: [sample.folder] }));
    assert.deepEqual([...new Set(states)], ["waiting", "walking", "reading", "matching", "ended"]);
    checkPairs(await engine.pairs({ minProbability: 0.5 }));
    checkGroups(await engine.groups({ kind: "copies", minProbability: 0.5 }));
    await assert.rejects(engine.picture({ id: 1 as never, variant: "original" }), { code: "usage" });

    const { items } = await engine.photos({ offset: 0, limit: 1, order: "path" });
    const picture = await fetch(new URL(`/photo/${items[0]!.id}/thumbnail?token=${token}`, address));
    assert.equal(picture.status, 200);
    assert.equal(picture.headers.get("content-type"), "image/webp");
    assert.equal((await fetch(new URL(`/photo/${items[0]!.id}/thumbnail`, address))).status, 403);
    await engine.close();
  });
});

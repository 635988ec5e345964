/** Walks over folders full of traps: links, twins, names of any bytes, patterns, folders that go away, the library itself. */
import assert from "node:assert/strict";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { FilePath, Problem } from "../../../electron/contract.ts";
import { bytesOfPath, type FoundFile } from "../../../electron/engine/photo.ts";
import { type WalkOptions, walk } from "../../../electron/engine/scan/walk.ts";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "likeness-walk-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), name);
  }
}

async function gather(folders: readonly FilePath[], options: WalkOptions = {}) {
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  for await (const batch of walk(folders, options)) {
    files.push(...batch.files);
    problems.push(...batch.problems);
  }
  return { files, problems, names: files.map(({ path }) => path.slice(root.length + 1)) };
}

const names = async (options: WalkOptions = {}) => (await gather([root], options)).names;

describe("what is found", () => {
  test("photos by name, at any depth, each with what the system says of it", async () => {
    put("a.jpg", "deep/er/b.PNG", "deep/notes.txt", "c.mp4", "noextension");
    const { files, problems } = await gather([root]);
    assert.deepEqual(
      files.map(({ path }) => path),
      [join(root, "a.jpg"), join(root, "deep/er/b.PNG")],
    );
    assert.deepEqual(problems, []);
    const stats = statSync(join(root, "a.jpg"), { bigint: true });
    assert.deepEqual(files[0], {
      path: join(root, "a.jpg"),
      sizeBytes: 5,
      modifiedAtNs: stats.mtimeNs,
      inode: stats.ino,
      device: stats.dev,
    });
  });

  test("an empty folder is nothing, an empty file is a file of no bytes", async () => {
    mkdirSync(join(root, "empty"));
    writeFileSync(join(root, "zero.jpg"), "");
    const { files } = await gather([root]);
    assert.deepEqual(
      files.map(({ sizeBytes }) => sizeBytes),
      [0],
    );
  });

  test("a folder named as a photo is a folder", async () => {
    put("folder.jpg/inside.jpg");
    assert.deepEqual(await names(), ["folder.jpg/inside.jpg"]);
  });

  test("the order is the same every time", async () => {
    put("b.jpg", "a.jpg", "z/1.jpg", "c/2.jpg");
    assert.deepEqual(await names(), ["a.jpg", "b.jpg", "c/2.jpg", "z/1.jpg"]);
  });

  test("batches are no larger than asked, and lose nothing", async () => {
    put(...Array.from({ length: 25 }, (_, index) => `${index % 3}/${index}.jpg`));
    const sizes: number[] = [];
    for await (const { files } of walk([root], { batchSize: 4 })) sizes.push(files.length);
    assert.ok(sizes.every((size) => size <= 4));
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      25,
    );
  });

  test("a file given instead of a folder is found", async () => {
    put("a.jpg", "b.txt");
    const { names } = await gather([join(root, "a.jpg"), join(root, "b.txt"), join(root, "a.jpg")]);
    assert.deepEqual(names, ["a.jpg"]);
  });
});

describe("links", () => {
  test("to files, to folders and to nowhere are not followed", async () => {
    put("real/a.jpg", "beside.jpg");
    symlinkSync(join(root, "beside.jpg"), join(root, "link.jpg"));
    symlinkSync(join(root, "real"), join(root, "again"));
    symlinkSync(join(root, "nowhere"), join(root, "broken.jpg"));
    assert.deepEqual(await names(), ["beside.jpg", "real/a.jpg"]);
  });

  test("that lead round in a circle end nothing and repeat nothing", async () => {
    put("x/a.jpg");
    symlinkSync(root, join(root, "x/up"));
    assert.deepEqual(await names(), ["x/a.jpg"]);
  });

  test("given as the folder itself are resolved once", async () => {
    put("real/a.jpg");
    symlinkSync(join(root, "real"), join(root, "link"));
    const { names } = await gather([join(root, "link"), join(root, "real")]);
    assert.deepEqual(names, ["real/a.jpg"]);
  });

  test("in a circle given as the folder are a problem", async () => {
    symlinkSync(join(root, "b"), join(root, "a"));
    symlinkSync(join(root, "a"), join(root, "b"));
    const { files, problems } = await gather([join(root, "a")]);
    assert.equal(files.length, 0);
    assert.deepEqual(
      problems.map(({ path, code }) => [path, code]),
      [[join(root, "a"), "input-output"]],
    );
  });

  test("hard ones are two files of one inode", async () => {
    put("a.jpg");
    linkSync(join(root, "a.jpg"), join(root, "b.jpg"));
    const { files } = await gather([root]);
    assert.equal(files.length, 2);
    assert.equal(files[0]!.inode, files[1]!.inode);
  });
});

describe("folders reached twice", () => {
  for (const [words, folders] of [
    ["outer first", ["", "inner"]],
    ["inner first", ["inner", ""]],
    ["the same twice, written otherwise", ["", "inner/.."]],
  ] as const) {
    test(words, async () => {
      put("a.jpg", "inner/b.jpg");
      const { names } = await gather(folders.map((name) => `${root}/${name}`));
      assert.deepEqual(names.sort(), ["a.jpg", "inner/b.jpg"]);
    });
  }
});

describe("names", () => {
  test("case twins and normal form twins are told apart where the system does", async () => {
    put("a.jpg", "caf\u00e9.jpg");
    writeFileSync(join(root, "A.JPG"), "");
    writeFileSync(join(root, "cafe\u0301.jpg"), "");
    const { files } = await gather([root]);
    const inodes = new Set(files.map(({ inode }) => inode));
    assert.equal(inodes.size, files.length, "no file is found under two names");
    if (process.platform === "linux") {
      assert.deepEqual(
        new Set(files.map(({ path }) => path.slice(root.length + 1))),
        new Set(["a.jpg", "A.JPG", "caf\u00e9.jpg", "cafe\u0301.jpg"]),
      );
    }
  });

  test("with newlines, blanks, quotes, backslashes and emoji", { skip: process.platform === "win32" }, async () => {
    const odd = [
      "new\nline.jpg",
      " blank .jpg",
      "quo'te\".jpg",
      "back\\slash.jpg",
      "\u{1f600}\u{1f468}\u200d\u{1f469}\u200d\u{1f467}.jpg",
      "%41.jpg",
      "\ufffd.jpg",
    ];
    put(...odd, "in\nner/\u{1f30a}.png");
    assert.deepEqual(new Set(await names()), new Set([...odd, "in\nner/\u{1f30a}.png"]));
  });

  test("of bytes that are no Unicode come back exactly", { skip: process.platform !== "linux" }, async () => {
    const raw = [Buffer.from([0xff, 0xfe, ...Buffer.from(".jpg")]), Buffer.from([0xe9, ...Buffer.from("t\u00e9.jpg")])];
    const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xc3])]);
    mkdirSync(folder);
    const paths = raw.map((name) => Buffer.concat([folder, Buffer.from("/"), name]));
    for (const path of paths) writeFileSync(path, "");
    const { files } = await gather([root]);
    assert.deepEqual(files.map(({ path }) => bytesOfPath(path).toString("hex")).sort(), paths.map((path) => path.toString("hex")).sort());
    assert.ok(files.every(({ path }) => JSON.parse(JSON.stringify(path)) === path));
  });
});

describe("what is left alone", () => {
  test("by gitignore patterns, on the way from the folder given", async () => {
    put("a.jpg", "private/b.jpg", "deep/private/c.jpg", "deep/d.tmp.jpg", "raw/e.dng", "raw/keep.dng");
    assert.deepEqual(await names({ ignorePatterns: ["/private/", "*.tmp.jpg", "raw/*", "!raw/keep.dng", "# a.jpg", ""] }), [
      "a.jpg",
      "deep/private/c.jpg",
      "raw/keep.dng",
    ]);
  });

  test("by patterns in either Unicode form", async () => {
    put("caf\u00e9/a.jpg", "b.jpg");
    assert.deepEqual(await names({ ignorePatterns: ["cafe\u0301/"] }), ["b.jpg"]);
  });

  test("patterns of any shape never end the walk", async () => {
    put("a.jpg");
    for (const pattern of ["[", "\\", "**", "!", "[z-a]", "(", "a{", "/", "***/", " "]) await names({ ignorePatterns: [pattern] });
    assert.deepEqual(await names({ ignorePatterns: ["[", "("] }), ["a.jpg"]);
  });

  test("bins, other programs' thumbnails, versions and halves", async () => {
    put(
      ...[".thumbnails/1.jpg", "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg", ".Trash-1000/files/b.jpg", "$RECYCLE.BIN/c.jpg", "#recycle/d.jpg"],
      ...["Catalog Previews.lrdata/0/e.jpg", ".stversions/f.jpg", "__MACOSX/g.jpg", "._h.jpg"],
      ...["My.photoslibrary/resources/derivatives/i.jpg", "My.photoslibrary/originals/0/j.heic"],
      "resources/k.jpg",
    );
    assert.deepEqual(await names(), ["My.photoslibrary/originals/0/j.heic", "resources/k.jpg"]);
  });

  test("the library's own folder, also under another name", async () => {
    put("a.jpg", "library/thumbnails/b.webp");
    symlinkSync(join(root, "library"), join(root, "alias"));
    assert.deepEqual(await names({ libraryFolder: join(root, "library") }), ["a.jpg"]);
    assert.deepEqual(await names({ libraryFolder: join(root, "alias") }), ["a.jpg"]);
    assert.deepEqual(await names({ libraryFolder: join(root, "not yet made") }), ["a.jpg", "library/thumbnails/b.webp"]);
  });

  test("a folder inside the library is refused as a problem", async () => {
    put("library/thumbnails/b.webp");
    const { files, problems } = await gather([join(root, "library/thumbnails")], { libraryFolder: join(root, "library") });
    assert.equal(files.length, 0);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!.message, /library/);
  });
});

describe("trouble", () => {
  test("a folder that is not there is a problem, and the others are walked", async () => {
    put("a.jpg");
    const { names, problems } = await gather([join(root, "none"), root]);
    assert.deepEqual(names, ["a.jpg"]);
    assert.deepEqual(
      problems.map(({ path, code }) => [path, code]),
      [[join(root, "none"), "vanished"]],
    );
  });

  test("a folder that may not be read is a problem, and the walk goes on", { skip: process.platform === "win32" }, async () => {
    put("locked/a.jpg", "open/b.jpg");
    chmodSync(join(root, "locked"), 0);
    // Root may read everything: nobody walks in its place.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      chmodSync(root, 0o755);
      process.seteuid?.(65534);
    }
    const { names, problems } = await gather([root]).finally(() => isRoot && process.seteuid?.(0));
    chmodSync(join(root, "locked"), 0o700);
    assert.deepEqual(names, ["open/b.jpg"]);
    assert.deepEqual(
      problems.map(({ path, code }) => [path, code]),
      [[join(root, "locked"), "permission"]],
    );
  });

  test("what goes away during the walk is neither found nor a problem", async () => {
    put("1/a.jpg", "1/b.jpg", "2/c.jpg", "3/d.jpg");
    const found: string[] = [];
    for await (const { files, problems } of walk([root], { batchSize: 1 })) {
      found.push(...files.map(({ path }) => path.slice(root.length + 1)));
      assert.deepEqual(problems, []);
      if (found.length === 1) {
        rmSync(join(root, "1/b.jpg"));
        renameSync(join(root, "2"), join(root, "0"));
        rmSync(join(root, "3"), { recursive: true });
        writeFileSync(join(root, "3"), "a file now");
      }
    }
    assert.deepEqual(found, ["1/a.jpg"]);
  });

  test("a consumer that stops ends the walk", async () => {
    put(...Array.from({ length: 10 }, (_, index) => `${index}.jpg`));
    let batches = 0;
    for await (const _ of walk([root], { batchSize: 2 })) {
      batches += 1;
      if (batches === 2) break;
    }
    assert.equal(batches, 2);
  });

  test("the event loop turns while a large folder is walked", async () => {
    put(...Array.from({ length: 4000 }, (_, index) => `${index % 40}/${index}.jpg`));
    let turns = 0;
    let walking = true;
    const turn = () => {
      turns += 1;
      if (walking) setImmediate(turn);
    };
    setImmediate(turn);
    await gather([root]);
    walking = false;
    assert.ok(turns > 1, `${turns} turns`);
  });
});

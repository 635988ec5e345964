/** The real port: what it refuses to follow, read or overwrite, and what a copy keeps. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createFileSystem } from "../../../electron/engine/actions/node-file-system.ts";

const fileSystem = createFileSystem();
const withCode = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "likeness-port-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("links, folders and pipes are not read", async (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, "file"), "bytes");
  symlinkSync("file", join(folder, "link"));
  await assert.rejects(
    fileSystem.read(join(folder, "link"), () => undefined),
    withCode("ELOOP"),
  );
  await assert.rejects(
    fileSystem.read(folder, () => undefined),
    withCode("EFTYPE"),
  );
  if (process.platform === "win32") return;
  execFileSync("mkfifo", [join(folder, "pipe")]);
  await assert.rejects(
    fileSystem.read(join(folder, "pipe"), () => undefined),
    withCode("EFTYPE"),
  );
  assert.equal(fileSystem.stat(join(folder, "pipe"))?.kind, "other");
});

test("a file written to while it is read is not taken for what was read", async (context) => {
  const path = join(temporaryFolder(context), "file");
  writeFileSync(path, Buffer.alloc(3 << 20, 1));
  await assert.rejects(
    fileSystem.read(path, () => appendFileSync(path, "more")),
    withCode("EBUSY"),
  );
});

test("nothing that makes a name overwrites one", async (context) => {
  const folder = temporaryFolder(context);
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  writeFileSync(from, "from");
  writeFileSync(to, "to");
  assert.throws(() => fileSystem.link(from, to), withCode("EEXIST"));
  assert.throws(() => fileSystem.makeEmpty(to), withCode("EEXIST"));
  assert.throws(() => fileSystem.makeFolder(to), withCode("EEXIST"));
  await assert.rejects(fileSystem.copy(from, to), withCode("EEXIST"));
  assert.equal(readFileSync(to, "utf8"), "to");
});

test("a copy has the bytes, the permissions, and the time to the microsecond", async (context) => {
  const folder = temporaryFolder(context);
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  const bytes = Buffer.from(Array.from({ length: (1 << 20) + 77 }, (_, index) => index & 255));
  writeFileSync(from, bytes);
  chmodSync(from, 0o440);
  utimesSync(from, 1_234_567_890, 1_234_567_890.123457);
  await fileSystem.copy(from, to);
  assert.ok(readFileSync(to).equals(bytes));
  const [before, after] = [lstatSync(from, { bigint: true }), lstatSync(to, { bigint: true })];
  assert.equal(after.mode, before.mode);
  assert.equal(after.mtimeNs / 1000n, before.mtimeNs / 1000n);
});

test("folders are synced, and a folder that is not there is an error", async (context) => {
  const folder = temporaryFolder(context);
  await fileSystem.syncFolder(folder);
  if (process.platform !== "win32") await assert.rejects(fileSystem.syncFolder(join(folder, "none")), withCode("ENOENT"));
});

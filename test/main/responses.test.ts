/** The program's own two schemes: what they answer, and all that they do not. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Engine, LikenessError } from "../../electron/contract.ts";
import { isOwnPage, pictureOf, windowFile } from "../../electron/main/addresses.ts";
import { answerPicture, answerWindow } from "../../electron/main/responses.ts";

const folder = mkdtempSync(join(tmpdir(), "likeness-responses-"));
after(() => rmSync(folder, { recursive: true }));

function engineWith(picture: (params: unknown) => unknown): () => Promise<Engine> {
  const engine = { picture: async (params: unknown) => picture(params) } as unknown as Engine;
  return () => Promise.resolve(engine);
}

test("only the program's own page is its own", () => {
  assert(isOwnPage("likeness://window/index.html#groups"));
  const strangers = ["likeness://other/", "http://window/", "file:///likeness://window/", "likeness:window", "", "likeness://window.evil/"];
  for (const address of strangers) assert(!isOwnPage(address), address);
});

test("an address of the window stays in its folder", () => {
  assert.equal(windowFile("likeness://window/index.html", "/app/out"), "/app/out/index.html");
  assert.equal(windowFile("likeness://window/assets/a.js?x=1", "/app/out"), "/app/out/assets/a.js");
  for (const path of ["..%2fsecret", "..%2F..%2Fetc%2fpasswd", "%00.js", "%zz.js", "../out2/a.js"]) {
    const file = windowFile(`likeness://window/${path}`, "/app/out");
    assert(file === null || file.startsWith("/app/out/"), `${path} gave ${file}`);
  }
});

test("the window's files come with their type and a policy that has no room for inline scripts", async () => {
  writeFileSync(join(folder, "index.html"), "<p>Here");
  const response = await answerWindow("likeness://window/index.html", folder);
  assert.equal(await response.text(), "<p>Here");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'; script-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  for (const path of ["", "absent.js", "index.html%2f..%2findex.html.exe"]) {
    assert.equal((await answerWindow(`likeness://window/${path}`, folder)).status, 404, path);
  }
});

test("a picture's address is a variant and a number, and nothing more", () => {
  assert.deepEqual(pictureOf("photo://thumbnail/12"), { id: 12, variant: "thumbnail" });
  assert.deepEqual(pictureOf("photo://face/7"), { id: 7, variant: "face" });
  const wrong = [
    "photo://thumbnail/12/",
    "photo://thumbnail/a",
    "photo://thumbnail/-1",
    "photo://thumbnail/1?x",
    "photo://a@view/1",
    "photo://raw/1",
  ];
  for (const address of [...wrong, "photo:///etc/passwd", "photo://view/1e3", "photo://view/1234567890123456"]) {
    assert.equal(pictureOf(address), null, address);
  }
});

test("a picture is streamed from where the engine says", async () => {
  const path = join(folder, "a.webp");
  writeFileSync(path, Buffer.alloc(300_000, 7));
  const asked: unknown[] = [];
  const engine = engineWith((params) => {
    asked.push(params);
    return { path, mediaType: "image/webp" };
  });
  const response = await answerPicture("photo://thumbnail/7", engine);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "image/webp");
  assert.equal(response.headers.get("content-length"), "300000");
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), Buffer.alloc(300_000, 7));
  assert.deepEqual(asked, [{ id: 7, variant: "thumbnail" }]);
});

test("names of any bytes are found", { skip: process.platform === "linux" ? false : "only Linux has such names" }, async () => {
  const raw = Buffer.concat([Buffer.from(join(folder, "é")), Buffer.of(0xff, 0x80)]);
  writeFileSync(raw, "bytes");
  const engine = engineWith(() => ({ path: `${join(folder, "é")}\udcff\udc80`, mediaType: "image/jpeg" }));
  assert.equal(await (await answerPicture("photo://original/1", engine)).text(), "bytes");
});

test("what is not there is 404, without a word on why; an engine that is away is 503", async () => {
  const missing = engineWith(() => {
    throw new LikenessError("not-found", "/secret/path");
  });
  const vanished = engineWith(() => ({ path: join(folder, "vanished"), mediaType: "image/webp" }));
  for (const engine of [missing, vanished]) {
    const response = await answerPicture("photo://view/1", engine);
    assert.equal(response.status, 404);
    assert.doesNotMatch(await response.text(), /secret|vanished/);
  }
  const away = (): Promise<Engine> => Promise.reject(new LikenessError("disconnected", "Away."));
  assert.equal((await answerPicture("photo://view/1", away)).status, 503);
});

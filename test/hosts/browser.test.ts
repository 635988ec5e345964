/** The browser host lets in only its own page with its token, and serves only what the engine knows. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { WebSocket } from "ws";
import { type Engine, hostOnlyMethods, type PhotoId } from "../../electron/contract.ts";
import { type BrowserHost, createBrowserHost } from "../../electron/hosts/browser.ts";
import { connect, connectHost, socketPipe } from "../../electron/wire.ts";
import { createFakeEngine } from "../fixtures/fake-engine.ts";

let folder = "";
let engine: Engine;
let host: BrowserHost;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "likeness-host-"));
  await mkdir(join(folder, "window", "assets"), { recursive: true });
  await writeFile(join(folder, "window", "index.html"), "<!doctype html><title>window</title>");
  await writeFile(join(folder, "window", "assets", "main-1a2b.js"), "export {};");
  await writeFile(join(folder, "secret.js"), "the person's own");
  engine = createFakeEngine({ folder, photos: 30, groups: 2 });
  host = await createBrowserHost({ engine, port: 0, assets: join(folder, "window") });
});
after(async () => {
  await host.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The path goes out as it is written: fetch() would tidy it first. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port: host.port, path, method, headers }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
    });
    outgoing.on("error", reject).end();
  });
}
const withToken = (path: string): string => `${path}?token=${host.token}`;

/** The status that a WebSocket is met with; 101 where it opens. */
function knock(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => undefined);
  });
}

async function openSocket(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${withToken("/wire")}`, {
    headers: { origin: `http://127.0.0.1:${host.port}` },
  });
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  return socket;
}

describe("who is let in", () => {
  test("the address has 32 random bytes as its token, new at each start", async () => {
    assert.match(host.address, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const other = await createBrowserHost({ engine, port: 0, assets: folder });
    assert.notEqual(other.token, host.token);
    await other.close();
  });

  test("without the token, or with another, neither the window nor a photo is served", async () => {
    for (const path of ["/", "/photo/1/thumbnail", "/index.html"]) {
      assert.equal((await get(path)).status, 403, path);
      assert.equal((await get(`${path}?token=`)).status, 403, path);
      assert.equal((await get(`${path}?token=${"A".repeat(43)}`)).status, 403, path);
      assert.equal((await get(withToken(path))).status, 200, path);
    }
  });

  test("another name for this computer is refused, token or not", async () => {
    for (const name of ["evil.example", `evil.example:${host.port}`, "127.0.0.1:1"]) {
      assert.equal((await get(withToken("/"), { host: name })).status, 403, name);
    }
    assert.equal((await get(withToken("/"), { host: `localhost:${host.port}` })).status, 200);
  });

  test("another page is refused by its origin, also one on another port of this computer", async () => {
    for (const origin of ["http://evil.example", "http://127.0.0.1:1", "null"]) {
      assert.equal((await get(withToken("/photo/1/thumbnail"), { origin })).status, 403, origin);
    }
    assert.equal((await get(withToken("/photo/1/thumbnail"), { "sec-fetch-site": "same-site" })).status, 403);
    assert.equal((await get(withToken("/photo/1/thumbnail"), { "sec-fetch-site": "same-origin" })).status, 200);
  });

  test("the contract's socket needs the token and the page's own origin", async () => {
    const origin = `http://127.0.0.1:${host.port}`;
    assert.equal(await knock(withToken("/wire"), { origin }), 101);
    assert.equal(await knock("/wire?token=wrong", { origin }), 403);
    assert.equal(await knock("/wire", { origin }), 403);
    assert.equal(await knock(withToken("/wire"), {}), 403);
    assert.equal(await knock(withToken("/wire"), { origin: "http://evil.example" }), 403);
    assert.equal(await knock(withToken("/wire"), { origin, host: "evil.example" }), 403);
    assert.equal(await knock(withToken("/elsewhere"), { origin }), 404);
  });

  test("only GET and HEAD are answered", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) assert.equal((await get(withToken("/"), {}, method)).status, 405, method);
    const head = await get(withToken("/photo/1/thumbnail"), {}, "HEAD");
    assert.equal(head.status, 200);
    assert.equal(head.body.length, 0);
  });

  test("an address that cannot be read ends the request, not the host", async () => {
    for (const path of ["//", "/%", "/photo/%E0%A4%A", "http://[", "*"]) assert.ok((await get(path)).status >= 400, path);
    assert.equal((await get(withToken("/"))).status, 200);
  });
});

describe("what is served", () => {
  test("the window, with a policy that allows no inline script, and is not kept", async () => {
    const { headers, body } = await get(withToken("/"));
    const policy = String(headers["content-security-policy"]);
    assert.match(body.toString(), /<title>window/);
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["set-cookie"], undefined);
  });

  test("the program's own files need no token", async () => {
    const { status, headers } = await get("/assets/main-1a2b.js");
    assert.equal(status, 200);
    assert.match(String(headers["content-type"]), /javascript/);
  });

  test("no path leads out of the window's folder", async () => {
    const paths = [
      "/../secret.js",
      "/assets/../../secret.js",
      "/%2e%2e/secret.js",
      "/..%2fsecret.js",
      "/assets/..%5c..%5csecret.js",
      "/.hidden.js",
    ];
    for (const path of paths) {
      const { status, body } = await get(withToken(path));
      assert.ok(status === 404 || status === 403, `${path} gave ${status}`);
      assert.doesNotMatch(body.toString(), /person's own/);
    }
  });

  test("a photo comes with its type, kept by the person's own browser only, and not again while it is the same", async () => {
    const { status, headers, body } = await get(withToken("/photo/3/thumbnail"));
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "image/webp");
    assert.equal(body.subarray(8, 12).toString(), "WEBP");
    assert.match(String(headers["cache-control"]), /^private/);
    assert.match(String(headers["content-security-policy"]), /sandbox/);
    const again = await get(withToken("/photo/3/thumbnail"), { "if-none-match": String(headers.etag) });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
    assert.notEqual((await get(withToken("/photo/4/thumbnail"))).headers.etag, headers.etag);
  });

  test("only whole numbers that the engine knows are photos", async () => {
    const ids = ["0", "999999", "-1", "1.5", "1e0", "0x1", "abc", "1/..", "9".repeat(30), "%31", ""];
    for (const id of ids) assert.equal((await get(withToken(`/photo/${id}/thumbnail`))).status, 404, id);
    for (const variant of ["secret", "", "thumbnail/", "Thumbnail", "constructor"]) {
      assert.equal((await get(withToken(`/photo/1/${variant}`))).status, 404, variant);
    }
  });

  test("a photo whose file went away is not found", async () => {
    const gone: Engine = { ...engine, picture: async () => ({ path: join(folder, "gone.webp"), mediaType: "image/webp" }) };
    const other = await createBrowserHost({ engine: gone, port: 0, assets: folder });
    const response = await fetch(`http://127.0.0.1:${other.port}/photo/1/view?token=${other.token}`);
    assert.equal(response.status, 404);
    await other.close();
  });
});

describe("the contract over the socket", () => {
  test("calls and events come through; what is for hosts only does not", async () => {
    const socket = await openSocket();
    const client = connect(socketPipe(socket));
    assert.equal((await client.status({})).photos, 30);
    const phases: string[] = [];
    client.on("job", ({ phase }) => phases.push(phase));
    await client.scan({ folders: ["/photos"] });
    assert.ok(phases.includes("reading") && phases.includes("ended"));
    for (const method of hostOnlyMethods) {
      const call = client[method] as (params: object) => Promise<unknown>;
      await assert.rejects(call({ id: 1 as PhotoId, variant: "view" }), { code: "usage" });
    }
    socket.close();
  });

  test("a tab has no folder dialog, and says so beside the engine's own calls", async () => {
    const socket = await openSocket();
    const pipe = socketPipe(socket);
    const [dialog, status] = await Promise.allSettled([connectHost(pipe).chooseFolders({}), connect(pipe).status({})]);
    assert.equal(dialog.status === "rejected" && dialog.reason.code, "unsupported");
    assert.equal(status.status, "fulfilled");
    socket.close();
  });

  test("what is not JSON closes the socket and nothing else", async () => {
    const socket = await openSocket();
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.send("{");
    await closed;
    assert.equal((await get(withToken("/"))).status, 200);
  });

  test("closing the host ends its sockets and leaves the engine open", async () => {
    const other = await createBrowserHost({ engine, port: 0, assets: folder });
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/wire?token=${other.token}`, {
      headers: { origin: `http://127.0.0.1:${other.port}` },
    });
    await new Promise((resolve) => socket.on("open", resolve));
    const closed = new Promise((resolve) => socket.on("close", resolve));
    await other.close();
    await closed;
    assert.equal((await engine.status({})).photos, 30);
  });
});

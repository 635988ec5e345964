/**
 * Who may talk to the browser host: a request comes in, a refusal or null goes out.
 *
 * The token stays in the address and is never a cookie: browsers send a cookie for 127.0.0.1 to every port of it, so that
 * any other server on this computer, also another user's, would be handed it.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Refusal } from "./browser-responses.ts";

export interface Guard {
  /** For every response. */
  readonly headers: Readonly<Record<string, string>>;
  refuseRequest(request: IncomingMessage): Refusal | null;
  refuseSocket(request: IncomingMessage): Refusal | null;
}

export interface GuardOptions {
  readonly port: number;
  readonly token: string;
}

/** The program's own files: the same for everyone, so they need no token. */
const openPaths = /^\/assets\/[\w.-]+$/;

export function createGuard({ port, token }: GuardOptions): Guard {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const expected = digest(token);

  /** A page elsewhere that made its name point to 127.0.0.1 (DNS rebinding) still sends its own name as Host. */
  function refuseStranger({ headers }: IncomingMessage): Refusal | null {
    const { host, origin } = headers;
    if (!host || !hosts.includes(host)) return { status: 403, text: "Likeness answers on 127.0.0.1 only." };
    const site = headers["sec-fetch-site"];
    if (origin !== undefined && origin !== `http://${host}`) return { status: 403, text: "Likeness answers to its own page only." };
    if (site !== undefined && site !== "same-origin" && site !== "none")
      return { status: 403, text: "Likeness answers to its own page only." };
    return null;
  }

  function refuseToken(request: IncomingMessage): Refusal | null {
    const { pathname, searchParams } = addressOf(request);
    if (openPaths.test(pathname)) return null;
    if (timingSafeEqual(digest(searchParams.get("token") ?? ""), expected)) return null;
    return { status: 403, text: "The token is missing or from an earlier start. Open the address that Likeness printed in the terminal." };
  }

  return {
    headers: {
      "content-security-policy": [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join("; "),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    },
    refuseRequest(request) {
      const stranger = refuseStranger(request);
      if (stranger) return stranger;
      if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, text: "Only GET is answered here." };
      return refuseToken(request);
    },
    refuseSocket(request) {
      if (addressOf(request).pathname !== "/wire") return { status: 404, text: "" };
      if (!request.headers.origin) return { status: 403, text: "" };
      return refuseStranger(request) ?? refuseToken(request);
    },
  };
}

/** The address asked for; one that cannot be read is an address where nothing is. */
export function addressOf(request: IncomingMessage): URL {
  return URL.parse(request.url ?? "/", "http://127.0.0.1") ?? new URL("http://127.0.0.1/unreadable-address");
}

/** Digests have one length, as timingSafeEqual needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

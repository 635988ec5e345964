/** Requests to the program's own two schemes come in; responses with the window's files and the pictures go out. */
import { open, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { type Engine, type FilePath, LikenessError } from "../contract.ts";
import { pictureOf, windowFile } from "./addresses.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

export const windowPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' photo:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const nothing = (): Response => new Response("There is nothing at this address.", { status: 404 });

export async function answerWindow(address: string, folder: string): Promise<Response> {
  const path = windowFile(address, folder);
  const type = path && types[extname(path)];
  if (!type) return nothing();
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) return nothing();
  const headers = { "content-type": type, "content-security-policy": windowPolicy, "x-content-type-options": "nosniff" };
  return new Response(new Uint8Array(bytes), { headers });
}

/** Streams the file that the engine names. Ids are opaque: an address never holds a path. */
export async function answerPicture(address: string, engine: () => Promise<Engine>): Promise<Response> {
  const asked = pictureOf(address);
  if (!asked) return nothing();
  try {
    const { path, mediaType } = await (await engine()).picture(asked);
    const file = await open(pathForSystem(path), "r");
    const { size } = await file.stat();
    return new Response(Readable.toWeb(file.createReadStream()) as ReadableStream, {
      headers: {
        "content-type": mediaType,
        "content-length": String(size),
        "cache-control": "no-cache",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof LikenessError && error.code === "disconnected") return new Response(error.message, { status: 503 });
    return nothing();
  }
}

/** The contract writes bytes that are not UTF-8 as lone surrogates; the system wants the bytes. */
function pathForSystem(path: FilePath): string | Buffer {
  if (path.isWellFormed()) return path;
  const isByte = (character: string): boolean => /^[\udc80-\udcff]$/.test(character);
  return Buffer.concat(
    Array.from(path, (character) => Buffer.from(isByte(character) ? [character.charCodeAt(0) & 0xff] : [...Buffer.from(character)])),
  );
}

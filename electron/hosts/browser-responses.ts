/** What the browser host sends: an address below /photo/ or of the built window comes in, a file's bytes go out. */
import { open, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Engine, LikenessError, type PhotoId, type PictureFile, type PictureVariant, pictureVariants } from "../contract.ts";
import { systemPath } from "../engine/photo.ts";

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

const notFound: Refusal = { status: 404, text: "There is nothing at this address." };

const assetTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Flat names only: neither a separator nor a leading dot gets through, so no name leaves the folder. */
const assetPath = /^\/(?:assets\/)?([\w-][\w.-]*)$/;

export async function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  pathname: string,
): Promise<Refusal | null> {
  const path = pathname === "/" ? "/index.html" : pathname;
  const type = assetTypes[extname(path)];
  if (!assetPath.test(path) || !type) return notFound;
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, path));
  } catch {
    if (pathname !== "/") return notFound;
    return { status: 503, text: "The window has not been built yet. Run `npm run build`, then reload." };
  }
  // Names below assets/ carry a hash of their content.
  const cache = path.startsWith("/assets/") ? "private, max-age=31536000, immutable" : "no-store";
  response.writeHead(200, { "content-type": type, "content-length": bytes.length, "cache-control": cache });
  response.end(request.method === "HEAD" ? undefined : bytes);
  return null;
}

const picturePath = /^\/photo\/(\d{1,15})\/([a-z]+)$/;

export async function sendPicture(
  request: IncomingMessage,
  response: ServerResponse,
  engine: Engine,
  pathname: string,
): Promise<Refusal | null> {
  const [, digits, word] = picturePath.exec(pathname) ?? [];
  const variant = pictureVariants.find((name) => name === word);
  if (digits === undefined || !variant) return notFound;
  const picture = await findPicture(engine, Number(digits) as PhotoId, variant);
  return picture ? sendFile(request, response, picture) : notFound;
}

async function findPicture(engine: Engine, id: PhotoId, variant: PictureVariant): Promise<PictureFile | null> {
  try {
    return await engine.picture({ id, variant });
  } catch (error) {
    if (error instanceof LikenessError && (error.code === "not-found" || error.code === "unreadable")) return null;
    throw error;
  }
}

async function sendFile(request: IncomingMessage, response: ServerResponse, picture: PictureFile): Promise<Refusal | null> {
  const file = await open(systemPath(picture.path), "r").catch(() => null);
  if (!file) return notFound;
  try {
    const { size, mtimeNs } = await file.stat({ bigint: true });
    const etag = `"${size.toString(36)}-${mtimeNs.toString(36)}"`;
    response.setHeader("etag", etag);
    // Only the person's own browser may keep a photo, and asks each time whether it is still the same.
    response.setHeader("cache-control", "private, no-cache");
    // A photo opened by itself runs nothing, whatever its bytes are.
    response.setHeader("content-security-policy", "default-src 'none'; sandbox");
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304).end();
      return null;
    }
    response.writeHead(200, { "content-type": picture.mediaType, "content-length": String(size) });
    if (request.method === "HEAD") response.end();
    else await pipeline(file.createReadStream({ autoClose: false }), response);
    return null;
  } finally {
    await file.close();
  }
}

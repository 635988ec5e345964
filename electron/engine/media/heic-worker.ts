/** The HEIC decoder's own thread: a file's bytes come in as a message; its pixels, or why not, go out. */
import { parentPort, workerData } from "node:worker_threads";
import decode from "heic-decode";

export interface HeicRequest {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
}

export type HeicAnswer =
  | {
      readonly kind: "pixels";
      readonly width: number;
      readonly height: number /** uint8 [height, width, 4], RGBA */;
      readonly data: Uint8Array;
    }
  | { readonly kind: "too-large"; readonly width: number; readonly height: number }
  | { readonly kind: "failed"; readonly message: string };

/** What heic-decode takes for HEIC by its major brand; files with other brands hold the same. */
const acceptedBrand = "mif1";

async function answer({ bytes, maxPixels }: HeicRequest): Promise<HeicAnswer> {
  bytes.set(Buffer.from(acceptedBrand, "latin1"), 8);
  const images = await decode.all({ buffer: bytes });
  try {
    const [first] = images;
    if (!first) return { kind: "failed", message: "no picture inside" };
    if (first.width * first.height > maxPixels) return { kind: "too-large", width: first.width, height: first.height };
    const { width, height, data } = await first.decode();
    return { kind: "pixels", width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  } finally {
    images.dispose();
  }
}

if (parentPort && workerData === "heic") {
  const port = parentPort;
  port.on("message", async (request: HeicRequest) => {
    const reply = await answer(request).catch((error: unknown): HeicAnswer => ({ kind: "failed", message: String(error) }));
    port.postMessage(reply, reply.kind === "pixels" ? [reply.data.buffer as ArrayBuffer] : []);
  });
}

/** A file's bytes come in, chunk by chunk; the SHA-256 that names this content goes out. */
import { createHash } from "node:crypto";

export interface ContentHasher {
  update(chunk: Uint8Array): void;
  /** 32 bytes; once. */
  digest(): Uint8Array;
}

export function createContentHasher(): ContentHasher {
  const hash = createHash("sha256");
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => hash.digest(),
  };
}

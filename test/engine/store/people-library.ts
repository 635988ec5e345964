/** A test's context comes in; an empty library, and photos for it, go out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { ContentId, FoundFace } from "../../../electron/engine/photo.ts";
import { createStore, type Store } from "../../../electron/engine/store/store.ts";
import { vectorOf } from "../../fixtures/fake-faces.ts";

const point = [0.5, 0.5] as const;
/** A face whose box, vector and person follow from its number. */
export const found = (seed: number, more: Partial<FoundFace> = {}): FoundFace => ({
  box: [0.1 + seed / 100, 0.2, 0.3, 0.4],
  ...{ detectorScore: 0.9, meshScore: 0.95 },
  landmarks: {
    leftEye: point,
    rightEye: point,
    noseTip: point,
    mouth: point,
    leftMouthCorner: point,
    rightMouthCorner: point,
    chin: point,
  },
  ...{ rollDegrees: 1, yawDegrees: 2, pitchDegrees: 3, eyeOpenness: [0.3, 0.25], mouthOpenness: 0.1, sizePixels: 100, sharpness: 0.5 },
  ...{ quality: 0.75, embedding: vectorOf(seed, seed, 0.99), clusterable: true, ...more },
});

export function openStore(context: TestContext): Store {
  const folder = mkdtempSync(join(tmpdir(), "likeness people store "));
  const store = createStore({ folder });
  context.after(() => {
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

/** A content whose hash is its number 32 times, and one file with it: /photos/NUMBER.jpg. */
export function addPhoto(store: Store, number: number, { takenAtMs = 1000 as number | null, modifiedAtNs = 0n } = {}): ContentId {
  const place = { takenAtMs, camera: null, lens: null, place: null };
  const facts = { format: "jpeg", width: 400, height: 300, colours: "full", metadataFields: 0, ...place } as const;
  const content = store.contents.put({ hash: Buffer.alloc(32, number), sizeBytes: 1, facts, meanColour: "#123456", sharpness: 1 });
  store.files.put({ path: `/photos/${number}.jpg`, sizeBytes: 1, modifiedAtNs, inode: BigInt(number), device: 1n }, content);
  return content;
}

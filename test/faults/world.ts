/** A seed comes in; real folders on two volumes with photos, copies and side files of awkward names go out, and what must hold of them. */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createFileSystem } from "../../electron/engine/actions/node-file-system.ts";
import { planRemovals, type RemovalRequest } from "../../electron/engine/actions/plan.ts";
import { type Plan, pathOfBytes, systemPath } from "../../electron/engine/photo.ts";
import { createRandom, type Random } from "../fixtures/random.ts";

export interface Original {
  readonly hash: string;
  readonly mode: number;
  readonly modifiedAtNs: bigint;
}

export interface Wish {
  readonly path: string;
  readonly kept: string;
  readonly root: string;
  readonly group: string;
}

export interface World {
  readonly folders: readonly string[];
  readonly roots: readonly string[];
  readonly trash: string;
  readonly wishes: readonly Wish[];
  /** What the person has, by path, as if nothing had been removed. */
  readonly originals: Map<string, Original>;
  /** By path: what was written at the beginning. */
  readonly firstBytes: ReadonlyMap<string, Uint8Array>;
  dispose(): void;
}

const sharedMemory = "/dev/shm";
/** A fast volume and another one, where the system has two. */
export const volumes: readonly string[] = existsSync(sharedMemory) ? [sharedMemory, tmpdir()] : [tmpdir(), tmpdir()];
export const hasTwoVolumes = lstatSync(volumes[0]!).dev !== lstatSync(volumes[1]!).dev;

const byteNames = process.platform === "linux" ? [pathOfBytes(Buffer.from("fa\xe7ade \xff", "latin1"))] : [];
const stems: readonly string[] = [
  ...[
    "IMG_0001",
    "new\nline",
    "\u{1f4f7}\u{1f9d1}\u200d\u{1f9b0}",
    "with space ",
    ".hidden",
    "~2",
    "photo (restored)",
    "-rf *",
    "e\u0301te\u0301",
  ],
  ...["l".repeat(251), `${"\u{1f30a}".repeat(62)}abc`, ...byteNames],
];

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
export const isPhotoName = (name: string): boolean => /\.(?:jpg|png|nef)$/i.test(name);

export function createWorld(seed: number, mostGroups = 2): World {
  const random = createRandom(seed);
  const folders = volumes.map((volume) => mkdtempSync(join(volume, "likeness-faults-")));
  const first = random.below(2);
  const roots = [join(folders[first]!, "A"), join(folders[1 - first]!, "B")];
  const originals = new Map<string, Original>();
  const wishes: Wish[] = [];
  const firstBytes = new Map<string, Uint8Array>();

  function put(path: string, bytes: Uint8Array): void {
    mkdirSync(systemPath(dirname(path)), { recursive: true });
    writeFileSync(systemPath(path), bytes, { flag: "wx" });
    const seconds = 1_500_000_000 + random.below(2e8) + random.below(1e6) / 1e6;
    utimesSync(systemPath(path), seconds, seconds);
    chmodSync(systemPath(path), random.pick([0o644, 0o600, 0o444, 0o755]));
    originals.set(path, originalOf(path));
    firstBytes.set(path, bytes);
  }

  const left = [...stems];
  const takeStem = (): string => left.splice(random.below(left.length), 1)[0]!;
  for (let group = 0; group < 1 + random.below(mostGroups); group++) {
    const content = bytesOf(random);
    const kept = join(roots[random.below(2)]!, "kept", takeStem());
    put(`${kept}.jpg`, content);
    for (let copy = 0; copy < 1 + random.below(2); copy++) {
      const root = roots[random.below(2)]!;
      const stem = takeStem();
      const folder = random.pick([root, `${root}/2019`, `${root}/2019/a\nb/\u{1f3d6}`]);
      const path = `${folder}/${stem}.jpg`;
      put(path, random.below(4) === 0 ? bytesOf(random) : content);
      wishes.push({ path, kept: `${kept}.jpg`, root, group: `group ${group}` });
      if (random.below(3) === 0) put(`${folder}/${stem}.xmp`, random.below(4) === 0 ? Buffer.alloc(0) : bytesOf(random));
      if (random.below(4) === 0 && Buffer.byteLength(stem) < 200) put(`${folder}/${stem}.jpg.xmp`, bytesOf(random));
      if (random.below(4) === 0) put(`${folder}/${stem}.MOV`, Buffer.concat([bytesOf(random), liveMark, bytesOf(random)]));
    }
  }
  put(`${roots[0]}/2019/bystander.jpg`, bytesOf(random));
  const trash = join(folders[0]!, "trash");
  for (const folder of [trash, ...roots]) mkdirSync(folder, { recursive: true });
  return {
    ...{ folders, roots, trash, wishes, originals, firstBytes },
    dispose() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const liveMark = Buffer.from("com.apple.quicktime.content.identifier");

function bytesOf(random: Random): Buffer {
  return Buffer.from(Array.from({ length: 1 + random.below(200) }, () => random.below(256)));
}

export function originalOf(path: string): Original {
  const stats = lstatSync(systemPath(path), { bigint: true });
  return { hash: sha256(readFileSync(systemPath(path))), mode: Number(stats.mode & 0o7777n), modifiedAtNs: stats.mtimeNs };
}

/** The plan for every wish, as the engine would make it. */
export async function planOf({ wishes }: Pick<World, "wishes">): Promise<Plan> {
  const hashAt = (path: string): Buffer =>
    createHash("sha256")
      .update(readFileSync(systemPath(path)))
      .digest();
  const requests = wishes.map(({ path, kept, root, group }): RemovalRequest => {
    const { size, mtimeNs } = lstatSync(systemPath(path), { bigint: true });
    const identity = { sizeBytes: Number(size), modifiedAtNs: mtimeNs };
    return { path, hash: hashAt(path), ...identity, root, group, protected: false, kept: { path: kept, hash: hashAt(kept) } };
  });
  return planRemovals(requests, { fileSystem: createFileSystem(), createHasher: createTestHasher, isPhotoName, pathsOf: () => [] });
}

export function createTestHasher() {
  const hash = createHash("sha256");
  return { update: (chunk: Uint8Array) => void hash.update(chunk), digest: (): Uint8Array => hash.digest() };
}

/** Files come in; each has a place for as long as it is there, and what another list of files would change goes out before it is applied. */
import type { FilePath } from "../../contract.ts";
import type { FolderFile } from "./compare.ts";
import { parentOf } from "./paths.ts";
import type { FolderTree } from "./tree.ts";

export interface FileChange {
  /** Of files that came, went, moved or changed. */
  readonly contents: ReadonlySet<number>;
  apply(): void;
}

export interface FileSlots {
  /** The slots of the files that hold this content. */
  holding(content: number): readonly number[];
  folder(slot: number): number;
  sizeBytes(slot: number): number;
  /** Touches nothing but the tree, which learns new folders. */
  compare(files: readonly FolderFile[], tree: FolderTree): FileChange;
}

interface Slot {
  readonly path: FilePath;
  readonly folder: number;
  readonly content: number;
  readonly sizeBytes: number;
}

export function createFileSlots(): FileSlots {
  const byPath = new Map<FilePath, number>();
  const slots: (Slot | undefined)[] = [];
  const free: number[] = [];
  const byContent = new Map<number, number[]>();
  /** The round of comparing in which a slot's file was met last. */
  const met: number[] = [];
  let round = 0;

  function put(slot: Slot): void {
    const at = free.pop() ?? slots.length;
    slots[at] = slot;
    met[at] = round;
    byPath.set(slot.path, at);
    const holders = byContent.get(slot.content);
    if (holders) holders.push(at);
    else byContent.set(slot.content, [at]);
  }
  function take(at: number, slot: Slot): void {
    slots[at] = undefined;
    free.push(at);
    byPath.delete(slot.path);
    const left = (byContent.get(slot.content) ?? []).filter((other) => other !== at);
    if (left.length > 0) byContent.set(slot.content, left);
    else byContent.delete(slot.content);
  }

  return {
    holding: (content) => byContent.get(content) ?? [],
    folder: (slot) => slots[slot]?.folder ?? 0,
    sizeBytes: (slot) => slots[slot]?.sizeBytes ?? 0,
    compare(files, tree) {
      round += 1;
      const gone: (readonly [number, Slot])[] = [];
      const come: Slot[] = [];
      for (const { path, content, sizeBytes } of files) {
        const at = byPath.get(path);
        const known = at === undefined ? undefined : slots[at];
        if (at !== undefined && known) {
          met[at] = round;
          if (known.content === content && known.sizeBytes === sizeBytes) continue;
          gone.push([at, known]);
        }
        come.push({ path, folder: tree.numberOf(parentOf(path)), content, sizeBytes });
      }
      for (const [at, slot] of slots.entries()) if (slot && met[at] !== round) gone.push([at, slot]);
      return {
        contents: new Set([...gone.map(([, { content }]) => content), ...come.map(({ content }) => content)]),
        apply() {
          for (const [at, slot] of gone) take(at, slot);
          for (const slot of come) put(slot);
        },
      };
    },
  };
}

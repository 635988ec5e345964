/** Paths come in; the files lie in the system's trash (freedesktop.org's on Linux, also without a desktop; Finder's; the Recycle Bin). */
import type { TrashCan } from "../engine/photo.ts";

export function createTrashCan(): TrashCan {
  return {
    async trash(paths) {
      // Rarely needed, and it brings some dozens of modules with it.
      const { default: trash } = await import("trash");
      await trash(paths, { glob: false });
    },
  };
}

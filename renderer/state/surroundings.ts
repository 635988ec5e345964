/** Where the window runs: its location comes in; how it reaches its engine and its pictures goes out. */
import type { FaceId } from "../../electron/contract/people.ts";
import type { PhotoId, PictureVariant } from "../../electron/contract.ts";
import { type PipeSource, portSource, socketSource } from "./pipes.ts";

export interface Surroundings {
  readonly kind: "desktop" | "tab";
  readonly pipes: PipeSource;
  /** The address of a picture, for <img src>. */
  picture(id: PhotoId | FaceId, variant: PictureVariant): string;
}

/** Served over HTTP it is a browser tab, anything else is the desktop program's own scheme. */
export function findSurroundings(target: Window): Surroundings {
  const { protocol, host, search } = target.location;
  if (protocol !== "http:") {
    return {
      kind: "desktop",
      pipes: portSource(target),
      picture: (id, variant) => `photo://${variant}/${id}`,
    };
  }
  const token = encodeURIComponent(new URLSearchParams(search).get("token") ?? "");
  return {
    kind: "tab",
    pipes: socketSource(`ws://${host}/wire?token=${token}`),
    picture: (id, variant) => `/photo/${id}/${variant}?token=${token}`,
  };
}

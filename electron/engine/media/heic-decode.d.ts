/** The part of heic-decode's interface that is used here: a HEIC file's bytes come in, its pictures go out. */
declare module "heic-decode" {
  interface HeicPicture {
    readonly width: number;
    readonly height: number;
    /** RGBA, upright. */
    decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  }
  function all(input: { buffer: Uint8Array }): Promise<HeicPicture[] & { dispose(): void }>;
  const decode: { all: typeof all };
  export default decode;
}

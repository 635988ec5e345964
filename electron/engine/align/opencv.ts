/** Loads OpenCV's WebAssembly build and hands out the few parts of it that aligning uses. */

export interface CvMat {
  readonly rows: number;
  readonly cols: number;
  readonly data: Uint8Array;
  delete(): void;
}
interface CvKeyPoint {
  /** Degrees, 0..360, clockwise. */
  readonly angle: number;
  readonly octave: number;
  readonly pt: { readonly x: number; readonly y: number };
}
export interface CvKeyPoints {
  size(): number;
  get(index: number): CvKeyPoint;
  delete(): void;
}
export interface CvOrb {
  setMaxFeatures(count: number): void;
  setEdgeThreshold(pixels: number): void;
  detectAndCompute(image: CvMat, mask: CvMat, keyPoints: CvKeyPoints, descriptors: CvMat): void;
  delete(): void;
}
export interface OpenCv {
  readonly Mat: { new (): CvMat; new (rows: number, cols: number, type: number): CvMat };
  readonly KeyPointVector: new () => CvKeyPoints;
  readonly ORB: new (features: number) => CvOrb;
  readonly Size: new (width: number, height: number) => { readonly width: number; readonly height: number };
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly COLOR_RGB2GRAY: number;
  readonly INTER_AREA: number;
  readonly INTER_LINEAR: number;
  readonly INTER_CUBIC: number;
  cvtColor(from: CvMat, to: CvMat, code: number): void;
  resize(from: CvMat, to: CvMat, size: { readonly width: number; readonly height: number }, fx: number, fy: number, method: number): void;
  flip(from: CvMat, to: CvMat, code: number): void;
}
type Loading = Partial<OpenCv> & { onRuntimeInitialized?: () => void };

const processEvents = ["uncaughtException", "unhandledRejection"] as const;

/** Wrapped in an object: some builds of the module have a `then` of their own, on which an await would never end. */
export async function loadOpenCv(): Promise<{ readonly cv: OpenCv }> {
  // The module installs handlers that abort the whole process on anybody's unhandled rejection.
  const emitter: NodeJS.EventEmitter = process;
  const before = processEvents.map((event) => new Set<unknown>(emitter.listeners(event)));
  const loaded = (await import("@techstark/opencv-js")) as unknown as { readonly default: Loading };
  const loading = loaded.default;
  if (!loading.Mat) {
    await new Promise<void>((resolve) => {
      loading.onRuntimeInitialized = resolve;
    });
  }
  processEvents.forEach((event, index) => {
    for (const listener of emitter.listeners(event)) {
      if (!before[index]?.has(listener)) emitter.removeListener(event, listener as () => void);
    }
  });
  return { cv: loading as OpenCv };
}

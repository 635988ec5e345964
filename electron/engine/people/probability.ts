/** How alike two clusters are, and how large, comes in; how likely they are one person goes out. */
import type { LinkOdds } from "./faces.ts";

/** Fewer faces than this leave a stranger no less likely. */
const fewestFaces = 100;
const usualFaces = 800;

/** How much a link is worth among so many faces. */
export interface Judge {
  /** Log-odds that clusters of `a` and `b` faces with this link are one person. The larger they are, the nearer they have to be: never rises with size. */
  logOdds(link: number, a: number, b: number): number;
  /** The least link at which any two reach these log-odds: that of two faces alone. */
  leastLink(logOdds: number): number;
}

/** @param faces how many faces are clustered: among more there are more strangers who look alike by chance */
export function createJudge({ bias, slope, alone, crowd }: LinkOdds, faces: number): Judge {
  const single = Math.max(0, alone - crowd * Math.log(Math.max(fewestFaces, faces) / usualFaces));
  return {
    logOdds: (link, a, b) => bias + slope * link + (single * (1 / a + 1 / b)) / 2,
    leastLink: (logOdds) => (logOdds - bias - single) / slope,
  };
}

/** 0..1 */
export const probabilityOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

export const logOddsOf = (probability: number): number => Math.log(probability / (1 - probability));
